"""Signing in: who gets in, who is locked out, who must show a second factor, when a session ends."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from ansinh.delivery.offices.models import Assignment, Level, Office, Officer
from ansinh.doors.web.accounts import sessions

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-dung-de-thu"  # noqa: S105 - of accounts that live for one test
WRONG = "khong-phai-mat-khau"


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def office() -> Office:
    return Office.objects.create(kind="people_committee", level=Level.NATIONAL, name="Cơ quan thử", symbol="THU")


def officer(office: Office, name: str, *roles: str) -> Officer:
    made = Officer.objects.create_user(name, PASSWORD, full_name="Nguyễn Thị Thử", office=office)
    for role in roles:
        Assignment.objects.create(officer=made, office=office, role=role, held=(date(2020, 1, 1), None), basis="Quyết định 1")
    return made


def sign_in(client: Client, name: str, password: str = PASSWORD) -> object:
    return client.post("/accounts/login/", {"login": name, "password": password})


def code_of(secret: str, *, ahead: int = 0) -> str:
    counters = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counters[1 + ahead]))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_officer_signs_in_with_name_and_password(client: Client, office: Office) -> None:
    officer(office, "lan", "lister")
    assert "Tên đăng nhập" in client.get("/accounts/login/").content.decode()
    assert sign_in(client, "lan").status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_is_refused_in_words_that_do_not_tell_whether_the_name_exists(client: Client, office: Office) -> None:
    officer(office, "lan")
    known, unknown = sign_in(client, "lan", WRONG), sign_in(client, "khong-ai", WRONG)
    assert not is_signed_in(client)
    for page in (known, unknown):
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in page.content.decode()


def test_five_wrong_passwords_lock_the_name_out_even_for_the_right_one_and_nobody_else(client: Client, office: Office) -> None:
    officer(office, "lan")
    officer(office, "hoa")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in(client, "lan", WRONG)
    assert last.status_code == 429
    refused = sign_in(client, "lan")
    assert refused.status_code == 429
    assert "Tạm khóa đăng nhập" in refused.content.decode()
    assert not is_signed_in(client)
    assert sign_in(Client(), "hoa").status_code == 302


def test_an_account_that_was_ended_cannot_sign_in(client: Client, office: Office) -> None:
    gone = officer(office, "lan")
    gone.is_active = False
    gone.save()
    sign_in(client, "lan")
    assert not is_signed_in(client)


@pytest.mark.parametrize("role", ["approver", "payer"])
def test_who_approves_or_pays_is_led_to_set_up_a_second_factor_before_anything_else(client: Client, office: Office, role: str) -> None:
    officer(office, "chu-tich", role)
    sign_in(client, "chu-tich")
    led = client.get("/anything/")
    assert led.status_code == 302
    assert led["Location"].startswith("/accounts/2fa/totp/activate/")
    assert client.post("/anything/").status_code == 302


@pytest.mark.parametrize("role", ["lister", "verifier", "appraiser"])
def test_who_neither_approves_nor_pays_needs_no_second_factor(client: Client, office: Office, role: str) -> None:
    officer(office, "lan", role)
    sign_in(client, "lan")
    assert client.get("/anything/").status_code == 404


def test_a_second_factor_is_set_up_once_stored_encrypted_and_asked_for_ever_after(client: Client, office: Office) -> None:
    chair = officer(office, "chu-tich", "approver")
    sign_in(client, "chu-tich")
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert client.get("/anything/").status_code == 404, "the first code counts as shown"
    assert secret not in str(Authenticator.objects.get(user=chair, type="totp").data)
    again = Client()
    assert sign_in(again, "chu-tich")["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(again)
    again.post("/accounts/2fa/authenticate/", {"code": code_of(secret, ahead=1)})
    assert is_signed_in(again)
    assert again.get("/anything/").status_code == 404


def test_a_code_is_used_once_and_a_wrong_one_never(client: Client, office: Office) -> None:
    chair = officer(office, "chu-tich", "approver")
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(chair, secret)
    sign_in(client, "chu-tich")
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert "Mã không đúng hoặc đã dùng" in wrong.content.decode()
    code = code_of(secret)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_signed_in(client)
    thief = Client()
    sign_in(thief, "chu-tich")
    thief.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_signed_in(thief)


def test_who_must_have_a_second_factor_cannot_drop_it(client: Client, office: Office) -> None:
    chair = officer(office, "chu-tich", "approver")
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(chair, secret)
    sign_in(client, "chu-tich")
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert "phải giữ xác thực hai lớp" in client.get("/accounts/2fa/totp/deactivate/").content.decode()
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=chair, type="totp").exists()


def test_a_session_that_knew_only_the_password_must_show_the_factor_made_since(client: Client, office: Office) -> None:
    chair = officer(office, "chu-tich", "approver")
    sign_in(client, "chu-tich")
    auth.TOTP.activate(chair, auth.generate_totp_secret())
    assert client.get("/anything/")["Location"].startswith("/accounts/2fa/reauthenticate/")


@pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "password/set/", "login/code/confirm/", "confirm-email/abc/"])
def test_nobody_registers_or_resets_by_herself(client: Client, page: str) -> None:
    assert client.get(f"/accounts/{page}").status_code == 404


def test_a_session_ends_after_half_an_hour_without_a_page(client: Client, office: Office) -> None:
    officer(office, "lan")
    sign_in(client, "lan")
    client.get("/anything/")
    session = client.session
    session[sessions.SEEN] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()
    client.get("/anything/")
    assert not is_signed_in(client)


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    hour = 3600
    assert not sessions.is_over(0, 12 * hour - 60, 12 * hour)
    assert sessions.is_over(0, 12 * hour, 12 * hour + 1)
    assert sessions.is_over(0, 0, settings.SESSION_IDLE_SECONDS + 1)


def test_pages_of_signing_in_are_in_english_when_asked(client: Client) -> None:
    client.cookies["ansinh_language"] = "en"
    assert "Username" in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_carries_no_inline_script_and_forbids_framing(client: Client) -> None:
    page = client.get("/accounts/login/")
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
