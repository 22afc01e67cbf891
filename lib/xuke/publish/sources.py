"""Where the reports of a site were published."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from xuke.model import ReportKey


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report was published; ``url`` is empty unless it is a web address."""

    source: str
    key: ReportKey
    title: str
    publisher: str
    published: str
    url: str
    note: str

    @property
    def host(self) -> str:
        """The web server's name."""
        return urlsplit(self.url).hostname or ""


def read_sources(frame: pd.DataFrame) -> list[Source]:
    """The rows of the sources frame; an address that is not one of the web is left out."""
    return [
        Source(
            source=row["source"],
            key=ReportKey(row["district"], int(row["year"]), row["agency"]),
            title=row["title"],
            publisher=row["publisher"],
            published=row["published"],
            url=row["url"] if urlsplit(row["url"]).scheme in ("http", "https") else "",
            note=row["note"],
        )
        for row in frame.fillna("").to_dict("records")
    ]
