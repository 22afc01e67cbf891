"""The browser tests notice what they are there to notice."""

import pytest


@pytest.fixture
def faulty(tmp_path):
    page = tmp_path / "faulty.html"
    page.write_text(
        "<html><body style='width:3000px'><img src='http://127.0.0.1:9/pixel.png'>"
        "<p style='color:#ccc'>pale</p><script>throw new Error('broken')</script>",
        "utf-8",
    )
    return page


def test_a_page_that_loads_complains_overflows_and_excludes_is_found_out(visit, faulty):
    visit.open(faulty)

    assert visit.left == ["http://127.0.0.1:9/pixel.png"]
    assert any("broken" in each for each in visit.complaints)
    assert visit.overflow() > 1000
    found = {each.partition(":")[0] for each in visit.violations()}
    assert {"image-alt", "color-contrast", "html-has-lang", "document-title"} <= found
