"""The explorer's widgets: what is chosen above, what it shows below, redrawn at once."""

from __future__ import annotations

import base64
import html
from typing import Any

import ipywidgets
import pandas as pd
from itables import to_html_datatable

from xuke import catalog
from xuke.explorer.export import FORMATS, export
from xuke.explorer.panel_view import Choice, Data, Grouping, Shown, show
from xuke.explorer.quotes import Quote, quote
from xuke.figure_words import say_corrections
from xuke.figures import Exhibit, Table
from xuke.figures.comparison.names import indicator_label, reporter, value_words
from xuke.model import XukeError
from xuke.wording import known_language

_WIDE = ipywidgets.Layout(width="22em")
_NONE = -1
"""Stands for no row, since a dropdown shows nothing where its value is None."""
_MOST_ROWS = 400
"""Rows of the panel behind a figure that can be chosen for their sentence."""


def open_explorer(
    indicator: str = "full_online_rate", year: int | None = None, language: str = "zh"
) -> Explorer:
    """Explore the project's panel: district, year, indicator and grouping.

    Raises `UnknownNameError` for an indicator or language that is not known.
    """
    data = Data.load()
    chosen = Choice(
        catalog.indicator(indicator),
        data.years[-1] if year is None else int(year),
        language=known_language(language),
    )
    return Explorer(data, chosen)


