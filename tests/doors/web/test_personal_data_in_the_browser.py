"""A paper, a look in full, the log and one's own data in a real browser: narrow and wide, accessible, by a telephone's upload."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.utils import timezone

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.ask import ask
from ansinh.delivery.cases.check_paper import check_paper
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_papers import Paper
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, submitted, task_of, town
from papers.scans.photographs import file_of, picture, with_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def faults(page: Page, name: str, screenshots: Path) -> list[str]:
    """What is serious for somebody who cannot see, or too wide, at both widths; pictures are kept."""
    wrong: list[str] = []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"personal-{name}-{width}.png", full_page=True)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    return wrong + [f"{name} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]


@pytest.fixture
def here(own_db: str) -> Town:
    made = town()
    made.at = timezone.now() - timedelta(days=2)
    made.officers["inspector"] = officer("inspector.30", made.offices["province"], Role.SUPERVISOR)
    return made


@pytest.fixture
def opened(browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client]) -> Iterator[Callable[[Officer], Page]]:
    """A page of a browser in which an officer is signed in."""
    contexts = []

    def open_for(who: Officer) -> Page:
        contexts.append(browser.new_context(base_url=live_server_url, locale="vi-VN"))
        key = signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value
        contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
        return contexts[-1].new_page()

    yield open_for
    for context in contexts:
        context.close()


def looked_up(page: Page, claim: Claim) -> None:
    """Ask where the claim is, by code and year of birth."""
    page.goto("/tra-cuu/")
    page.fill("#id_code", claim.receipt)
    page.fill("#id_birth_year", "1987")
    page.click("main form button")


def asked_for(here: Town) -> Claim:
    """A claim whose appraiser asked for a paper in writing."""
    patient = person(1, full_name="Nguyễn Thị Hoa", group="F0", period_start="2021-07-05", period_end="2021-07-18", period_days=14)
    dossier = submitted(here, [patient], policy="nq68-08")
    with acting(here.lister):
        take_step.forward(task_of(dossier).pk, by=here.lister, at=here.later())
    with acting(here.appraiser):
        ask(task_of(dossier).pk, by=here.appraiser, at=here.later(), what="Thiếu giấy ra viện của người bệnh, nộp ảnh chụp cũng được")
    with acting(NATION):
        return Claim.objects.get(dossier=dossier)


def test_a_paper_goes_from_a_telephone_to_the_appraiser_and_the_inspector_sees_who_opened_it(
    here: Town, page: Page, opened: Callable[[Officer], Page], screenshots: Path, tmp_path: Path
) -> None:
    claim, photograph = asked_for(here), tmp_path / "giay-ra-vien.jpg"
    photograph.write_bytes(file_of(picture((1600, 1200)), "JPEG", exif=with_words(6)))
    wrong: list[str] = []
    looked_up(page, claim)
    wrong += faults(page, "asked", screenshots)
    page.check("input[name=wanted] >> nth=0")
    page.set_input_files("input[name=file]", photograph)
    page.click("#asked button")
    assert page.inner_text("h1") == "Đã nhận giấy tờ"
    wrong += faults(page, "sent", screenshots)
    with acting(NATION):
        paper = Paper.objects.get()
    check_paper(paper.pk, scanner=None, at=timezone.now())
    wrong += seen_by_the_appraiser(opened(here.appraiser), claim, screenshots)
    watch = opened(here.inspector)
    for address, name in (("/nhat-ky/", "log"), ("/nhat-ky/luot-xem/", "looks"), ("/nhat-ky/luot-xem/?xem=giay-to", "openings")):
        watch.goto(address)
        wrong += faults(watch, name, screenshots)
    assert here.appraiser.full_name in watch.inner_text("main table")
    watch.goto("/nhat-ky/")
    watch.click("main table a >> nth=0")
    wrong += faults(watch, "act", screenshots)
    wrong += taken_by_herself(page, claim, screenshots)
    assert wrong == []


def seen_by_the_appraiser(desk: Page, claim: Claim, screenshots: Path) -> list[str]:
    """Open the paper and the claim in full."""
    address = f"/ho-so/{claim.dossier_id}/nguoi/{claim.pk}/"
    desk.goto(address)
    desk.click("#papers ~ table a")
    assert desk.evaluate("document.images[0].naturalWidth") == 1200  # upright
    desk.goto(address)
    wrong = faults(desk, "claim", screenshots)
    desk.goto(f"{address}giay-to/")
    wrong += faults(desk, "add", screenshots)
    desk.goto(f"{address}day-du/")
    wrong += faults(desk, "why", screenshots)
    desk.fill("#id_because", "Đối chiếu giấy ra viện")
    desk.click("main form button")
    assert "030187000001" in desk.inner_text("main")
    return wrong


def taken_by_herself(page: Page, claim: Claim, screenshots: Path) -> list[str]:
    """See what became of the paper and take one's own data away."""
    looked_up(page, claim)
    wrong = faults(page, "status", screenshots)
    page.click("text=Tải dữ liệu của tôi")
    wrong += faults(page, "own", screenshots)
    page.fill("#id_last", "0001")
    with page.expect_download() as taken:
        page.click("button[value=pdf]")
    assert taken.value.suggested_filename == "du-lieu-cua-toi.pdf"
    return wrong
