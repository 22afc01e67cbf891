"""The tidy long table of observations: read, write, select, correct.

One row is one figure of one report; its key is district, agency, year, item and metric.

========== ======== ==================================================================
column     dtype    meaning
========== ======== ==================================================================
district   str      slug of the district
agency     str      Chinese name of the agency, empty for the whole district
year       int64    the year reported on
item       str      licensing item, empty for the total
metric     str      name in ``metrics.csv``
value      float64  in ``unit``; never missing
unit       str      as printed (件, 宗, 元, %, …)
qualifier  str      exact, rounded, over, nearly, at_least, at_most
source     str      name in ``sources.csv``
stated_as  str      figure, or words (无超期办结件: a zero in words)
basis      str      cases counted among: empty, accepted, or concluded
start, end Int64    span in the document's text, missing where it was not at hand
words      str      the words read, empty likewise
========== ======== ==================================================================

A figure that ``corrections.csv`` corrects has, beside its new value,

============== ======== ==============================================================
corrected_from float64  the value that the report states; missing where it was let be
correction     str      why it was corrected; empty likewise
============== ======== ==============================================================

A figure that is not reported is the absence of a row; `presence` tells the four kinds apart.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from xuke import catalog, corrections, kept
from xuke.model import (
    YEARS,
    Basis,
    PanelError,
    Qualifier,
    ReportKey,
    StatedAs,
    UnknownNameError,
)

KEY = ["district", "agency", "year", "item", "metric"]
"""The columns that name one figure."""

REPORT = ["district", "agency", "year"]
"""The columns that name one report."""

REPORTED, ZERO, NONE_IN_WORDS, NOT_REPORTED = "reported", "zero", "none_in_words", "not_reported"

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


@lru_cache(maxsize=1)
def schema() -> pa.DataFrameSchema:
    """The schema of the table above."""
    one_of = pa.Check.isin
    return pa.DataFrameSchema(
        {
            "district": pa.Column(str, one_of(list(catalog.districts()))),
            "agency": pa.Column(str),
            "year": pa.Column("int64", pa.Check.in_range(YEARS[0], YEARS[-1])),
            "item": pa.Column(str),
            "metric": pa.Column(str, one_of(list(catalog.metrics()))),
            "value": pa.Column("float64", pa.Check(np.isfinite, error="finite")),
            "unit": pa.Column(str, one_of(list(catalog.units()))),
            "qualifier": pa.Column(str, one_of([each.value for each in Qualifier])),
            "source": pa.Column(str, pa.Check.str_matches(_SLUG)),
            "stated_as": pa.Column(str, one_of([each.value for each in StatedAs])),
            "basis": pa.Column(str, one_of([each.value for each in Basis])),
            "start": pa.Column("Int64", pa.Check.ge(0), nullable=True),
            "end": pa.Column("Int64", pa.Check.ge(0), nullable=True),
            "words": pa.Column(str),
            "corrected_from": pa.Column("float64", nullable=True),
            "correction": pa.Column(str),
        },
        unique=KEY,
        strict=True,
        ordered=True,
    )


def read_panel(path: Path) -> pd.DataFrame:
    """Read the table from a CSV or Parquet file; PanelError names each faulty line.

    A file without the columns of corrections holds none.
    """
    if path.suffix == ".parquet":
        stored = pd.read_parquet(path)
        return validate(_with_corrections(stored, np.nan, path), path)
    stated = [name for name in schema().columns if name not in corrections.COLUMNS]
    raw = _with_corrections(kept.read_text(path, stated), "", path)
    frame = raw.copy()
    frame["year"] = _numbers(raw, "year", path).astype("int64")
    for name in ("value", "corrected_from"):
        frame[name] = _numbers(raw, name, path)
    for name in ("start", "end"):
        frame[name] = _numbers(raw, name, path).astype("Int64")
    return validate(frame, path)


def write_panel(frame: pd.DataFrame, path: Path) -> None:
    """Write the table as CSV or Parquet, by the file's ending, whole or not at all."""
    frame = validate(frame, path)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        new.close()
        try:
            if path.suffix == ".parquet":
                _stored(frame).to_parquet(new.name, index=False)
            else:
                text = to_csv(frame)
                Path(new.name).write_text(text, encoding="utf-8", newline="\n")
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink()
            raise


def to_csv(frame: pd.DataFrame) -> str:
    """The table as CSV text: whole numbers without a point, others as short as they read back."""
    shown = _stored(frame).copy()
    for name in shown.columns.intersection(["value", "corrected_from"]):
        shown[name] = [_short(value) for value in shown[name].tolist()]
    text: str = shown.to_csv(index=False, lineterminator="\n")
    return text


def validate(frame: pd.DataFrame, path: Path | str = "panel") -> pd.DataFrame:
    """Return *frame* if it fits `schema`; else raise PanelError with up to ten faults by line."""
    try:
        return schema().validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.to_dict("records")
        faults = list(dict.fromkeys(_fault(case, path) for case in cases))
        more = [f"… and {len(faults) - 10} more"] if len(faults) > 10 else []
        raise PanelError("\n".join([*faults[:10], *more])) from None


