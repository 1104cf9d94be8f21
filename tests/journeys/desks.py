"""Officers at browsers of their own: signed in by the pages, with a picture of each station at both widths."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE_SECONDS = 150
PASSWORD = "thu-do-va-bien-24"  # noqa: S105 - of the journeys' officers
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


class Desk:
    """The browser of one officer, signed in by the pages, with a picture of each station at both widths."""

    def __init__(self, page: Page, name: str, pictures: Path, journey: str, count: Iterator[int]) -> None:
        """Take the page."""
        self.page, self.name, self.pictures, self.journey, self.count = page, name, pictures, journey, count

    def at(self, address: str) -> Page:
        """Go there."""
        answer = self.page.goto(address)
        assert answer
        assert answer.status == 200, f"{address}: {answer.status}"
        return self.page

    def seen(self, what: str) -> list[str]:
        """Keep a picture wide and narrow, and give what a machine finds wrong with the page."""
        number, wrong = next(self.count), []
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self.pictures / f"{self.journey}-{number:02d}-{what}-{width}.png", full_page=True)
            beyond = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [f"{what}: {beyond} px too wide at {width}"] if beyond else []
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        return wrong + [f"{what} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]

    def press(self, label: str = "") -> None:
        """Press a button of the page's main part by its words, or the first of its form, and wait for the page it leads to."""
        main = self.page.get_by_role("main")
        button = main.get_by_role("button", name=re.compile(label)) if label else main.locator("form button")
        with self.page.expect_navigation():
            button.first.click()

    def worked(self) -> None:
        """Wait while the page tells how far the worker is: at the end it loads itself anew, and must not do so under the next address."""
        self.page.locator("#progress").wait_for(state="detached", timeout=1000 * PATIENCE_SECONDS)


def until(found: Callable[[], Any], what: str) -> Any:
    """Wait for the worker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with acting(NATION):
            if thing := found():
                return thing
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def send_statement(payer: Desk, content: bytes, tmp_path: Path, name: str) -> list[str]:
    """Send a statement by the page; a second time it changes nothing and says so."""
    file = tmp_path / f"{name}.csv"
    file.write_bytes(content)
    for said in ("Đã đối chiếu sao kê", "đã được ghi nhận trước đó"):
        payer.at("/chi-tra/sao-ke/").set_input_files("input[type=file]", file)
        payer.press()
        payer.page.get_by_text(said).first.wait_for()
    return payer.seen(name)