class Explorer:
    """Widgets for a `Choice`, its figure, table and sources; display it in a notebook.

    ``shown`` is what stands on the screen; `figure` and `table` give it without widgets.
    """

    def __init__(self, data: Data, choice: Choice) -> None:
        self.data, self.language = data, choice.language
        self.grouping = ipywidgets.Dropdown(
            options=[(self._say(f"explore_{each}"), each) for each in Grouping],
            value=choice.grouping,
            description=self._say("explore_grouping"),
            layout=_WIDE,
        )
        self.indicator = ipywidgets.Dropdown(
            options=[(indicator_label(n, self.language), n) for n in catalog.indicators()],
            value=choice.indicator,
            description=self._say("explore_choose_indicator"),
            layout=_WIDE,
        )
        self.year = ipywidgets.Dropdown(
            options=sorted({*data.years, choice.year}, reverse=True),
            value=choice.year,
            description=self._say("explore_choose_year"),
            layout=_WIDE,
        )
        self.districts = ipywidgets.SelectMultiple(
            options=[(reporter(slug, "", self.language), slug) for slug in data.districts],
            value=choice.districts,
            rows=5,
            description=self._say("explore_choose_districts"),
            style={"description_width": "initial"},
            layout=_WIDE,
        )
        self.picture = ipywidgets.HTML()
        self.rows_view = ipywidgets.Output()
        self.row = ipywidgets.Dropdown(
            options=[("—", _NONE)],
            description=self._say("explore_source"),
            style={"description_width": "initial"},
            layout=ipywidgets.Layout(width="46em"),
        )
        self.sentence = ipywidgets.HTML()
        self.exported = ipywidgets.HTML()
        self.shown: Shown = show(data, choice)
        self._put()
        for control in (self.grouping, self.indicator, self.year, self.districts):
            control.observe(self._chosen, "value")
        self.row.observe(self._quoted, "value")
        self.root = ipywidgets.VBox(
            [
                ipywidgets.HBox(
                    [
                        ipywidgets.VBox([self.grouping, self.indicator, self.year]),
                        self.districts,
                        ipywidgets.VBox([self._button(kind) for kind in FORMATS]),
                    ]
                ),
                self.exported,
                self.picture,
                self.row,
                self.sentence,
                self.rows_view,
            ]
        )

    @property
    def choice(self) -> Choice:
        """What the widgets stand at."""
        return Choice(
            self.indicator.value,
            self.year.value,
            Grouping(self.grouping.value),
            tuple(self.districts.value),
            self.language,
        )

    @property
    def figure(self) -> Any:
        """What is shown, as a figure that needs no widgets and no kernel."""
        return self.shown.figure

    @property
    def table(self) -> Table:
        """The same as a table, numbers to six digits."""
        frame = self.shown.table
        text = {name: [_short(value) for value in frame[name]] for name in frame}
        return Table("explore", self.language, self._say("explore_table"), pd.DataFrame(text))

    def redraw(self) -> Shown:
        """Show what the widgets stand at."""
        self.shown = show(self.data, self.choice)
        self._put()
        return self.shown

    def export(self, kind: str) -> str:
        """Write what is shown as csv, xlsx or png into ``outputs/explore``; where, or why not."""
        try:
            path = export(self.shown, kind)
        except XukeError as error:
            said = str(error)
        else:
            said = self._say("explore_exported", path=path)
        self.exported.value = f"<p>{html.escape(said)}</p>"
        return said

    def _put(self) -> None:
        shown = self.shown
        self.picture.value = _picture(shown)
        # Assigned whole, not captured: captured output arrives piece by piece and flickers.
        self.rows_view.outputs = (_rows_output(shown),)
        self.row.options = [("—", _NONE), *self._observations()]
        self.exported.value = ""

    def _observations(self) -> list[tuple[str, int]]:
        """The figures behind the rows shown, named, with their labels in the panel."""
        found: list[tuple[str, int]] = []
        metrics = self.data.observations["metric"]
        for row in self.shown.rows.to_dict("records"):
            who = reporter(row["district"], row["agency"], self.language)
            of = f"{who} {row['year']} {indicator_label(row['indicator'], self.language)}"
            for label in row["observations"]:
                metric = catalog.metric_label(str(metrics[label]), self.language)
                found.append((f"{of} {value_words(row, self.language)} ← {metric}", label))
            if len(found) >= _MOST_ROWS:
                break
        return found

    def _chosen(self, _: Any) -> None:
        self.redraw()

    def _quoted(self, change: Any) -> None:
        if change["new"] == _NONE:
            self.sentence.value = ""
            return
        observation = self.data.observations.loc[change["new"]]
        found = quote(observation, self.data.sources)
        none = self._say("explore_no_words")
        corrected = say_corrections(self.data.observations.loc[[change["new"]]], self.language)
        self.sentence.value = _quoted(found, none) + f"<p>{html.escape(corrected)}</p>"

    def _button(self, kind: str) -> Any:
        button = ipywidgets.Button(description=self._say("explore_export", format=kind.upper()))
        button.on_click(lambda _: self.export(kind))
        return button

    def _say(self, name: str, **values: object) -> str:
        return catalog.sentence(name, self.language, **values)

    def _repr_mimebundle_(self, **given: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.root._repr_mimebundle_(**given)
        # The widgets' own text would hold the whole picture and differ at every run.
        return {**bundle, "text/plain": self.shown.figure.alt}


def _short(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _picture(shown: Shown) -> str:
    figure = shown.figure
    if not isinstance(figure, Exhibit):
        return f"<p>{html.escape(figure.sentence)}</p>"
    # As SVG it is there in half the time that a PNG of the same sharpness takes.
    data = base64.b64encode(figure.svg().encode()).decode("ascii")
    width = round(figure.figure.get_size_inches()[0] * 96)
    alt = html.escape(figure.alt, quote=True)
    return (
        f"<p>{html.escape(figure.sentence)}</p>"
        f'<img src="data:image/svg+xml;base64,{data}" alt="{alt}" '
        f'style="width: {width}px; max-width: 100%; height: auto">'
    )


def _rows_output(shown: Shown) -> dict[str, Any]:
    """A sortable table, filtered by column, as an output of Jupyter's message protocol."""
    text = ""
    if len(shown.table):
        text = to_html_datatable(
            shown.table,
            connected=False,
            table_id="xuke-explore",
            showIndex=False,
            column_filters="header",
            display_logo_when_loading=False,
            pageLength=20,
            maxBytes=0,
        )
    plain = "\n".join("\t".join(map(str, row)) for row in shown.table.head(20).to_numpy())
    data = {"text/html": text, "text/plain": plain}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _quoted(found: Quote, none: str) -> str:
    """A sentence with the figure's words marked; a report's text is escaped."""
    if not found.document:
        words = f"<q>{html.escape(found.words)}</q> " if found.words else ""
        return f"<p>{words}{html.escape(none)}</p>"
    before, words, after, name = map(
        html.escape, (found.before, found.words, found.after, found.document)
    )
    said = f"<p>{before}<mark>{words}</mark>{after}</p><footer>{name}</footer>"
    return f"<blockquote>{said}</blockquote>"
