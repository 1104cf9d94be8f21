"""Who runs the outbox sees providers, queues and failures and tries again; who owns a person says what was done; in a real browser at both widths."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.notices.health import IN_A_ROW
from ansinh.delivery.notices.models import Notice, ProviderState, Undelivered
from ansinh.delivery.notices.providers import load
from ansinh.delivery.notices.sandbox.run import sandbox
from ansinh.delivery.notices.undelivered import open_undelivered
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import officer, town
from delivery.notices.sending import notice, now, sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser

    from ansinh.delivery.offices.models import Officer
    from delivery.casework import Town

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGE = "/tin-gui-di/"


@pytest.fixture
def named(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Settings that name the sandbox's providers, as an installation has them; nothing is quiet, whatever the hour."""
    with sandbox() as written:
        file = tmp_path / "providers.toml"
        file.write_text(written.replace("21:00-07:00", "00:00-00:00"))
        settings.NOTICE_PROVIDERS = file
        yield file


def administrator(at: Town) -> Officer:
    return officer("admin.30", at.offices["province"], Role.ADMINISTRATOR)


def out_of_order(name: str = "sandbox-smpp") -> None:
    moment = timezone.now()
    ProviderState.objects.create(
        name=name,
        filled_at=moment,
        failures=IN_A_ROW,
        opened=1,
        open_until=moment + timedelta(minutes=9),
        failed_at=moment,
        last_fault="OSError: bind refused: 0x0000000e",
    )


def failed(**more: Any) -> Notice:
    made = notice(**more)
    with acting(NATION):
        Notice.objects.filter(pk=made.pk).update(state="failed", ended_at=timezone.now())
        open_undelivered([made.pk], at=timezone.now())
    return made


@pytest.mark.django_db
def test_who_runs_it_sees_providers_queues_and_failures_and_tries_one_again(named: Path, signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    for _ in range(3):
        notice(lane="bulk")
    out_of_order()
    client = signed_in(administrator(here))
    page = client.get(PAGE).content.decode()
    for said in (
        "sandbox-smpp",
        "sandbox-http",
        "sandbox-zalo",
        "sandbox-mail",
        "Tạm ngừng",
        "Nhà cung cấp không nhận mật khẩu của hệ thống – 0x0000000e",
        "5 lần liền",
    ):
        assert said in page
    assert '<th scope="row">Tin nhắn, tin hàng loạt</th>' in page
    answer = client.post(f"{PAGE}thu-lai/sandbox-smpp/", follow=True).content.decode()
    assert "Đang có lỗi" in answer
    assert ProviderState.objects.get().open_until is None
    assert "Không có nhà cung cấp tên này" in client.post(f"{PAGE}thu-lai/nobody/", follow=True).content.decode()
    with acting(NATION):
        assert Event.objects.filter(verb="notices.try_provider").count() == 1
    assert sent(load(named), at=timezone.now(), lane="bulk") == 1, "one try, by one message"
    assert "Đang dùng được" in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_what_no_provider_took_is_sent_again_at_once_and_what_nobody_receives_is_not(named: Path, signed_in: Callable[[Officer], Client]) -> None:
    here, there = town(), town("26734", "760", "79")
    again, gone = failed(), notice("0912345000")
    sent(load(named), at=timezone.now())
    assert now(gone).state == "bounced"
    other = signed_in(officer("admin.79", there.offices["province"], Role.ADMINISTRATOR)).post(f"{PAGE}gui-lai/", follow=True).content.decode()
    assert "Đã đưa 0 thông báo" in other, "another province's"
    assert "Đã đưa 1 thông báo" in signed_in(administrator(here)).post(f"{PAGE}gui-lai/", follow=True).content.decode()
    assert [now(row).state for row in (again, gone)] == ["queued", "bounced"]
    with acting(NATION):
        assert Event.objects.filter(verb="notices.send_failed_again").count() == 1


@pytest.mark.django_db
def test_the_owner_says_what_was_done_and_nobody_reads_what_is_the_recipients_alone(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    failed(kind="named", text="An Sinh: mã riêng KQ7X2M")
    failed(kind="grievance_taken", text="An Sinh: Mã xem kết quả: 3RFQ-AJJY-BE8.")
    failed(number="0912345999", text="An Sinh: bà Hoa được hỗ trợ.")
    owner = signed_in(here.lister)
    assert "3 người chưa nhận được thông báo, chờ ông/bà báo trực tiếp" in owner.get("/ban-lam-viec/").content.decode()
    page = owner.get(f"{PAGE}?xem=toi").content.decode()
    assert not any(code in page for code in ("KQ7X2M", "3RFQ-AJJY-BE8"))
    assert "0912345999" in page
    assert "Nhà cung cấp" not in page, "how it runs is for who runs it"
    watched = signed_in(officer("watcher.30", here.offices["province"], Role.SUPERVISOR)).get(PAGE).content.decode()
    assert "0912345999" not in watched
    assert 'name="outcome"' not in watched
    with acting(NATION):
        first = Undelivered.objects.order_by("pk")[0]
    assert signed_in(here.payer).get(PAGE).status_code == 403
    assert signed_in(here.payer).post(f"{PAGE}{first.pk}/", {"outcome": "told"}).status_code == 403
    assert signed_in(here.lister).post(f"{PAGE}gui-lai/").status_code == 403
    assert signed_in(here.lister).post(f"{PAGE}thu-lai/sandbox-smpp/").status_code == 403
    answer = owner.post(f"{PAGE}{first.pk}/", {"outcome": "told"}, follow=True).content.decode()
    assert "Đã ghi về" in answer
    assert answer.count('name="outcome"') == 2
    assert owner.post(f"{PAGE}{first.pk}/", {"outcome": "told"}).status_code == 409


@pytest.mark.django_db
def test_settings_that_cannot_be_read_are_said_on_the_page(tmp_path: Path, settings: Any, signed_in: Callable[[Officer], Client]) -> None:
    settings.NOTICE_PROVIDERS = tmp_path / "providers.toml"
    client = signed_in(administrator(town()))
    assert "Chưa có nhà cung cấp nào" in client.get(PAGE).content.decode()
    settings.NOTICE_PROVIDERS.write_text('[[provider]]\nkind = "pigeon"\n')
    assert "kind must be one of http, smpp, smtp, zalo" in client.get(PAGE).content.decode()


def test_the_page_in_a_browser(own_db: str, browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client], screenshots: Path) -> None:
    here = town()
    with acting(NATION):
        out_of_order()
    failed(text="An Sinh: bà Nguyễn Thị Hoa được hỗ trợ 1.500.000 đồng (người lao động tự do), Quyết định 12/QĐ-UBND ngày 02/08/2021.")
    notice(lane="bulk")
    chief = officer("both.10630", here.offices["commune"], Role.ADMINISTRATOR, Role.CHIEF)
    with acting(NATION):
        Undelivered.objects.update(owner=chief)
    context = browser.new_context(base_url=live_server_url, locale="vi-VN", viewport={"width": 1280, "height": 900})
    key = signed_in(chief).cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
    page = context.new_page()
    page.goto(PAGE)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"outbox-{width}.png", full_page=True)
        found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.get_by_label("Kết quả: Nguyễn Thị Hoa").select_option("told")
    button = page.get_by_role("button", name="Ghi Nguyễn Thị Hoa")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Ai cũng đã được báo").wait_for()
    context.close()
