"""An employer registers, files for twelve workers by a workbook, one of them says "not true", the insurance agency confirms the others: narrow, wide, accessible."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import subprocess
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from django.conf import settings
from playwright.sync_api import expect

from ansinh.config.server import web_command
from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town
from delivery.intake.employing import PASSWORD, TAX_CODE, insured_town, on_leave, workers
from delivery.registry.test_registers import sent, si_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
IN_AUGUST_2021 = """
from datetime import UTC, datetime
from django.utils import timezone
real, began = timezone.now, timezone.now()
timezone.now = lambda: datetime(2021, 8, 9, 2, 0, tzinfo=UTC) + (real() - began)
"""
"""The law's last days for filing lie in the past: the web server of this test lives on Monday 9 August 2021."""
NARROW = 360
HEAD = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Nghỉ từ ngày", "Số ngày nghỉ")


@pytest.fixture
def here(own_db: str) -> Town:
    made = insured_town()
    sent(made, si_lines(3) + f"\n030187999999,Ai Khác,{TAX_CODE},01/2020,,có")
    return made


@pytest.fixture
def live_environ(live_environ: dict[str, str], tmp_path: Path, here: Town) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(IN_AUGUST_2021)
    return {**live_environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), live_environ.get("PYTHONPATH", "")])}


@pytest.fixture
def live_server_url(live_environ: dict[str, str], static_files: None) -> Iterator[str]:
    """A web server of this test alone, since its clock is its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(web_command("127.0.0.1", port), env=live_environ) as server:  # noqa: S603 - ourselves
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - loopback
                    break
                time.sleep(0.1)
            yield url
        finally:
            server.terminate()


def workbook(*numbers: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("DS")
    sheet.write_row(0, 0, ["DANH SÁCH NGƯỜI LAO ĐỘNG NGHỈ VIỆC KHÔNG HƯỞNG LƯƠNG"])
    sheet.write_row(2, 0, HEAD)
    for place, number in enumerate(numbers, 3):
        told = on_leave(number)
        sheet.write_row(place, 0, [str(place - 2), told["full_name"], "05/03/1987", "Nữ", told["id_number"], told["phone"], "01/07/2021", "31"])
    book.close()
    return out.getvalue()


def faults(page: Page, name: str, screenshots: Path) -> list[str]:
    """What is serious for somebody who cannot see, where the page is laid out as cards and where as a table; and what is too wide. Pictures are kept."""
    wrong: list[str] = []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"employers-{name}-{width}.png", full_page=True)
        if width == NARROW or page.locator("table").count():
            found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
            wrong += [f"{name} {width} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    return wrong


def registered(page: Page, here: Town) -> None:
    page.goto("/")
    page.get_by_role("link", name="Trang của doanh nghiệp").click()
    page.get_by_role("link", name="Đăng ký bằng mã số thuế").click()
    page.get_by_label("Ở tỉnh, thành phố nào?").select_option("30")
    page.get_by_role("button", name="Tiếp tục").click()
    told = {
        "Mã số thuế của đơn vị": TAX_CODE, "Tên đơn vị": "Công ty Ánh Dương", "Mã đơn vị BHXH": "TA0123A", "Họ và tên người phụ trách": "Phạm Thị Kế",
        "Điện thoại di động": "0987654321", "Mật khẩu": PASSWORD,
    }  # fmt: skip
    for label, text in told.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Xã, phường, thị trấn nơi đặt trụ sở").select_option(here.commune)


def account_confirmed(agency: Page) -> None:
    agency.goto("/xac-nhan/")
    agency.get_by_role("link", name="Công ty Ánh Dương").click()
    agency.get_by_label("Xác nhận", exact=True).check()
    agency.get_by_label("Căn cứ đã xem, hoặc lý do không xác nhận").fill("Đối chiếu đăng ký kinh doanh")
    agency.get_by_role("button", name="Ghi câu trả lời").click()


def list_chosen(page: Page) -> None:
    page.get_by_role("link", name="Nộp Hỗ trợ người lao động tạm hoãn").click()
    for question in ("Nơi làm việc có phải tạm dừng", "Thời gian nghỉ có nằm trong thời hạn"):
        page.get_by_role("group", name=question).get_by_label("Có", exact=True).check()
    page.get_by_label("Tệp danh sách người lao động").set_input_files(
        {"name": "ds.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(*range(1, 13))}
    )


def settled(agency: Page) -> None:
    agency.get_by_label("Người lao động đúng: loại khỏi danh sách").check()
    agency.get_by_label("Đã xác minh thế nào?").fill("Bảng chấm công tháng 7")
    agency.get_by_role("button", name="Ghi kết quả xác minh").click()
    agency.get_by_role("button", name="Chuyển bước sau").click()
    agency.get_by_role("main").get_by_role("button").click()


@pytest.fixture
def agency(here: Town, browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client]) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server_url, locale="vi-VN", viewport={"width": 1280, "height": 900})
    key = signed_in(here.verifier).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
    yield context.new_page()
    context.close()


def test_an_employer_files_for_twelve_one_says_not_true_and_the_agency_confirms_the_others(here: Town, page: Page, agency: Page, screenshots: Path) -> None:
    registered(page, here)
    wrong = faults(page, "register", screenshots)
    page.get_by_role("button", name="Gửi đăng ký").click()
    page.get_by_text("Đang chờ cơ quan BHXH xác nhận").wait_for()
    account_confirmed(agency)
    page.reload()
    wrong += faults(page, "portal", screenshots)
    list_chosen(page)
    wrong += faults(page, "workers", screenshots)
    page.get_by_role("button", name="Nộp tệp danh sách").click()
    page.get_by_text("Mỗi người lao động được báo").wait_for()
    assert page.get_by_role("row").count() == 13
    assert page.get_by_text("khớp dữ liệu BHXH").count() == 3
    with acting(NATION):
        filed = Filing.objects.select_related("office", "owner").get()
    page.goto("/khong-dung/")
    page.get_by_label("Mã trong tin nhắn").fill(workers(filed)[11].code.lower())
    page.get_by_role("button", name="Xem").click()
    page.get_by_label("Điều gì không đúng?").fill("Tôi vẫn đi làm tháng 7")
    wrong += faults(page, "not-true", screenshots)
    page.get_by_role("button", name="Không đúng").click()
    page.get_by_text("Đã ghi: ông/bà nói").wait_for()
    dossier = take([filed.pk], by=here.officers["si_lister"], at=datetime(2021, 8, 9, 3, 0, tzinfo=UTC))
    agency.goto(f"/xac-nhan/{dossier.pk}/")
    wrong += faults(agency, "workers-confirm", screenshots)
    agency.get_by_role("button", name="Xác nhận tất cả 8 người").click()
    agency.get_by_role("link", name="Xác minh").click()
    wrong += faults(agency, "settle", screenshots)
    settled(agency)
    page.goto(f"/doanh-nghiep/ho-so/{filed.pk}/")
    wrong += faults(page, "filing", screenshots)
    expect(page.locator("body")).to_contain_text("Bảng chấm công tháng 7")
    assert not wrong
    with acting(NATION):
        assert Task.objects.get(dossier=dossier, done_at=None).step == "appraise"
        assert Claim.objects.filter(dossier=dossier, state="in_review", outcome="eligible", draw_held=True).count() == 11