def select(
    frame: pd.DataFrame,
    *,
    district: str | Iterable[str] | None = None,
    agency: str | Iterable[str] | None = None,
    year: int | Iterable[int] | None = None,
    item: str | None = None,
    metric: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Rows that match every given name, with their row labels; None means any."""
    keep = pd.Series(True, index=frame.index)
    wanted = (
        ("district", district),
        ("agency", agency),
        ("year", year),
        ("item", item),
        ("metric", metric),
    )
    for column, value in wanted:
        if value is not None:
            keep &= frame[column].isin([value] if isinstance(value, str | int) else list(value))
    return frame[keep]


def reports(frame: pd.DataFrame) -> list[ReportKey]:
    """The reports that have figures, in order of district, agency and year."""
    rows = frame[REPORT].drop_duplicates().sort_values(REPORT)
    keys = zip(rows["district"], rows["year"].tolist(), rows["agency"], strict=True)
    return [ReportKey(*key) for key in keys]


def presence(frame: pd.DataFrame, metrics: Iterable[str]) -> pd.DataFrame:
    """How each report states each metric: reported, zero, none_in_words or not_reported.

    One row per report of *frame* (index district, agency, year), one column per metric; totals
    only. Nothing is imputed: a metric without a row is not reported.
    """
    totals = frame[(frame["item"] == "") & frame["metric"].isin(list(metrics))]
    kind = np.select(
        [totals["value"] != 0, totals["stated_as"] == StatedAs.WORDS.value],
        [REPORTED, NONE_IN_WORDS],
        ZERO,
    )
    wide = totals.assign(kind=kind).pivot(index=REPORT, columns="metric", values="kind")
    every = pd.MultiIndex.from_frame(frame[REPORT].drop_duplicates().sort_values(REPORT))
    return wide.reindex(index=every, columns=list(metrics)).astype(object).fillna(NOT_REPORTED)


def read_sources(path: Path) -> pd.DataFrame:
    """The register of sources, one row per report read, indexed by its name; all columns text."""
    frame = kept.read_text(path, [*REPORT, "source", "title", "publisher", "url", "published"])
    if frame["source"].duplicated().any():
        twice = frame.loc[frame["source"].duplicated(), "source"].tolist()
        raise PanelError(f"{path}: source {', '.join(twice)} is listed twice")
    bad = frame.loc[~frame["source"].str.match(_SLUG), "source"].tolist()
    if bad:
        raise PanelError(f"{path}: source {bad[0]!r} is not of the form a-b-c")
    return frame.set_index("source", drop=False).rename_axis(None)


def load_panel() -> pd.DataFrame:
    """The project's panel with its corrections made.

    It is read again only when a file has changed, since each notebook of a batch asks for it.
    """
    return kept.load(_read_corrected, "observations.csv", "corrections.csv")


def load_sources() -> pd.DataFrame:
    """The project's register of sources, kept as `load_panel` keeps the panel."""
    return kept.load(read_sources, "sources.csv")


def load_mentions() -> pd.DataFrame:
    """Which initiatives each report mentions: source, initiative, section, agency, status."""
    return kept.load(read_mentions, "initiatives.csv")


def read_mentions(path: Path) -> pd.DataFrame:
    """The table of `load_mentions` from a file; PanelError names a faulty line."""
    frame = kept.read_text(path, ["source", "initiative", "section", "agency", "status"])
    for column, known in (
        ("initiative", catalog.initiatives()),
        ("status", {"", *catalog.statuses()}),
    ):
        unknown = frame.index[~frame[column].isin(list(known))]
        if len(unknown):
            value = frame.at[unknown[0], column]
            raise PanelError(f"{path}:{unknown[0] + 2}: {column} {value!r} is not defined")
    return frame


def _read_corrected(observations: Path, corrected: Path) -> pd.DataFrame:
    return corrections.apply(read_panel(observations), corrections.read(corrected))


def _with_corrections(frame: pd.DataFrame, nothing: object, path: Path) -> pd.DataFrame:
    """*frame* with the columns of corrections, of which the file must have both or neither."""
    missing = [name for name in corrections.COLUMNS if name not in frame.columns]
    if len(missing) == 1:
        both = " and ".join(corrections.COLUMNS)
        raise PanelError(f"{path}: column {missing[0]} is missing; either both {both}, or neither")
    blank: dict[str, Any] = {"corrected_from": nothing, "correction": ""}
    return frame.assign(**blank) if missing else frame


def _stored(frame: pd.DataFrame) -> pd.DataFrame:
    """*frame* as a file holds it: what reports say, and corrections only where there are some."""
    return (
        frame if (frame["correction"] != "").any() else frame.drop(columns=[*corrections.COLUMNS])
    )


def _short(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.0f}" if value == int(value) else repr(value)


def _numbers(raw: pd.DataFrame, column: str, path: Path) -> pd.Series[Any]:
    text = raw[column]
    numbers = pd.to_numeric(text.where(text != ""), errors="coerce")
    required = column in ("year", "value")
    faulty = raw.index[numbers.isna() & ((text != "") | required)]
    if column not in ("value", "corrected_from"):
        faulty = faulty.union(raw.index[numbers.notna() & (numbers % 1 != 0)])
    if len(faulty):
        first = faulty[0]
        raise PanelError(f"{path}:{first + 2}: {column} {text[first]!r} is not a number")
    return numbers.astype("float64")


def _fault(case: dict[Any, Any], path: Path | str) -> str:
    if case["index"] is None or pd.isna(case["index"]):
        return f"{path}: {case['check']}: {case['failure_case']}"
    # A header line and one-based counting part a row's position from its line in the file.
    where = f"{path}:{int(case['index']) + 2}"
    if case["check"] == "multiple_fields_uniqueness":
        return f"{where}: the figure is there twice"
    column, value = case["column"], case["failure_case"]
    known: dict[str, Iterable[str]] = {
        "district": catalog.districts(),
        "metric": catalog.metrics(),
        "unit": catalog.units(),
        "qualifier": Qualifier,
    }
    if column in known:
        return f"{where}: {UnknownNameError(column, value, known[column])}"
    return f"{where}: {column} {value!r} is not allowed ({case['check']})"
