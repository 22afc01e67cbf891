"""A real browser: one for the session, and pages whose every request and complaint is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, Chrome or Edge of this machine, driven by Playwright."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser on PATH (looked for {', '.join(NAMES)})")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Visit:
    """A page under test, what it asked the network for, and what it complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path, fragment: str = "") -> Any:
        """Open the file *path* and return the page."""
        self.page.goto(path.as_uri() + fragment)
        return self.page

    def forget_blocked(self, request: Any) -> None:
        """Playwright tells of requests, too, that the page's own policy never let go out."""
        if request.failure == "csp":
            self.requests.remove(request.url)

    @property
    def left(self) -> list[str]:
        """Requests to anywhere but files of this machine and data within the page."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "about:"))]

    def violations(self) -> list[str]:
        """What axe-core finds serious or critical, with the first element of each."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run()")["violations"]
        return [
            f"{each['id']}: {each['nodes'][0]['html']}"
            for each in found
            if each["impact"] in SERIOUS
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@pytest.fixture
def open_visit(browser: Any) -> Iterator[Any]:
    """Make visits: each a fresh page with the options of a browser context."""
    contexts = []

    def make(**options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        visit = Visit(context.new_page())
        context.on("request", lambda request: visit.requests.append(request.url))
        context.on("requestfailed", visit.forget_blocked)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on(
            "console",
            lambda said: said.type in ("error", "warning") and visit.complaints.append(said.text),
        )
        return visit

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(open_visit: Any) -> Visit:
    """A page at desktop size."""
    return open_visit()
