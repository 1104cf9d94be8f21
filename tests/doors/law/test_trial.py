"""Trying a case: the page gives what the law gives, shows why, keeps nothing, and refuses what cannot be beside its field."""

from __future__ import annotations

import html
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from ansinh.doors.web.law import trying
from ansinh.doors.web.law.telling import CaseForm
from ansinh.doors.web.templatetags.page import vnd
from ansinh.policy.cases import worked_cases
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
CASES = [(name, policy.id, case) for name in programme_names() for policy in load_programme(name).policies for case in worked_cases(name, policy.id)]
HEADS = {"ineligible": "Chưa đủ điều kiện", "undetermined": "Chưa đủ thông tin để kết luận"}
DAY = {"as_of_day": "10", "as_of_month": "8", "as_of_year": "2021"}
ON_LEAVE = {
    **DAY,
    "fact_requests_support": "yes",
    "fact_has_labour_contract": "yes",
    "fact_employer_stopped_by_authority": "yes",
    "fact_leave_start_day": "5",
    "fact_leave_start_month": "7",
    "fact_leave_start_year": "2021",
    "fact_leave_days": "30",
    "fact_leave_within_contract": "yes",
    "fact_si_month_before": "yes",
}


def try_it(client: Client, data: Any, address: str = "/luat/nq68/nq68-04/thu/") -> str:
    answer = client.post(address, data)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_worked_case_gets_by_the_form_what_the_law_gives(client: Client) -> None:
    wrong = []
    for programme, policy, case in CASES:
        sent = CaseForm.filled(load_programme(programme), case.facts, case.as_of)
        page = try_it(client, {name: sent[name] for name in sent}, f"/luat/{programme}/{policy}/thu/")
        head = HEADS.get(case.outcome) or f"Đủ điều kiện: {vnd(case.amount)}"
        if head not in page:
            wrong.append(f"{policy} {case.id}: {head}")
    assert wrong == []


def test_a_worked_case_opens_filled_and_answered_from_its_address(client: Client) -> None:
    page = html.unescape(client.get("/luat/nq68/nq68-04/thu/?vi-du=pregnant_two_children").content.decode())
    assert "Đủ điều kiện: 4.855.000 đồng" in page
    assert 'value="15"' in page
    assert 'name="fact_pregnant" id="id_fact_pregnant_0" value="yes" checked' in page


def test_the_tree_shows_what_was_told_and_the_figure_of_the_law(client: Client) -> None:
    page = try_it(client, {**ON_LEAVE, "fact_leave_days": "14"})
    assert "Chưa đủ điều kiện" in page
    assert "Số ngày nghỉ liên tục từ 15 ngày trở lên" in page
    assert "số ngày nghỉ liên tục – <strong>14 ngày</strong>" in page
    assert "Ngày đầu của thời gian hỗ trợ – <strong>1/5/2021</strong>" in page


def test_nothing_told_is_nothing_decided_and_the_page_says_what_is_missing(client: Client) -> None:
    page = try_it(client, DAY)
    assert "Chưa đủ thông tin để kết luận" in page
    assert page.count('class="unknown"') >= 7
    assert "Chưa biết: số ngày nghỉ liên tục" in page
    assert "Đã khai:" not in page
    assert "Không đủ điều kiện" not in page


def test_the_day_of_the_claim_picks_the_law(client: Client) -> None:
    locked = {**ON_LEAVE, "fact_employer_stopped_by_authority": "no", "fact_worker_isolated_or_locked_down": "yes"}
    assert "Chưa đủ điều kiện" in try_it(client, locked)
    assert "Đủ điều kiện: 3.710.000 đồng" in try_it(client, {**locked, "as_of_day": "6", "as_of_month": "11"})


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"fact_leave_days": "-1"}, "Số này không thể nhỏ hơn 0."),
        ({"fact_leave_days": "nhiều"}, "Nhập một số nguyên, viết bằng chữ số."),
        ({"fact_leave_start_day": ""}, "Điền đủ ngày, tháng, năm bằng số. Nếu không biết, để trống cả ba ô."),
        ({"fact_leave_start_day": "31", "fact_leave_start_month": "6"}, "Ngày này không có trong lịch: 31/6/2021."),
        ({"fact_leave_start_month": "9"}, "05/09/2021 ở sau ngày xét 10/08/2021"),
        ({"as_of_year": "2020"}, "Chưa có luật vào ngày này; luật có hiệu lực từ 07/07/2021."),
        ({"as_of_year": ""}, "Nhập ngày xét."),
        ({"fact_has_labour_contract": "maybe"}, "maybe"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client: Client, told: dict[str, str], said: str) -> None:
    page = try_it(client, {**ON_LEAVE, **told})
    assert "Có chỗ cần sửa" in page
    assert said in page
    assert 'id="ket-qua"' not in page


def test_a_month_that_is_no_month_is_refused_without_a_name_of_the_machine(client: Client) -> None:
    told = {**DAY, "fact_si_paid_through_day": "2", "fact_si_paid_through_month": "4", "fact_si_paid_through_year": "2021"}
    page = try_it(client, told, "/luat/nq68/nq68-02/thu/")
    assert "Là một tháng, ghi bằng ngày đầu tháng: 2021-04-01" in page
    assert "“si_paid_through”" not in page


def test_the_form_asks_only_what_the_policy_rests_on() -> None:
    law = load_programme()
    version = law.policy("nq68-12").version_on(date(2021, 8, 10))
    assert {name.removeprefix("fact_") for name in CaseForm(law, version, date(2021, 8, 10)).fields} == {"as_of", *version.facts}


def test_a_trial_keeps_nothing(client: Client) -> None:
    answer = client.post("/luat/nq68/nq68-04/thu/", ON_LEAVE)
    assert "no-store" in answer["Cache-Control"]
    assert not Session.objects.exists()
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_a_crowd_of_trials_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PER_CALLER", (2, 600))
    codes = [client.post("/luat/nq68/nq68-04/thu/", ON_LEAVE).status_code for _try in range(3)]
    assert codes == [200, 200, 429]
