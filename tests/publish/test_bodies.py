import pytest
from bs4 import BeautifulSoup

from published import HOSTILE
from xuke.publish.bodies import read_body
from xuke.publish.records import PublishError


def body(tmp_path, main, links=()):
    path = tmp_path / "page.html"
    path.write_text(f"<title>t</title><nav>n</nav><main>{main}</main><script>1</script>", "utf-8")
    return read_body(path, dict(links))


def test_the_main_part_is_taken_with_its_heading_as_title(tmp_path):
    made = body(tmp_path, "<h1>杨浦区 <em>2023</em></h1><p>正文</p>")

    assert made.title == "杨浦区 2023"
    assert made.has_heading
    assert str(made.markup) == "<h1>杨浦区 <em>2023</em></h1><p>正文</p>"


def test_a_page_without_a_heading_is_called_by_its_title(tmp_path):
    made = body(tmp_path, "<p>正文</p>")

    assert (made.title, made.has_heading) == ("t", False)


@pytest.mark.parametrize(
    "markup",
    [
        HOSTILE,
        "<svg><script>1</script><a xlink:href='javascript:1'>x</a></svg>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<img src='https://elsewhere.example/pixel.png' alt=''>",
        "<img srcset='//elsewhere.example/p.png 2x' alt=''>",
        "<iframe src='https://elsewhere.example'></iframe><object data='x'></object>",
        "<form action='https://elsewhere.example'><button formaction='x'>b</button></form>",
        "<link rel=stylesheet href='x.css'><meta http-equiv=refresh content='0;url=//x'>",
    ],
)
def test_nothing_that_acts_or_loads_is_taken_along(tmp_path, markup):
    soup = BeautifulSoup(body(tmp_path, f"<p>前{markup}后</p>").markup, "lxml")

    kinds = {tag.name for tag in soup.find_all(True)}
    names = {name for tag in soup.find_all(True) for name in tag.attrs}
    assert not kinds & {"script", "iframe", "object", "form", "link", "meta"}
    assert not names & {"onerror", "href", "xlink:href", "src", "srcset", "action", "formaction"}
    assert soup.get_text().startswith("前")


def test_pictures_in_the_page_and_links_on_the_web_stay(tmp_path):
    kept = '<img alt="图" src="data:image/png;base64,AAAA"/><a href="https://x.example/a">b</a>'

    assert str(body(tmp_path, kept).markup) == kept


def test_links_to_files_of_the_run_lead_to_where_the_site_has_them(tmp_path):
    markup = '<a href="figures/flow.zh.svg">SVG</a><a href="other.csv">x</a><a href="#flow">y</a>'

    made = body(tmp_path, markup, {"figures/flow.zh.svg": "../../files/flow.zh.svg"})

    assert str(made.markup) == (
        '<a href="../../files/flow.zh.svg">SVG</a><a>x</a><a href="#flow">y</a>'
    )


def test_boxes_that_scroll_can_be_reached_by_keyboard_and_told_apart(tmp_path):
    markup = (
        '<div class="scroll" aria-label="表格"><table><caption>收费</caption></table></div>'
        "<figure><img alt='三根柱' src='data:image/png;base64,AAAA'>"
        "<figcaption>办理流程 <a href='#'>SVG</a></figcaption></figure>"
    )

    made = BeautifulSoup(body(tmp_path, markup).markup, "lxml")

    assert made.find(class_="scroll")["aria-label"] == "收费"
    box = made.find("img").parent
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "group", "办理流程")


def test_a_page_that_no_run_made_is_refused(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<p>no main</p>", "utf-8")

    with pytest.raises(PublishError, match="it has no main element"):
        read_body(path, {})
