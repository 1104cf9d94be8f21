"""A lost second factor is taken off by somebody else of the office, a closed account opened again; both are logged, told to whose account it is, and end her sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from psycopg.types.range import DateRange

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices import tokens
from ansinh.delivery.offices.models import Assignment, Office, Officer, Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.offices import offices
from delivery.casework import Town, officer, town

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
BASIS = {"basis": "Đơn báo mất máy 5/ĐN"}


@pytest.fixture
def here(settings: Any) -> Town:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good hash takes its time by design; here only that there is one matters
    made = town()
    district = made.offices["district"]
    made.officers["second"] = officer("second.291", district, Role.APPRAISER, name="Lê Văn Hải")
    made.officers["head"] = officer("head.291", district, Role.CHIEF, name="Vũ Thị Trưởng")
    made.officers["admin"] = officer("admin.291", district, Role.ADMINISTRATOR, name="Đỗ Quản Trị")
    return made


def with_factor(who: Officer) -> Officer:
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=who, type=kind, data={})
    return who


def at(who: Officer, way: str) -> str:
    return f"/don-vi/can-bo/{who.pk}/{way}/"


def told(who: Officer) -> list[Notice]:
    with acting(NATION):
        return list(Notice.objects.filter(subject=who.pk).order_by("pk"))


def closed(here: Town, signed_in: SignIn) -> Officer:
    assert signed_in(here.head).post(at(here.second, "dong"), {"basis": "Quyết định nghỉ 7/QĐ"}).status_code == 302
    return here.second


def test_a_lost_second_factor_is_taken_off_with_all_sessions_told_and_logged(here: Town, signed_in: SignIn) -> None:
    Officer.objects.filter(pk=here.chair.pk).update(office=here.offices["district"], email="chu.tich@example.vn")
    Assignment.objects.filter(officer=here.chair).update(office=here.offices["district"])
    lost = with_factor(Officer.objects.get(pk=here.chair.pk))
    her, token, head = signed_in(lost), tokens.token_of(lost), signed_in(here.head)
    other = signed_in(here.second)
    assert (her.get("/ban-lam-viec/").status_code, tokens.officer_of(token)) == (200, lost)
    assert at(lost, "xac-thuc") in head.get("/don-vi/").content.decode()
    assert "phải đặt xác thực mới" in head.get(at(lost, "xac-thuc")).content.decode()
    assert Authenticator.objects.filter(user=lost).count() == 2, "looking takes nothing off"
    assert head.post(at(lost, "xac-thuc"), {"basis": ""}).status_code == 422
    assert "Đã gỡ xác thực hai lớp" in head.post(at(lost, "xac-thuc"), BASIS, follow=True).content.decode()
    assert not Authenticator.objects.filter(user=lost).exists()
    assert (her.get("/ban-lam-viec/").status_code, tokens.officer_of(token)) == (302, None)
    assert (other.get("/ban-lam-viec/").status_code, head.get("/don-vi/").status_code) == (200, 200), "and nobody else's"
    assert tokens.officer_of(tokens.token_of(Officer.objects.get(pk=lost.pk))) == lost
    (notice,) = told(lost)
    assert (notice.channel, notice.address, notice.kind) == ("email", "chu.tich@example.vn", "account_factor")
    assert all(word in notice.text_vi for word in ("Vũ Thị Trưởng", BASIS["basis"], "báo ngay"))
    with acting(NATION):
        event = Event.objects.get(subject=lost.pk, verb="cases.reset_second_factor")
    assert (event.officer, (event.after or {})["basis"]) == (here.head.pk, BASIS["basis"])
    again = Client()
    again.force_login(Officer.objects.get(pk=lost.pk))
    assert again.get("/ban-lam-viec/")["Location"].startswith("/accounts/2fa/totp/activate/")


def test_who_has_none_is_said_to_have_none(here: Town, signed_in: SignIn) -> None:
    head = signed_in(here.head)
    assert "không có gì để gỡ" in head.get(at(here.second, "xac-thuc")).content.decode()
    assert at(here.second, "xac-thuc") not in head.get("/don-vi/").content.decode()
    head.post(at(here.second, "xac-thuc"), BASIS)
    assert told(here.second) == []


def test_nobody_does_either_for_herself_from_below_or_for_another_office(here: Town, signed_in: SignIn) -> None:
    for who in (here.head, here.chair, here.appraiser):
        with_factor(who)
    Officer.objects.filter(pk__in=[here.chair.pk]).update(is_active=False)
    head, second = signed_in(here.head), signed_in(here.second)
    for client, who, way in ((head, here.head, "xac-thuc"), (head, here.chair, "xac-thuc"), (second, here.appraiser, "xac-thuc"), (head, here.chair, "mo-lai")):
        assert (client.get(at(who, way)).status_code, client.post(at(who, way), BASIS).status_code) == (403, 403), (who, way)
    assert Authenticator.objects.count() == 6
    assert second.get("/don-vi/can-bo/da-dong/").status_code == 403


@pytest.mark.parametrize("ways", [("mat-khau", "xac-thuc"), ("xac-thuc", "mat-khau")])
def test_nobody_alone_takes_password_and_second_factor_of_one_account(here: Town, signed_in: SignIn, ways: tuple[str, str]) -> None:
    lost, (first, then) = with_factor(here.second), ways
    head, admin = signed_in(here.head), signed_in(here.admin)
    assert head.post(at(lost, first), BASIS).status_code in (200, 302)
    password = Officer.objects.get(pk=lost.pk).password
    refused = head.post(at(lost, then), BASIS)
    assert refused.status_code == 409
    assert "Đề nghị người đứng đầu hoặc quản trị khác" in refused.content.decode()
    assert Officer.objects.get(pk=lost.pk).password == password
    assert Authenticator.objects.filter(user=lost).exists() == (then == "xac-thuc"), "what was refused was not done"
    assert admin.post(at(lost, then), BASIS).status_code in (200, 302)
    assert not Authenticator.objects.filter(user=lost).exists()
    assert {one.kind for one in told(lost)} == {"account_password", "account_factor"}


def test_a_closed_account_is_found_and_opened_again_with_just_the_roles_given_anew(here: Town, signed_in: SignIn) -> None:
    today = timezone.localdate()
    Assignment.objects.create(
        officer=here.second, office=here.second.office, role=Role.LISTER, policy="nq68-12", held=DateRange(today - timedelta(9), None), basis="QĐ cũ"
    )
    her = signed_in(here.second)
    back = closed(here, signed_in)
    head = signed_in(here.head)
    for typed, found in (("", True), ("le van hai", True), ("nguyen", False)):
        assert (at(back, "mo-lai") in head.get("/don-vi/can-bo/da-dong/", {"q": typed}).content.decode()) is found, typed
    listed = head.get("/don-vi/can-bo/da-dong/xuat.csv").content.decode("utf-8-sig")
    assert "Lê Văn Hải" in listed
    assert "Quyết định nghỉ 7/QĐ" in listed
    page = head.get(at(back, "mo-lai")).content.decode()
    assert "Thẩm định, mọi chính sách" in page
    assert "checked" not in page
    answer = head.post(at(back, "mo-lai"), {**BASIS, "roles": ["lister|nq68-12"]})
    given = re.findall(r'id="one-time">([a-z0-9-]{19})<', answer.content.decode())
    opened = Officer.objects.get(pk=back.pk)
    assert opened.check_password(given[0])
    assert (opened.is_active, roles_of(opened, on=today)) == (True, frozenset({"lister"})), "nothing comes back by itself"
    assert her.get("/ban-lam-viec/").status_code == 302
    assert "no-store" in answer["Cache-Control"]
    (notice,) = told(back)
    assert (notice.kind, given[0] in notice.text_vi) == ("account_reopened", False)
    with acting(NATION):
        assert Event.objects.filter(subject=back.pk, verb="cases.reopen_account", officer=here.head.pk).count() == 1
    assert "đang mở" in head.get(at(back, "mo-lai"), follow=True).content.decode()


def test_roles_that_do_not_go_together_leave_the_account_closed(here: Town, signed_in: SignIn) -> None:
    today = timezone.localdate()
    Assignment.objects.filter(officer=here.second).update(held=DateRange(today - timedelta(60), today - timedelta(40)))
    for role, since, until in ((Role.PAYER, 30, 20), (Role.APPROVER, 20, 10)):
        held = DateRange(today - timedelta(since), today - timedelta(until))
        Assignment.objects.create(officer=here.second, office=here.second.office, role=role, held=held, basis="QĐ cũ")
    back = closed(here, signed_in)
    answer = signed_in(here.head).post(at(back, "mo-lai"), {**BASIS, "roles": ["payer|", "approver|"]})
    assert answer.status_code == 409
    assert (Officer.objects.get(pk=back.pk).is_active, told(back)) == (False, [])
    assert signed_in(here.head).post(at(back, "mo-lai"), {**BASIS, "roles": ["chief|"]}).status_code == 422, (
        "a role that she never had is given by its own form"
    )


def test_where_nobody_else_is_the_terminal_takes_it_off(here: Town) -> None:
    ministry = Office.objects.filter(kind="ministry").first() or Office.objects.create(kind="ministry", level="national", name="Bộ", symbol="BLĐ")
    alone = with_factor(officer("mot.minh", ministry, Role.CHIEF))
    done = CliRunner().invoke(offices, ["second-factor", "mot.minh", "--basis", BASIS["basis"]])
    assert done.exit_code == 0, done.output
    assert not Authenticator.objects.filter(user=alone).exists()
    assert "người vận hành hệ thống" in told(alone)[0].text_vi
    assert CliRunner().invoke(offices, ["second-factor", "mot.minh", "--basis", BASIS["basis"]]).exit_code == 1
