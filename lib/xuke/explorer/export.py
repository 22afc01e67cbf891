"""What the explorer shows, as files: the table as CSV and XLSX, the figure as PNG."""

from __future__ import annotations

from pathlib import Path

from xuke import catalog, project
from xuke.explorer.panel_view import Choice, Shown
from xuke.figures import Exhibit
from xuke.model import UnknownNameError, XukeError
from xuke.publish.downloads import to_csv, to_xlsx

FORMATS = ("csv", "xlsx", "png")


def export(shown: Shown, kind: str, folder: Path | None = None) -> Path:
    """Write what is shown into *folder* (``outputs/explore`` of the project) as *kind*; its path.

    In tables a cell that a spreadsheet could take for a formula is made text.

    Raises
    ------
    UnknownNameError
        Where *kind* is not csv, xlsx or png.
    XukeError
        Where nothing is shown but a sentence.
    """
    if kind not in FORMATS:
        raise UnknownNameError("format", kind, FORMATS)
    if not isinstance(shown.figure, Exhibit):
        raise XukeError(f"there is nothing to export: {shown.figure.sentence}")
    if kind == "csv":
        content = to_csv(shown.table)
    elif kind == "xlsx":
        content = to_xlsx(shown.table, shown.choice.indicator[:31])
    else:
        content = shown.figure.png()
    folder = folder or project.root() / "outputs" / "explore"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem(shown.choice)}.{kind}"
    path.write_bytes(content)
    return path


def stem(choice: Choice) -> str:
    """A file's name for *choice*, of registered names only."""
    known = [slug for slug in choice.districts if slug in catalog.districts()]
    who = known[:1] if len(known) == 1 else [f"{len(known)}-districts"] if known else []
    parts = [choice.indicator, choice.grouping.value, *who, str(choice.year), choice.language]
    return ".".join(parts)
