from pathlib import Path

import pytest

from xuke import catalog
from xuke.catalog.definitions import DEFINITIONS, tiles
from xuke.model import DefinitionError


def test_each_of_the_16_districts_of_shanghai_has_its_own_tile() -> None:
    districts = {
        each.district
        for each in catalog.districts().values()
        if each.parent == "shanghai" and each.level == "district"
    }
    assert set(catalog.tiles()) == districts
    assert len(districts) == 16
    assert len({(tile.row, tile.column) for tile in catalog.tiles().values()}) == 16


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("chongming", "baoshan"),
        ("jiading", "putuo"),
        ("baoshan", "jingan"),
        ("hongkou", "pudong"),
        ("changning", "minhang"),
        ("huangpu", "xuhui"),
        ("qingpu", "songjiang"),
        ("songjiang", "jinshan"),
        ("minhang", "fengxian"),
    ],
)
def test_northern_districts_lie_above(north: str, south: str) -> None:
    assert catalog.tiles()[f"shanghai-{north}"].row < catalog.tiles()[f"shanghai-{south}"].row


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("qingpu", "changning"),
        ("jiading", "baoshan"),
        ("putuo", "jingan"),
        ("hongkou", "yangpu"),
        ("huangpu", "pudong"),
        ("minhang", "xuhui"),
        ("jinshan", "fengxian"),
    ],
)
def test_western_districts_lie_to_the_left(west: str, east: str) -> None:
    assert catalog.tiles()[f"shanghai-{west}"].column < catalog.tiles()[f"shanghai-{east}"].column


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("shanghai-nowhere,1,1", "unknown district 'shanghai-nowhere'"),
        ("shanghai-putuo,0,0", "shanghai-putuo lies on the tile of shanghai-yangpu"),
        ("shanghai-putuo,-1,0", "row"),
    ],
)
def test_a_tile_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, line: str, problem: str
) -> None:
    for path in DEFINITIONS.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    content = f"district,row,column\nshanghai-yangpu,0,0\n{line}\n"
    (tmp_path / "tiles.csv").write_text(content, encoding="utf-8", newline="\n")
    with pytest.raises(DefinitionError, match=f"tiles.csv:3: .*{problem}"):
        tiles(tmp_path)
