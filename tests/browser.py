"""A headless Chromium for tests of pages: nothing may leave, and accessibility is looked at by axe.

Where no Chromium or no Playwright is installed, or what is found does not start, tests that ask for one are skipped and
say so. One that ``KAPRULES_CHROMIUM`` names has to start.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NARROW: Final = 320
"""The width in which nothing may need to be scrolled sideways."""


def executable() -> str:
    """Return where Chromium is: ``KAPRULES_CHROMIUM``, or what the path knows; skip where there is none."""
    found = os.environ.get("KAPRULES_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium is installed: apt-get install chromium, or say where one is in KAPRULES_CHROMIUM")
    return found


@contextmanager
def launched() -> Iterator[Any]:
    """Launch a browser for as long as the context lasts."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install 'kaprules[browser]'"
    )
    path = executable()
    with api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        except api.Error as error:
            if "KAPRULES_CHROMIUM" in os.environ:
                raise
            pytest.skip(f"{path} does not start here: {str(error).splitlines()[0]}")
        try:
            yield browser
        finally:
            browser.close()


class Tab:
    """A page that is open, with every request that it made and every fault that it told of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda told: self.faults.append(told.text) if told.type == "error" else None)

    def accessibility(self) -> list[str]:
        """Return what axe finds wrong; how large a target is, which WCAG 2.2 added, it looks at only where asked to."""
        axe = pytest.importorskip(
            "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install 'kaprules[browser]'"
        )
        options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
        found = axe.Axe().run(self.page, options=options).response["violations"]
        return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    def too_wide(self) -> int:
        """Return by how many pixels the page has to be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def screenshot(self, name: str) -> None:
        """Keep a picture for the documentation, where ``KAPRULES_SCREENSHOTS`` names a folder."""
        folder = os.environ.get("KAPRULES_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), animations="disabled")


@contextmanager
def opened(browser: Any, path: Path, *, width: int = 900, height: int = 1000, **options: Any) -> Iterator[Tab]:
    """Open a file in a tab of its own; options are those of a browser context, such as ``color_scheme``."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    try:
        tab = Tab(context.new_page())
        tab.page.goto(path.as_uri())
        yield tab
    finally:
        context.close()
