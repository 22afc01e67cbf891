// Sorting, searching and filtering, for tables that are in the page and for the list of reports
// that is in it as data. Nothing is fetched and no text ever becomes markup: only textContent.
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const numberIn = (text) => {
    const found = /[-−]?\d[\d,]*(\.\d+)?/.exec(text);
    return found ? parseFloat(found[0].replaceAll(",", "").replace("−", "-")) : null;
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // Rows without a value come last whichever way a column is sorted: absent is not smallest.
  const compare = (key, numeric, down) => (a, b) => {
    const [left, right] = [key(a), key(b)];
    if (!numeric) return down ? collator.compare(right, left) : collator.compare(left, right);
    const [x, y] = [numberIn(left), numberIn(right)];
    if (x === null || y === null) return (x === null) - (y === null);
    return down ? y - x : x - y;
  };

  const makeSortable = (head, onSort) => {
    for (const th of head.querySelectorAll("th[data-sort]")) {
      const button = document.createElement("button");
      button.type = "button";
      const name = th.firstChild;
      th.replaceChild(button, name);
      button.append(name.textContent.trim());
      button.addEventListener("click", () => {
        // Numbers start with the largest, names with the first; a second press turns round.
        const first = th.dataset.sort === "number" ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        onSort(th, th.getAttribute("aria-sort") === first ? other : first);
      });
    }
  };
  const showSort = (head, th, direction) => {
    for (const each of head.querySelectorAll("th[aria-sort]")) each.removeAttribute("aria-sort");
    if (th) th.setAttribute("aria-sort", direction);
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const head = table.tHead, body = table.tBodies[0];
    makeSortable(head, (th, direction) => {
      const key = (row) => {
        const cell = row.cells[th.cellIndex];
        return cell.dataset.key ?? cell.firstChild?.textContent ?? "";
      };
      const order = compare(key, th.dataset.sort === "number", direction === "descending");
      body.append(...[...body.rows].sort(order));
      showSort(head, th, direction);
    });
  }

  const source = document.getElementById("reports");
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const form = document.getElementById("filters"), table = document.getElementById("list");
  const head = table.tHead, body = table.tBodies[0];
  const FIXED = 3; // district, year and findings stand before the indicators in a row
  const PAGE = 50;
  const rows = data.rows.map(([district, year, agency, fails, folder, files, ...values]) => {
    const place = data.districts[district], office = data.agencies[agency];
    return {
      cells: [place.name, String(year), fails ? String(fails) : "", ...values],
      sort: place.sort, office: office.name, district: place.slug, level: office.name ? "agency" : place.level, folder, files: data.files[files],
      search: (place.search + " " + office.search + " " + year).toLowerCase(),
    };
  });
  const columnOf = new Map([...head.querySelectorAll("th[data-column]")].map(
    (th) => [th.dataset.column, th]));
  const names = [...columnOf.keys()];
  const fields = ["q", "district", "year", "level", "by", "from", "to", "failing"];
  let state = {}, matching = rows, page = 0, printing = false;

  const shownColumns = () => names.filter((name, i) =>
    columnOf.get(name) && (i < FIXED ? !columnOf.get(name).hidden
      : document.getElementById("show-" + name).checked));

  const select = () => {
    const terms = (state.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const by = names.indexOf(state.by);
    const [low, high] = [numberIn(state.from ?? ""), numberIn(state.to ?? "")];
    matching = rows.filter((row) => {
      if (!terms.every((term) => row.search.includes(term))) return false;
      if (state.district && row.district !== state.district) return false;
      if (state.year && row.cells[1] !== state.year) return false;
      if (state.level && row.level !== state.level) return false;
      if (state.failing && !row.cells[FIXED - 1]) return false;
      if (by < FIXED) return true;
      const value = numberIn(row.cells[by] || "");
      return value !== null && (low === null || value >= low) && (high === null || value <= high);
    });
    const [column, way] = (state.sort ?? "").split(":");
    const at = names.indexOf(column);
    if (at >= 0) {
      const numeric = columnOf.get(column).dataset.sort === "number";
      matching.sort(compare((row) => (at ? row.cells[at] || "" : row.sort), numeric, way === "descending"));
    }
    showSort(head, columnOf.get(column), way);
    page = Math.min(page, Math.max(0, Math.ceil(matching.length / PAGE) - 1));
  };

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const links = (row) => {
    const list = (entries) => {
      const ul = element("ul");
      for (const [label, file] of entries) {
        const li = element("li");
        li.append(element("a", label, { href: row.folder + file }));
        ul.append(li);
      }
      return ul;
    };
    const cell = element("td", "", { class: "files" });
    cell.append(list(row.files.files));
    if (row.files.figures.length) {
      const details = element("details");
      details.append(element("summary", fill(words.n_figures, { n: row.files.figures.length })));
      details.append(list(row.files.figures));
      cell.append(details);
    }
    return cell;
  };
  const draw = () => {
    const shown = shownColumns();
    for (const [name, th] of columnOf) th.hidden = !shown.includes(name);
    const part = printing ? matching : matching.slice(page * PAGE, (page + 1) * PAGE);
    body.replaceChildren(...part.map((row) => {
      const tr = element("tr");
      for (const name of shown) {
        const at = names.indexOf(name), text = row.cells[at] || "";
        if (at === 0) {
          const th = element("th", "", { scope: "row", class: "first" });
          const link = element("a", text, { href: row.folder + row.files.page });
          if (row.office) link.append(" ", element("span", row.office, { class: "unit" }));
          th.append(link);
          tr.append(th);
        } else {
          const kind = at === FIXED - 1 ? "n count failing" : at === 1 || at >= FIXED ? "n" : "";
          const td = element("td", text, kind ? { class: kind } : {});
          if (!text && at >= FIXED) {
            td.append(element("span", "—", { class: "none", "aria-hidden": "true" }),
              element("span", words.not_reported, { class: "unseen" }));
          }
          tr.append(td);
        }
      }
      if (row.files.files.length) tr.append(links(row));
      return tr;
    }));
    const from = page * PAGE;
    document.getElementById("showing").textContent = matching.length
      ? fill(words.showing, { from: from + 1, to: from + part.length, total: matching.length })
      : words.nothing;
    document.getElementById("previous").parentElement.hidden = matching.length <= PAGE;
    document.getElementById("previous").disabled = page === 0;
    document.getElementById("next").disabled = from + PAGE >= matching.length;
  };

  // Whoever changes the language keeps the selection.
  const follow = () => {
    const other = document.querySelector(".switch");
    if (other) other.hash = location.hash;
  };

  // The state is in the address, so that a selection can be kept, sent and gone back to.
  const read = () => {
    state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    page = Math.max(0, (parseInt(state.page, 10) || 1) - 1);
    for (const name of fields) {
      const field = form.elements[name];
      if (field?.type === "checkbox") field.checked = Boolean(state[name]);
      else if (field) field.value = state[name] ?? "";
    }
    select();
    draw();
    follow();
  };
  const write = () => {
    const entries = Object.entries({ ...state, page: page ? String(page + 1) : "" });
    const text = new URLSearchParams(entries.filter(([, value]) => value)).toString();
    history.replaceState(null, "", text ? "#" + text : location.pathname.split("/").pop());
    follow();
    select();
    draw();
  };

  makeSortable(head, (th, direction) => {
    state.sort = th.dataset.column + ":" + direction;
    page = 0;
    write();
  });
  form.addEventListener("input", () => {
    for (const name of fields) {
      const field = form.elements[name];
      if (field) state[name] = field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
    }
    page = 0;
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => { state = {}; page = 0; setTimeout(write); });
  document.getElementById("columns")?.addEventListener("change", draw);
  const turn = (by) => {
    page += by;
    write();
    table.closest(".scroll").scrollIntoView({ block: "start" });
  };
  document.getElementById("previous").addEventListener("click", () => turn(-1));
  document.getElementById("next").addEventListener("click", () => turn(1));
  addEventListener("hashchange", read);
  addEventListener("beforeprint", () => { printing = true; draw(); });
  addEventListener("afterprint", () => { printing = false; draw(); });
  document.documentElement.classList.add("scripted");
  read();
})();
