"""What every journey needs: a browser for each officer, on the one live server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

import browsing

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from journeys.desks import Desk


@pytest.fixture
def desk_of(browser: Browser, live_server_url: str, screenshots: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[Any], Desk]]:
    """Sit an officer at a browser of her own: `desk_of(officer)`; somebody who does not sign in: `desk_of(None)`."""
    from journeys.desks import PASSWORD, Desk

    contexts, count = [], iter(range(1, 100))
    journey = request.path.stem.removeprefix("test_").replace("_", "-")

    def sit(officer: Any) -> Desk:
        context = browser.new_context(base_url=live_server_url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        if officer is not None:
            browsing.sign_in(page, officer.username, PASSWORD)
        return Desk(page, str(officer), screenshots, journey, count)

    yield sit
    for context in contexts:
        context.close()
