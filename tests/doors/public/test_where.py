"""Where is my claim? Plain words for the person it concerns, nothing for anybody else."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.cases import exclude
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.public import where
from ansinh.doors.web.public.progress import PAST, timeline, told
from delivery.casework import approved, forwarded, person, submitted, task_of, town

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from ansinh.delivery.cases.models import Dossier

pytestmark = pytest.mark.django_db


def receipt_of(dossier: Dossier) -> str:
    with acting(NATION):
        return str(Claim.objects.filter(dossier=dossier).order_by("order").values_list("receipt", flat=True)[0])


def ask(client: Client, code: str, year: str | int = 1987) -> HttpResponse:
    return client.post("/tra-cuu/", {"code": code, "birth_year": year})  # type: ignore[return-value]


def body(response: HttpResponse, *given: str) -> str:
    """The page without what differs by itself: the token of the form and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for typed in given:
        text = text.replace(f'value="{typed}"', "")
    return text


def test_a_claim_under_review_names_its_officer_office_and_day(client: Client) -> None:
    dossier = submitted(town(), [person(1)])
    task = task_of(dossier)
    page = ask(client, receipt_of(dossier).lower().replace("-", " ")).content.decode()
    assert "Đang xét" in page
    assert str(task.owner) in page
    assert task.office.name in page
    assert "11/8/2021" in page
    assert "Nguyễn Thị Hoa 1" in page
    assert "1.500.000 đồng" in page


def test_an_approved_claim_shows_decision_and_what_comes_next(client: Client) -> None:
    decision = approved(town(), [person(1)])
    page = ask(client, receipt_of(decision.dossier)).content.decode()
    assert "Đã được duyệt" in page
    assert decision.number in page
    assert "Chuẩn bị chi tiền" in page


def test_a_claim_proposed_for_exclusion_says_why_and_under_which_article(client: Client) -> None:
    here = town()
    dossier = submitted(here, [person(1), person(2)])
    task = forwarded(here, dossier)
    with acting(task.owner):
        first = Claim.objects.filter(dossier=dossier).order_by("order")[0]
        exclude.exclude(task.pk, [first.pk], by=task.owner, at=here.later(), reason="Có hợp đồng lao động tại công ty", article="NQ 68/NQ-CP, II.12")
    page = ask(client, receipt_of(dossier)).content.decode()
    assert "Đang xét, có đề nghị loại" in page
    assert "Có hợp đồng lao động tại công ty" in page
    assert "NQ 68/NQ-CP, II.12" in page
    assert "Không được duyệt" not in page


def test_a_wrong_code_a_wrong_year_and_a_code_that_cannot_be_get_the_same_words(client: Client) -> None:
    code = receipt_of(submitted(town(), [person(1)]))
    wrong_year, slip = ask(client, code, 1988), ask(client, code[:-1] + ("0" if code[-1] != "0" else "1"))
    nobody = ask(client, "0000-0000-000")
    assert wrong_year.status_code == slip.status_code == nobody.status_code == 200
    assert "Không tìm thấy hồ sơ" in wrong_year.content.decode()
    texts = {re.sub(r'value="[^"]*"', "", body(answer)) for answer in (wrong_year, slip, nobody)}
    assert len(texts) == 1


def test_a_link_from_a_qr_code_fills_the_code_in_and_still_asks_for_the_year(client: Client) -> None:
    dossier = submitted(town(), [person(1)])
    page = client.get(f"/tra-cuu/{receipt_of(dossier)}/").content.decode()
    assert f'value="{receipt_of(dossier)}"' in page
    assert "Nguyễn Thị Hoa" not in page


def test_years_of_birth_cannot_be_tried_one_after_another(client: Client) -> None:
    code = receipt_of(submitted(town(), [person(1)]))
    tries, _seconds = where.PER_CODE
    assert [ask(client, code, 1900 + year).status_code for year in range(tries + 1)] == [200] * tries + [429]
    busy = ask(client, code, 1987)
    assert busy.status_code == 429
    assert "Nguyễn Thị Hoa" not in busy.content.decode()


def test_writing_a_code_differently_gives_no_more_tries(client: Client) -> None:
    code = receipt_of(submitted(town(), [person(1)]))
    tries, _seconds = where.PER_CODE
    ways = (code, code.lower(), code.replace("-", ""), f" {code} ", code.replace("-", " "))
    for number in range(tries):
        ask(client, ways[number % len(ways)], 1900 + number)
    assert ask(client, ways[2], 1987).status_code == 429


@pytest.mark.parametrize(
    ("code", "year", "words"),
    [("", "1987", "Nhập mã biên nhận"), ("7K3M-9QXW-2F4", "", "bốn chữ số"), ("7K3M-9QXW-2F4", "87", "bốn chữ số"), ("7K3M-9QXW-2F4", "năm", "bốn chữ số")],
)
def test_what_is_missing_is_said_in_words(client: Client, code: str, year: str, words: str) -> None:
    page = ask(client, code, year).content.decode()
    assert words in page
    assert "govuk-error-summary" in page


def a_claim(**more: Any) -> Any:
    usual = {
        "payment": "",
        "state": "in_review",
        "outcome": "eligible",
        "past": (),
        "paid_on": None,
        "due_on": None,
        "programme": "nq68",
        "policy": "nq68-12",
        "step": "list",
        "asks": False,
        "later": (),
    }
    return SimpleNamespace(**{**usual, **more})


@pytest.mark.parametrize(
    ("claim", "headline", "tone"),
    [
        (a_claim(), "Đang xét", "work"),
        (a_claim(outcome="undetermined"), "Đang xét, còn thiếu thông tin", "wait"),
        (a_claim(asks=True), "Đang xét, chờ bổ sung", "wait"),
        (a_claim(state="refused"), "Không được duyệt", "bad"),
        (a_claim(state="approved"), "Đã được duyệt", "good"),
        (a_claim(state="approved", payment="ready"), "Đã được duyệt", "good"),
        (a_claim(state="approved", payment="sent"), "Tiền đang được chuyển", "work"),
        (a_claim(state="approved", payment="failed"), "Tiền bị trả lại", "bad"),
        (a_claim(state="approved", payment="paid"), "Đã nhận tiền", "good"),
    ],
)
def test_each_state_has_its_own_plain_words(claim: Any, headline: str, tone: str) -> None:
    assert (told(claim).headline, told(claim).tone) == (headline, tone)


def test_the_timeline_ends_with_what_comes_next() -> None:
    items = timeline(a_claim(past=(("submitted", date(2021, 8, 6)), ("appraise:returned", date(2021, 8, 9))), due_on=date(2021, 8, 11)))
    assert [str(item["title"]) for item in items] == [
        str(PAST["submitted"]),
        "Trả lại để bổ sung, sửa chữa",
        "Ủy ban nhân dân cấp xã lập danh sách và niêm yết",
    ]
    assert items[-1]["next"]
