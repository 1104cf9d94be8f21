"""What may I get? One question a page, nothing kept on the server, and never a "no" for what is only not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session

from ansinh.doors.web.public import answers as kept
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
ON_LEAVE: dict[str, Any] = {
    "has_labour_contract": "yes",
    "employer_stopped_by_authority": "yes",
    "leave_within_contract": "yes",
    "leave_days": "45",
    "leave_start": ("1", "8", "2021"),
    "si_month_before": "yes",
    "pregnant": "no",
    "children_under_6": "2",
}


def give(client: Client, fact: str, answer: Any) -> str:
    """Answer a question as the form does; give the address it leads to."""
    names = ("answer_day", "answer_month", "answer_year")
    data = dict(zip(names, answer, strict=True)) if isinstance(answer, tuple) else {"answer": answer}
    return str(client.post(f"/kiem-tra/cau-hoi/{fact}/", data).headers.get("Location", ""))


def unknown(client: Client, fact: str) -> str:
    return str(client.post(f"/kiem-tra/cau-hoi/{fact}/", {"unknown": "1"}).headers.get("Location", ""))


def walk(client: Client, known: dict[str, Any], *situations: str) -> list[str]:
    """Answer whatever is asked until the result; give the facts that were asked."""
    address, asked = client.post("/kiem-tra/", {"situations": list(situations)}).headers["Location"], []
    while match := re.fullmatch(r"/kiem-tra/cau-hoi/(\w+)/", address):
        fact = match[1]
        assert fact not in asked, f"{fact} was asked twice"
        asked.append(fact)
        address = give(client, fact, known[fact]) if fact in known else unknown(client, fact)
    assert address == "/kiem-tra/ket-qua/"
    return asked


def test_a_worker_on_leave_learns_the_amount_with_its_article_and_where_to_file(client: Client) -> None:
    asked = walk(client, ON_LEAVE, "leave")
    page = client.get("/kiem-tra/ket-qua/").content.decode()
    assert set(asked) <= set(load_programme().facts)
    assert "5.710.000 đồng" in page
    assert "QĐ 23/2021/QĐ-TTg, Đ.14" in page
    assert "Nộp hồ sơ" in page


def test_questions_stop_once_a_condition_has_failed(client: Client) -> None:
    asked = walk(client, {**ON_LEAVE, "has_labour_contract": "no"}, "leave")
    assert "leave_days" not in asked
    assert len(asked) < len(ON_LEAVE)


def test_not_knowing_is_an_answer_and_never_becomes_a_no(client: Client) -> None:
    walk(client, {}, "leave")
    page = client.get("/kiem-tra/ket-qua/").content.decode()
    assert "Còn thiếu thông tin" in page
    assert "Không thuộc trường hợp này" not in page
    assert "Cần biết thêm" in page


def test_every_chosen_situation_leads_to_a_result(client: Client) -> None:
    for situation in ("leave", "stoppage", "ended", "free", "health", "business", "guide", "artist"):
        client.cookies.clear()
        walk(client, {}, situation)
        assert client.get("/kiem-tra/ket-qua/").status_code == 200


def test_going_back_finds_the_answer_as_it_was_given(client: Client) -> None:
    client.post("/kiem-tra/", {"situations": ["leave"]})
    give(client, "leave_days", "45")
    give(client, "leave_start", ("1", "8", "2021"))
    assert 'value="45"' in client.get("/kiem-tra/cau-hoi/leave_days/").content.decode()
    assert 'href="/kiem-tra/cau-hoi/leave_days/"' in client.get("/kiem-tra/cau-hoi/leave_start/").content.decode()
    give(client, "leave_days", "20")
    assert "2021" in client.get("/kiem-tra/cau-hoi/leave_start/").content.decode()


def test_nothing_about_the_visitor_is_kept_on_the_server(client: Client) -> None:
    walk(client, ON_LEAVE, "leave")
    assert Session.objects.count() == 0
    assert client.cookies[kept.COOKIE]["httponly"]
    assert client.cookies[kept.COOKIE]["path"] == "/kiem-tra/"
    assert client.cookies[kept.COOKIE]["max-age"] == ""


def test_answers_that_were_tampered_with_are_forgotten(client: Client) -> None:
    give(client, "leave_days", "45")
    client.cookies[kept.COOKIE] = str(client.cookies[kept.COOKIE].value) + "x"
    assert 'value="45"' not in client.get("/kiem-tra/cau-hoi/leave_days/").content.decode()
    assert client.get("/kiem-tra/ket-qua/").headers["Location"] == "/kiem-tra/"


def test_deleting_the_answers_begins_anew(client: Client) -> None:
    give(client, "leave_days", "45")
    client.post("/kiem-tra/xoa/")
    assert client.get("/kiem-tra/ket-qua/").headers["Location"] == "/kiem-tra/"


@pytest.mark.parametrize(
    ("fact", "answer", "words"),
    [
        ("leave_days", "-3", "không thể nhỏ hơn 0"),
        ("leave_days", "mười", "số nguyên"),
        ("leave_days", "", "Chọn hoặc nhập câu trả lời"),
        ("leave_start", ("31", "2", "2021"), "không có trong lịch"),
        ("leave_start", ("5", "", "2021"), "Chọn hoặc nhập câu trả lời"),
        ("leave_start", ("5", "ba", "2021"), "viết bằng số"),
        ("has_labour_contract", "maybe", "has_labour_contract"),
        ("date_of_birth", ("1", "1", "2999"), "2999"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words_and_not_kept(client: Client, fact: str, answer: Any, words: str) -> None:
    names = ("answer_day", "answer_month", "answer_year")
    data = dict(zip(names, answer, strict=True)) if isinstance(answer, tuple) else {"answer": answer}
    page = client.post(f"/kiem-tra/cau-hoi/{fact}/", data)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "govuk-error-message" in page.content.decode()
    assert kept.COOKIE not in page.cookies


def test_a_fact_the_law_does_not_know_is_not_found(client: Client) -> None:
    assert client.get("/kiem-tra/cau-hoi/bank_balance/").status_code == 404


def test_the_whole_check_speaks_english_too(client: Client) -> None:
    client.cookies["ansinh_language"] = "en"
    walk(client, ON_LEAVE, "leave")
    page = client.get("/kiem-tra/ket-qua/").content.decode()
    assert "VND 5,710,000" in page
    assert "By your answers, you may get" in page
    assert 'lang="en"' in page


def test_each_policy_of_the_programme_has_its_page_of_law(client: Client) -> None:
    listed = client.get("/luat/").content.decode()
    for policy in load_programme().policies:
        assert f"/luat/nq68/{policy.id}/" in listed
        page = client.get(f"/luat/nq68/{policy.id}/").content.decode()
        assert policy.name["vi"] in page
    assert client.get("/luat/nq68-99/").status_code == 404


def test_who_says_a_question_does_not_concern_her_is_not_asked_the_rest_of_it(client: Client) -> None:
    client.post("/kiem-tra/", {"situations": ["health"]})
    asked: list[str] = []
    address = "/kiem-tra/cau-hoi/f0_start/"
    while "/cau-hoi/" in address and len(asked) < 20:
        fact = address.rstrip("/").rsplit("/", 1)[-1]
        asked.append(fact)
        page = client.get(address).content.decode()
        if fact in ("f0_start", "f0_days"):
            assert "Không có việc này" in page
            address = str(client.post(address, {"absent": "1"}).headers["Location"])
        else:
            address = unknown(client, fact)
    assert "f0_start" in asked
    assert "f0_days" not in asked
    assert "Không có việc này" in client.get("/kiem-tra/ket-qua/").content.decode()


def test_what_everybody_has_cannot_be_said_not_to_apply(client: Client) -> None:
    page = client.get("/kiem-tra/cau-hoi/date_of_birth/").content.decode()
    assert "Không có việc này" not in page
    assert client.post("/kiem-tra/cau-hoi/date_of_birth/", {"absent": "1"}).status_code == 200
