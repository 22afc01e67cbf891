import hashlib
from pathlib import Path

import pandas as pd
import pytest

from invented import SOURCES
from small_panels import observation, panel_of
from xuke.explorer import Quote, quote

TEXT = "# 虚构报告\n\n本区共受理50件。其中，全程网办 12 件，占比不高；其余线下办理。\n"
WORDS = "全程网办 12 件"


def read(words: str = WORDS, **other: object) -> pd.Series:
    start = TEXT.index(WORDS)
    rows = panel_of(
        observation("fully_online", 12, words=words, start=start, end=start + len(words), **other)
    )
    return rows.iloc[0]


def register(name: str = "report.md", sha256: str = "") -> pd.DataFrame:
    row = {"source": "made-up", "document": name, "sha256": sha256}
    return pd.DataFrame([row]).reindex(columns=SOURCES, fill_value="")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.md").write_text(TEXT, encoding="utf-8", newline="\n")
    return tmp_path


def test_a_figure_leads_to_its_sentence(folder: Path) -> None:
    assert quote(read(), register(), folder) == Quote(
        WORDS, before="其中，", after="，占比不高；", document="report.md"
    )


def test_the_digest_in_the_register_must_be_that_of_the_document(folder: Path) -> None:
    digest = hashlib.sha256((folder / "report.md").read_bytes()).hexdigest()
    assert quote(read(), register(sha256=digest), folder).document == "report.md"
    assert quote(read(), register(sha256="0" * 64), folder) == Quote(WORDS)


def test_words_that_no_longer_stand_there_are_not_quoted(folder: Path) -> None:
    assert quote(read("全程网办 13 件"), register(), folder) == Quote("全程网办 13 件")


def test_without_document_or_span_the_words_alone_remain(folder: Path, tmp_path: Path) -> None:
    assert quote(read(), register("elsewhere.md"), folder) == Quote(WORDS)
    assert quote(read(), register(), tmp_path / "none") == Quote(WORDS)
    plain = panel_of(observation("fully_online", 12)).iloc[0]
    assert quote(plain, register(), folder) == Quote("")


def test_a_name_in_the_register_is_never_a_path(folder: Path) -> None:
    secret = folder.parent / "secret.md"
    secret.write_text(TEXT, encoding="utf-8", newline="\n")
    assert quote(read(), register("../secret.md"), folder) == Quote(WORDS)


def test_a_document_that_cannot_be_read_is_not_at_hand(folder: Path) -> None:
    (folder / "report.md").write_bytes(b"")
    assert quote(read(), register(), folder) == Quote(WORDS)
