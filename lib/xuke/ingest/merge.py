"""The figures of one document put into the panel, and what that changes."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from xuke import panel

CHANGES = ["change", *panel.KEY, "before", "after", "source_before", "source", "document", "words"]
ADDED, REPLACED, LOCATED, REMOVED, CONFLICT = "added", "replaced", "located", "removed", "conflict"

Row = dict[Hashable, Any]

_VALUE = ["value", "unit", "qualifier", "stated_as"]
_MOST_SHOWN = 20


class Merge:
    """The figures *new* of one document put into the panel *old*.

    *same* tells whether the panel's figures of the report are from this document, or were entered
    by a person; *replace* whether new ones take the place of others. ``changes`` are the rows of
    a frame with the columns `CHANGES`.
    """

    def __init__(
        self, old: pd.DataFrame, new: pd.DataFrame, document: str, *, same: bool, replace: bool
    ) -> None:
        self.old, self.document, self.same, self.replace = old, document, same, replace
        self.changes: list[Row] = []
        self.rows = {_key(row): row for row in old.to_dict("records")}
        read = {_key(row): row for row in new.to_dict("records")}
        for key, row in read.items():
            self._put(key, row)
        if replace:
            source = new["source"].iloc[0]
            for key, row in list(self.rows.items()):
                # What an earlier reading of the document found and this one does not; figures
                # that a person entered have no words and stay.
                if row["source"] == source and row["words"] and key not in read:
                    self._note(REMOVED, row, None)
                    del self.rows[key]

    def _put(self, key: tuple[Any, ...], row: Row) -> None:
        held = self.rows.get(key)
        if held is None:
            # Words of two documents under one source could not be told apart.
            allowed = self.same or self.replace
            self._note(ADDED if allowed else CONFLICT, None, row)
        elif any(held[name] != row[name] for name in _VALUE):
            allowed = self.replace
            self._note(REPLACED if allowed else CONFLICT, held, row)
        elif held["words"] and (self.same or not self.replace):
            return
        else:
            allowed = True
            row = row | {"source": held["source"], "basis": held["basis"] or row["basis"]}
            self._note(LOCATED, held, row)
        if allowed:
            self.rows[key] = row

    def _note(self, change: str, held: Row | None, row: Row | None) -> None:
        either = row or held or {}
        self.changes.append(
            {
                "change": change,
                **{name: either[name] for name in panel.KEY},
                "before": _say(held),
                "after": _say(row),
                "source_before": held["source"] if held else "",
                "source": either["source"],
                "document": self.document,
                "words": row["words"] if row else "",
            }
        )

    def result(self) -> pd.DataFrame:
        """The panel with the figures of one report together, others where they were."""
        frame = pd.DataFrame(list(self.rows.values()), columns=self.old.columns)
        return frame.astype(self.old.dtypes.to_dict())


def describe_conflicts(conflicts: pd.DataFrame) -> str:
    """What is refused, a line for each figure: those with another value, then those not held."""
    new = conflicts["before"] == ""
    differing = [
        f"{_name(row)}: the panel has {row['before']} ({row['source_before']}), "
        f"{row['document']} says {row['after']} ({row['source']}: {row['words']})"
        for row in conflicts[~new].to_dict("records")
    ]
    missing = [
        f"{_name(row)}: not in the panel, whose figures of this report are from another document; "
        f"{row['document']} says {row['after']} ({row['words']})"
        for row in conflicts[new].to_dict("records")
    ]
    lines = [*differing, *missing]
    counts = [
        f"{len(found)} {'figure' if len(found) == 1 else 'figures'} {said}"
        for found, said in (
            (differing, "with another value than in the panel"),
            (missing, "that the panel does not hold"),
        )
        if found
    ]
    more = len(lines) - _MOST_SHOWN
    return "\n".join(
        [
            f"{' and '.join(counts)}: nothing is written. Add --replace to take them",
            *lines[:_MOST_SHOWN],
            *([f"… and {more} more"] if more > 0 else []),
        ]
    )


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in panel.KEY)


def _name(row: Row) -> str:
    return " ".join(filter(None, (str(row[name]) for name in panel.KEY)))


def _say(row: Row | None) -> str:
    if row is None:
        return ""
    qualifier = "" if row["qualifier"] == "exact" else f" {row['qualifier']}"
    words = " in words" if row["stated_as"] == "words" else ""
    return f"{row['value']:.10g} {row['unit']}{qualifier}{words}"
