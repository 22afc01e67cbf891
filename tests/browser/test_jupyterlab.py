"""The notebooks as an analyst uses them: in a real JupyterLab, in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.jupyterlab

ROOT = Path(__file__).parents[2]
# Outputs off screen are not in the page otherwise.
SETTINGS = {"@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"}}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab on copies of the notebooks, with nothing of this user's settings."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    for name, values in SETTINGS.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "XUKE_HOME": str(ROOT),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={home / 'notebooks'}",
        "--IdentityProvider.token=",
        "--LabApp.news_url=",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly",
    ]
    log = home / "log.txt"
    with log.open("w", encoding="utf-8") as told:
        server = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(f"{address}/api", server, log)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wait_until_up(address, server, log):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture
def notebook(open_visit, lab):
    """Open a notebook of the server in a page, its kernel started."""

    def start(name):
        visit = open_visit(viewport={"width": 1400, "height": 1000})
        page = visit.page
        page.set_default_timeout(90_000)
        page.goto(f"{lab}/lab/tree/{name}?reset")
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
        )
        return visit

    return start


def run_all(page):
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")


def cell(page, number):
    return page.locator(".jp-Notebook .jp-Cell").nth(number)


def failures(page):
    return page.locator(".jp-OutputArea-output[data-mime-type*='error']").all_inner_texts()


def test_a_district_report_is_changed_run_and_seen(notebook):
    visit = notebook("district_report.ipynb")
    page = visit.page
    parameters = cell(page, 1)
    assert 'district: str = "shanghai-yangpu"' in parameters.inner_text()

    editor = parameters.locator(".cm-content")
    editor.click()
    text = editor.inner_text().rstrip()
    changed = text.replace("shanghai-yangpu", "普陀区").replace("2023", "2024")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(changed.removesuffix('"zh"') + '"en"')
    run_all(page)

    assert failures(page) == []
    outputs = page.locator(".jp-OutputArea-output")
    shown = " ".join(outputs.all_inner_texts())
    assert "Putuo" in shown
    assert "542,091" in shown  # concluded on time: 11 more than were decided
    assert "杨浦" not in shown
    pictures = page.locator(".jp-OutputArea-output img")
    assert pictures.count() >= 3
    for picture in pictures.all():
        assert picture.evaluate("each => each.complete && each.naturalWidth > 300")
    numbers = page.locator(".jp-InputPrompt:visible").all_inner_texts()
    assert not [each for each in numbers if "*" in each]
    assert [url for url in visit.left if "//127.0.0.1:" not in url] == []


def test_explore_redraws_when_a_widget_is_moved(notebook):
    visit = notebook("explore.ipynb")
    page = visit.page
    run_all(page)
    assert failures(page) == []
    panel = page.locator(".jp-OutputArea-output .widget-vbox").first
    picture = panel.locator("img")
    before = picture.get_attribute("src")
    assert "2024" in picture.get_attribute("alt")

    panel.locator("select:has(option:text-is('2023'))").first.select_option("2023")

    page.wait_for_function(
        "before => { const now = document.querySelector('.widget-vbox img');"
        " return now && now.src !== before }",
        arg=before,
    )
    assert "2023" in picture.get_attribute("alt")
    assert picture.evaluate("each => each.complete && each.naturalWidth > 300")
    assert [url for url in visit.left if "//127.0.0.1:" not in url] == []
