"""Reads the records that runs leave in the outputs folder: what was made and what failed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from xuke import catalog
from xuke.model import ReportKey, UnknownNameError, XukeError

REPORT = "district_report"
"""The notebook whose runs are the reports of a site."""

MARK = ".xuke-site"
"""The file by which a folder is known as a site that Xuke made."""


class PublishError(XukeError):
    """A record or a folder that no page can be made from."""


class Parameters(BaseModel):
    """The parameters of a run that say which district, year and language it is about."""

    model_config = ConfigDict(extra="allow", frozen=True)

    district: str = ""
    year: int | str | None = None
    agency: str = ""
    language: str = "zh"


class Record(BaseModel):
    """One run as its record tells it.

    ``folder`` is that of the record, relative to the outputs folder, and ``stem`` the record's
    name without its ending; ``outputs`` are the files that the run made, relative to ``folder``.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    folder: str
    stem: str
    notebook: str
    parameters: Parameters
    status: str
    error: str | None = None
    outputs: tuple[str, ...] = ()
    versions: dict[str, str] = {}

    @field_validator("outputs")
    @classmethod
    def _stays_in_folder(cls, outputs: tuple[str, ...]) -> tuple[str, ...]:
        for name in outputs:
            windows = PureWindowsPath(name)
            if windows.anchor or name.startswith("/") or ".." in windows.parts:
                raise ValueError(f"{name!r} is outside the folder of the record")
        return outputs

    @property
    def done(self) -> bool:
        """Whether the run came to its end."""
        return self.status == "done"

    @property
    def language(self) -> str:
        """The language of what the run made."""
        return self.parameters.language

    @property
    def key(self) -> ReportKey | None:
        """The report that the run is about; None for a notebook about several."""
        district, year = self.parameters.district, self.parameters.year
        if not district or not isinstance(year, int):
            return None
        return ReportKey(district, year, self.parameters.agency)

    @property
    def page(self) -> str:
        """The HTML page in ``folder``; empty where the run made none."""
        return self._first(".html")

    @property
    def executed(self) -> str:
        """The executed notebook in ``folder``; empty where the run left none."""
        return self._first(".ipynb")

    @property
    def figures(self) -> tuple[str, ...]:
        """The figure files in ``folder``, in their order."""
        return tuple(name for name in self.outputs if name.startswith("figures/"))

    def _first(self, suffix: str) -> str:
        return next((n for n in self.outputs if n.endswith(suffix) and "/" not in n), "")


def read_records(outputs: Path) -> list[Record]:
    """Every record below *outputs*, good and failed, in the order of their paths.

    Raises `PublishError` for a record that is torn, names files outside its folder, or names a
    district that is not defined.
    """
    records = [_read(path, outputs) for path in sorted(_record_files(outputs))]
    if not records:
        raise PublishError(f"{outputs}: no record of a run; xuke run makes them")
    return records


def _record_files(outputs: Path) -> Iterable[Path]:
    for folder, below, names in os.walk(outputs):
        # Locks and what is being written are hidden; a site made into outputs/ is no run.
        below[:] = [name for name in below if not name.startswith(".")]
        if MARK in names:
            below.clear()
        elif Path(folder) != outputs:  # beside the index a person may keep what they like
            yield from (Path(folder, name) for name in names if name.endswith(".json"))


def _read(path: Path, outputs: Path) -> Record:
    place = {"folder": path.parent.relative_to(outputs).as_posix(), "stem": path.stem}
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        record = Record.model_validate({**stored, **place})
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise PublishError(f"{path}: not a record of a run: {problem}") from None
    except (ValueError, TypeError) as error:
        raise PublishError(f"{path}: not a record of a run: {error}") from None
    district = record.parameters.district
    if district and district not in catalog.districts():
        unknown = UnknownNameError("district", district, catalog.districts())
        raise PublishError(f"{path}: {unknown}")
    return record
