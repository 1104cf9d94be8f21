"""Officers' pages in a real browser: narrow and wide, accessible, by keyboard, with scripts and without."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.conf import settings
from django.utils import timezone

from ansinh.delivery.cases import ask, escalate, hand_out, hand_over, read, receive, submit
from ansinh.delivery.cases.correct import correct
from ansinh.delivery.cases.models import Claim, Task, UploadRow
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.cases.refusal_letters import set_letters
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from delivery.cases.test_steps_that_complete_by_themselves import insurance, mandated, on_leave, tried
from delivery.casework import Town, approved, forwarded, officer, person, posted_long_enough, received, submitted, task_of, town, workbook
from delivery.registry.test_registers import sent, si_lines

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext, Page

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (360, 1280)
Opened = Callable[..., "Page"]

ROWS = (
    (1, "NGUYỄN THỊ HOA", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", 1_500_000),
    (2, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000),
    (3, "Lê Thị Lan", "12/1985", "Nữ", 30185004321, "Thôn Đông", 1_500_000),
    (4, "Phạm Văn Ẩn", "1/1/1979", "Nữ", "030079004321", "Thôn Đông", 2_000_000),
    (5, "Lê Thị Lan", "12/1985", "Nữ", "030185004321", "Thôn Đông", 1_500_000),
    ("", "Tổng cộng", "", "", "", "", 9_000_000),
)


@pytest.fixture
def here(own_db: str) -> Town:
    return town()


@pytest.fixture
def opened(browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client]) -> Iterator[Opened]:
    """Open a browser in which an officer is signed in: `opened(officer, width=360, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def open_for(officer: Officer, *, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server_url, locale="vi-VN", viewport={"width": width, "height": 900}, **options)
        key = signed_in(officer).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def a_list(here: Town) -> Any:
    """A list that was sent and read, with something of everything."""
    with acting(here.lister):
        upload = receive.receive(workbook(ROWS), "Danh sách thôn Đoài, thôn Đông.xlsx", policy="nq68-12", by=here.lister, at=timezone.now())
    return read.read(upload.pk, by=here.lister, at=timezone.now())


def a_template_back(here: Town) -> Any:
    """A template filled in with known people, sent back with one of them moved."""
    submitted(here, [person(n) for n in range(11, 14)])
    with acting(here.lister):
        content = hand_out.hand_out("nq68-12", with_people=True, by=here.lister, at=here.later())[1]
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Danh sách"]["F6"].value = "Xóm Mới"
    out = io.BytesIO()
    book.save(out)
    return received(here, out.getvalue())


def a_dossier(here: Town) -> Any:
    """A dossier with somebody fit, somebody failing, somebody unknown and somebody who has another claim."""
    submitted(town("10633"), [person(4)])
    dossier = submitted(here, [person(n) for n in range(1, 9)])
    told: dict[int, dict[str, object]] = {1: {"requests_support": False}, 2: {"informal_worker": None}}
    for order, facts in told.items():
        with acting(here.lister):
            claim = Claim.objects.get(dossier=dossier, order=order)
            correct(task_of(dossier).pk, claim.pk, changes={}, facts=facts, by=here.lister, at=here.later())
    return dossier


def looked_at(page: Page, address: str, name: str, screenshots: Path) -> list[str]:
    """Open a page at both widths, keep a picture, and give what is wrong with it."""
    wrong = []
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    answer = page.goto(address)
    wrong += [] if answer and answer.status == 200 else [f"{name}: status {answer.status if answer else '?'}"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})  # the same page, laid out anew
        page.screenshot(path=screenshots / f"officers-{name}-{width}.png", full_page=True)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        wrong += [f"{name} {width} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    return wrong + [f"{name}: {line}" for line in said]


def test_pages_of_a_list_are_accessible_and_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    upload = a_list(here)
    with acting(here.lister):
        row = UploadRow.objects.filter(state="undecided").first()
    assert row is not None
    address = f"/danh-sach/{upload.pk}/"
    page, wrong = opened(here.lister), []
    for name, at in {
        "uploads": "/danh-sach/", "send": "/danh-sach/gui/", "review": address, "row": f"{address}dong/{row.pk}/", "undecided": f"{address}?xem=undecided",
        "discard": f"{address}bo/", "columns": f"{address}cot/", "template": "/danh-sach/mau/", "review-returned": f"/danh-sach/{a_template_back(here).pk}/",
    }.items():  # fmt: skip
        wrong += looked_at(page, at, name, screenshots)
    assert wrong == []


def test_pages_of_a_dossier_are_accessible_and_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    dossier = a_dossier(here)
    with acting(NATION):
        claims = list(Claim.objects.filter(dossier=dossier).order_by("order")[:4])
    address = f"/ho-so/{dossier.pk}/"
    page, wrong = opened(here.lister), []
    for name, at in {
        "desk": "/ban-lam-viec/?q=hoa", "dossiers": "/ho-so/", "dossier": address, "posting": f"{address}niem-yet/", "posted": f"{address}niem-yet/ngay/",
        "exclude": f"{address}loai/?claim={claims[2].pk}", "exclude-by-law": f"{address}loai-theo-quy-dinh/", "forward": f"{address}chuyen/",
        "claim": f"{address}nguoi/{claims[2].pk}/", "claim-failed": f"{address}nguoi/{claims[0].pk}/", "claim-unknown": f"{address}nguoi/{claims[1].pk}/",
        "claim-elsewhere": f"{address}nguoi/{claims[3].pk}/", "correct": f"{address}nguoi/{claims[1].pk}/sua/",
    }.items():  # fmt: skip
        wrong += looked_at(page, at, name, screenshots)
    assert wrong == []


def test_pages_of_appraisal_and_decision_are_accessible_and_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    dossier = submitted(here, [person(n) for n in range(1, 5)])
    forwarded(here, dossier)
    address = f"/ho-so/{dossier.pk}/"
    wrong = looked_at(opened(here.appraiser), f"{address}tra-lai/", "return", screenshots)
    forwarded(here, dossier)
    wrong += looked_at(opened(here.chair), f"{address}phe-duyet/", "approve", screenshots)
    wrong += looked_at(opened(here.chair), "/ban-lam-viec/", "desk-chair", screenshots)
    decision = approved(here, [person(8), person(9, phone=""), person(10)], refused=1)
    with acting(NATION):
        notify(decision.pk, actor=SYSTEM, at=here.later())
        told = Claim.objects.get(dossier=decision.dossier_id, order=2)
    decided = f"/ho-so/{decision.dossier_id}/"
    for name, at in {
        "decided": decided,
        "decision": f"{decided}quyet-dinh/",
        "notices": f"{decided}thong-bao/",
        "claim-told": f"{decided}nguoi/{told.pk}/",
    }.items():
        wrong += looked_at(opened(here.payer), at, name, screenshots)
    page = opened(here.lister)
    page.goto(f"{decided}thong-bao/")
    page.get_by_role("button", name="Lập tệp in").click()
    page.get_by_text("Đã lập tệp in cho 1 người").wait_for()
    assert page.request.get(page.get_by_role("link", name="thong-bao-").get_attribute("href") or "").body()[:5] == b"%PDF-"
    wrong += looked_at(page, f"{decided}thong-bao/", "notices-printed", screenshots)
    page.goto(f"{decided}quyet-dinh/thu/")
    page.get_by_role("button", name="Lập thông báo từ chối").click()
    page.get_by_text("0 trên 1 thông báo").wait_for()
    with acting(NATION):
        set_letters(decision.pk, at=timezone.now())
    page.get_by_role("link", name="thong-bao-1-1").wait_for()  # the page follows by itself
    assert page.request.get(page.get_by_role("link", name="thong-bao-1-1").get_attribute("href") or "").body()[:5] == b"%PDF-"
    wrong += looked_at(page, f"{decided}quyet-dinh/thu/", "letters", screenshots)
    assert wrong == []


def test_pages_of_who_answers_and_of_what_is_missing_are_accessible_and_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    here.at = timezone.now() - timedelta(hours=1)  # what follows happens after its steps, on whichever side of midnight
    second, head = (officer(name, here.offices["district"], *roles) for name, roles in {"second.291": (), "head.291": (Role.CHIEF,)}.items())
    dossiers = [submitted(here, [person(n)]) for n in (1, 2)]
    for dossier in dossiers:
        forwarded(here, dossier)
    with acting(NATION):
        long_ago = timezone.localdate() - timedelta(20)
        Task.objects.filter(dossier=dossiers[1], done_at=None).update(received_on=long_ago, due_on=long_ago + timedelta(4))
        escalate.escalate("30", at=timezone.now())
    with acting(here.appraiser):
        ask.ask(task_of(dossiers[0]).pk, by=here.appraiser, at=timezone.now(), what="Thiếu căn cước của bà Nguyễn Thị Hoa 1, nộp tại UBND xã An Bình")
    address = f"/ho-so/{dossiers[0].pk}/"
    wrong = looked_at(opened(here.appraiser), f"/ho-so/{dossiers[1].pk}/yeu-cau/", "ask", screenshots)
    lister = opened(here.lister)
    for name, at in {"waiting": address, "answer": f"{address}bo-sung/", "desk-asked": "/ban-lam-viec/"}.items():
        wrong += looked_at(lister, at, name, screenshots)
    with acting(head):
        hand_over.record_absence(here.appraiser, second, since=timezone.now(), until=None, basis="Giấy yêu cầu cách ly 15/GCL", by=head, at=timezone.now())
    chief = opened(head)
    for name, at in {"office": "/don-vi/", "absence": "/don-vi/vang-mat/", "desk-chief": "/ban-lam-viec/"}.items():
        wrong += looked_at(chief, at, name, screenshots)
    then = town()
    sent(then, si_lines(43))
    mandated(then)
    on_leave(then, 41, 42, 43)
    assert tried(then)
    insured = opened(insurance(then)[1])
    for name, at in {"mandates": "/don-vi/tu-hoan-thanh/", "mandate": "/don-vi/tu-hoan-thanh/giao/"}.items():
        wrong += looked_at(insured, at, name, screenshots)
    assert wrong == []


def test_a_row_is_put_right_in_its_place_by_keyboard_and_the_figures_follow(here: Town, opened: Opened, screenshots: Path) -> None:
    upload = a_list(here)
    page = opened(here.lister)
    page.goto(f"/danh-sach/{upload.pk}/?q=Bình")
    before = page.locator("#summary").inner_text()
    page.get_by_role("link", name="Quyết định").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Số CCCD/CMND")
    field.fill("030090004321")
    page.screenshot(path=screenshots / "officers-row-in-place-1280.png", full_page=True)
    field.press("Enter")
    page.get_by_text("Đã sửa dòng").wait_for()
    page.wait_for_function("before => document.querySelector('#summary').innerText !== before", arg=before)
    assert "/dong/" not in page.url


def test_a_list_is_decided_without_scripts(here: Town, opened: Opened) -> None:
    upload = a_list(here)
    page = opened(here.lister, java_script_enabled=False)
    for _row in range(10):
        page.goto(f"/danh-sach/{upload.pk}/?xem=undecided")
        link = page.get_by_role("link", name="Quyết định")
        if not link.count():
            break
        link.first.click()
        page.locator("summary").filter(has_text="Không nộp dòng này").click()
        page.get_by_label("Lý do").last.fill("Chờ bổ sung giấy tờ")
        with page.expect_navigation():
            page.get_by_role("button", name="Để riêng dòng này").click()
    page.goto(f"/danh-sach/{upload.pk}/")
    page.get_by_role("button", name="Nộp 2 người").click()
    assert page.get_by_role("button", name="Nộp 2 người").is_visible()


def test_a_second_click_on_a_dossier_shows_the_first_ones_effect(here: Town, opened: Opened) -> None:
    upload = a_list(here)
    with acting(here.lister):
        UploadRow.objects.filter(upload=upload, state="undecided").update(state="aside", reason="Chờ bổ sung giấy tờ")
        dossier = submit.submit(upload, by=here.lister, at=timezone.now())
    forwarded_from = task_of(dossier)
    page = opened(here.lister)
    page.goto(f"/ho-so/{dossier.pk}/niem-yet/ngay/")
    page.get_by_role("button", name="Ghi ngày niêm yết").click()
    page.get_by_text("Đang niêm yết").first.wait_for()
    posted_long_enough(forwarded_from, at=timezone.now())
    page.goto(f"/ho-so/{dossier.pk}/")
    page.get_by_role("button", name="Chuyển bước sau").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Chuyển", exact=True).click()
    page.get_by_text("Đã chuyển tới").wait_for()
    other.get_by_role("button", name="Chuyển", exact=True).click()
    other.get_by_text("Bước này đã được").wait_for()
    assert task_of(dossier).pk != forwarded_from.pk


def test_a_list_becomes_a_dossier_while_the_worker_works_and_the_page_follows_by_itself(
    here: Town, opened: Opened, live_worker: object, tmp_path: Path, screenshots: Path
) -> None:
    file = tmp_path / "thon-doai.xlsx"
    file.write_bytes(workbook(ROWS[:1]))
    page = opened(here.lister)
    page.goto("/ban-lam-viec/")
    page.get_by_role("button", name="Gửi danh sách mới").click()
    page.get_by_label("12. Hỗ trợ lao động tự do").check()
    page.get_by_label("Tệp danh sách").set_input_files(file)
    page.get_by_role("button", name="Gửi và đọc danh sách").click()
    page.screenshot(path=screenshots / "officers-reading-1280.png", full_page=True)
    page.get_by_role("button", name="Nộp 1 người").click(timeout=60_000)
    page.get_by_role("button", name="Nộp 1 người").click()
    page.get_by_role("link", name="Hồ sơ 30-").click(timeout=60_000)
    page.get_by_text("Cần niêm yết trước khi chuyển").wait_for()


def test_every_page_speaks_english_too(here: Town, opened: Opened) -> None:
    dossier = a_dossier(here)
    upload = a_list(here)
    page = opened(here.lister)
    page.goto("/ban-lam-viec/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="My work").wait_for()
    for address, heading in {f"/ho-so/{dossier.pk}/": "People proposed", f"/danh-sach/{upload.pk}/": "About the whole file", "/ho-so/": "Dossiers"}.items():
        page.goto(address)
        assert page.get_by_role("heading", name=heading).count(), address
