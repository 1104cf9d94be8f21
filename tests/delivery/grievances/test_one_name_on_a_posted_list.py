"""One's own name on a posted list: found without marks, by what the list shows to everybody and by nothing else."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.delivery.grievances import posted as posted_lists
from ansinh.delivery.grievances.posted import PostedPerson, is_named, words_of
from delivery.casework import Town, person
from delivery.grievances.complaining import headed, posted_now

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.grievances.posted import PostedList

PEOPLE = (
    person(1, full_name="Nguyễn Văn An", address="Số 12, ngõ 3, Thôn Đoài, xã An Bình"),
    person(2, full_name="Trần Thị Hòa", address="Số 7, đường Quyết Thắng, Thôn Đông, xã An Bình"),
    person(3, full_name="Nguyễn Thị Đào", address="Tổ 4"),
)


@pytest.fixture
def here() -> Town:
    return headed()


def shown(here: Town, dossier: Dossier) -> PostedList:
    one = posted_lists.posted_list(here.commune, dossier.pk, at=timezone.now())
    assert one is not None
    return one


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("nguyen van an", [1]), ("NGUYỄN  VĂN A.", [1]), ("nguyen", [1, 3]), ("dao", [3]), ("đào", [3]), ("hoa", [2]), ("thon doai", [1]), ("tran thôn đông", [2]), ("to 4", [3]),
        ("guyen", []), ("hoa doai", []), ("ngo 3", []), ("quyet thang", []), ("12", []), ("an binh", []), ("030187", []), ("0912345678", []),
    ],
)  # fmt: skip
def test_words_of_the_shown_name_and_hamlet_find_and_what_is_masked_does_not(here: Town, text: str, orders: list[int]) -> None:
    found = posted_lists.find_people(shown(here, posted_now(here, *PEOPLE)), text)
    assert [one.order for one in found.people] == orders
    assert found.after is None


@pytest.mark.django_db
def test_a_search_is_paged_by_the_number_in_the_list_and_asks_once(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    one = shown(here, posted_now(here, *PEOPLE))
    monkeypatch.setattr(posted_lists, "SHEET", 1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = posted_lists.find_people(one, "nguyen")
    assert sum("cases_claim" in query["sql"] for query in asked) == 1
    assert ([row.order for row in first.people], first.after) == ([1], 1)
    second = posted_lists.find_people(one, "nguyen", after=1)
    assert ([row.order for row in second.people], second.after) == ([3], None)


@pytest.mark.django_db
def test_how_far_one_search_goes_hangs_on_the_list_and_not_on_what_is_masked(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    one = shown(here, posted_now(here, *PEOPLE))
    monkeypatch.setattr(posted_lists, "MOST_LOOKED_AT", 2)
    assert {(tuple(found.people), found.after) for found in (posted_lists.find_people(one, text) for text in ("quyet thang", "12", "khong ai"))} == {((), 2)}
    assert [row.order for row in posted_lists.find_people(one, "dao", after=2).people] == [3]


WRITTEN = st.text("aàÁđĐ ôq.'4-", max_size=12)


@settings(max_examples=60)
@given(name=WRITTEN, hamlet=WRITTEN, masked=WRITTEN, text=WRITTEN)
def test_only_words_that_everybody_reads_decide(name: str, hamlet: str, masked: str, text: str) -> None:
    one = PostedPerson(uuid.UUID(int=0), 1, name, 1987, posted_lists.hamlet_of(f"{masked}, Thôn {hamlet}"), 0)
    read = words_of(f"{one.name} {one.hamlet}")
    assert is_named(one, words_of(text)) == all(any(word[: len(said)] == said for word in read) for said in words_of(text))
    assert is_named(one, words_of(name.upper()))


@pytest.mark.django_db
def test_the_page_of_a_list_finds_without_script_and_keeps_what_was_typed(here: Town, client: Client) -> None:
    address = f"/niem-yet/{here.commune}/{posted_now(here, *PEOPLE).pk}/"
    page = client.get(address, {"q": "tran thi hoa"}).content.decode()
    assert "Trần Thị Hòa" in page
    assert "Nguyễn Văn An" not in page
    assert 'value="tran thi hoa"' in page
    assert "Tìm thấy 1 người" in page
    assert "Nguyễn Văn An" in client.get(address, {"q": "   "}).content.decode()
    assert "Nguyễn Văn An" in client.get(address, {"q": "an", "sau": "²x"}).content.decode()


@pytest.mark.django_db
def test_who_is_not_found_is_told_and_led_to_the_objection(here: Town, client: Client) -> None:
    address = f"/niem-yet/{here.commune}/{posted_now(here, *PEOPLE).pk}/"
    page = client.get(address, {"q": "<b>lạ"}).content.decode()
    assert "Danh sách này không có ai theo “&lt;b&gt;lạ”" in page
    assert f'href="{address}y-kien/"' in page.split("không có ai theo")[1]
    assert f'href="/niem-yet/{here.commune}/"' in page.split("không có ai theo")[1]
    assert "/khieu-nai/gui/?tinh=30" in page


@pytest.mark.django_db
def test_the_pages_of_a_search_lead_on_and_back_to_its_beginning(here: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/niem-yet/{here.commune}/{posted_now(here, *PEOPLE).pk}/"
    monkeypatch.setattr(posted_lists, "SHEET", 1)
    first = client.get(address, {"q": "nguyen"}).content.decode()
    assert f'href="{address}?q=nguyen&amp;sau=1"' in first
    second = client.get(f"{address}?q=nguyen&sau=1").content.decode()
    assert "Nguyễn Thị Đào" in second
    assert f'href="{address}?q=nguyen"' in second
