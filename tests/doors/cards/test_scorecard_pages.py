"""The pages of scorecards: one's own first, each figure with its rows, lists found and taken away, a comment that stands."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from ansinh.delivery.offices.scope import acting
from ansinh.delivery.reports import cards
from ansinh.delivery.reports.card_rows import BEHIND, rows_of_card
from ansinh.delivery.reports.compare_cards import count_cards, make_cards
from delivery.casework import Town, forwarded, person, submitted
from delivery.grievances.complaining import headed
from delivery.reports.recounting import A, known_nation, minister, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

    SignIn = Callable[[Officer], Client]

pytestmark = pytest.mark.django_db
ALL = "?ky=tat-ca"


@pytest.fixture
def here() -> Town:
    """A town with three dossiers on their way and its cards open to everybody entitled."""
    made = headed()
    for first in (1, 10, 20):
        dossier = submitted(made, [person(first), person(first + 1)])
        made.later(days=1)
        forwarded(made, dossier)
    for day in (16, 17):
        count_cards(at=datetime(2021, 8, day, 20, tzinfo=UTC))
    return made


def test_every_figure_of_a_card_is_as_many_as_the_rows_it_leads_to(here: Town) -> None:
    with acting(here.province_chief):
        reader = seen(here.province_chief)
        for level, unit in (("province", "30"), ("district", "291"), ("commune", "10630"), ("office", str(here.commune_chief.office_id))):
            card = cards.card(level, unit, period=0, policy="nq68-12", seen_by=reader)
            told = {name: len(rows_of_card(name, card, until=cards.counts()[card.slot].until, seen_by=reader).rows) for name in BEHIND}
            assert told == {name: getattr(card, name) for name in BEHIND}, level
            assert card.done == 3
    with acting(here.lister):
        reader = seen(here.lister)
        card = cards.card("person", str(here.lister.pk), period=0, policy="", seen_by=reader)
        assert {name: len(rows_of_card(name, card, until=cards.counts()[card.slot].until, seen_by=reader).rows) for name in BEHIND} == {
            name: getattr(card, name) for name in BEHIND
        }


def test_an_officer_finds_her_own_card_first_and_says_something_to_it(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    page = client.get("/so-lieu/the-diem/" + ALL).content.decode()
    address = f"/so-lieu/the-diem/can-bo/{here.lister.pk}/{ALL}"
    assert address in page
    assert client.post(address, {"text": "ngắn"}).status_code == 422
    assert client.post(address, {"text": "Ba ngày mất điện, xã không gửi được."}).status_code == 302
    assert "Ba ngày mất điện" in client.get(address).content.decode()
    rows = client.get(f"/so-lieu/the-diem/can-bo/{here.lister.pk}/viec/done/{ALL}").content.decode()
    assert rows.count("/ho-so/") >= 3
    assert client.get("/so-lieu/the-diem/can-bo/").status_code == 404, "she heads nothing"
    assert client.get(f"/so-lieu/the-diem/can-bo/{here.appraiser.pk}/{ALL}").status_code == 404
    chief = signed_in(here.commune_chief)
    assert "Ba ngày mất điện" in chief.get(address).content.decode()
    assert chief.post(address, {"text": "Tôi nói thay cho cô ấy."}).status_code == 403
    assert client.post(address, {"text": "Điện đã có lại, xã đang gửi bù."}).status_code == 302
    listed = chief.get("/so-lieu/the-diem/can-bo/" + ALL).content.decode()
    assert ("“Điện đã có lại" in listed, "Ba ngày mất điện" in listed) == (True, False), "the newest word stands beside the figures of the list"
    taken = chief.get("/so-lieu/the-diem/xuat.csv" + ALL + "&cap=can-bo").content.decode()
    assert taken.count("Điện đã có lại, xã đang gửi bù.") == 1


def test_each_list_and_card_opens_for_whom_it_is_and_not_for_others(here: Town, signed_in: SignIn) -> None:
    chief = signed_in(here.province_chief)
    for address in ("huyen/", "xa/", "co-quan/", "tinh/30/", "huyen/291/", "xa/10630/", f"co-quan/{here.lister.office_id}/", "noi-bat/", "can-bo/"):
        assert chief.get(f"/so-lieu/the-diem/{address}{ALL}").status_code == 200, address
    assert chief.get("/so-lieu/the-diem/tinh/").status_code == 404, "other provinces are the ministry's to look at"
    assert chief.get(f"/so-lieu/the-diem/can-bo/{here.lister.pk}/{ALL}").status_code == 404, "no persons beyond her own office"
    front = signed_in(here.supervisor)
    assert front.get(f"/so-lieu/the-diem/xa/10630/{ALL}").status_code == 200
    assert front.get("/so-lieu/the-diem/can-bo/").status_code == 404
    elsewhere = signed_in(headed("00690", "024", "02").province_chief)
    assert elsewhere.get(f"/so-lieu/the-diem/xa/10630/{ALL}").status_code == 404
    assert elsewhere.get("/so-lieu/the-diem/viec/").status_code == 404


def test_the_ministry_sorts_searches_and_takes_a_list_away_and_reads_who_stands_out(signed_in: SignIn) -> None:
    known_nation()
    for day in (16, 17):
        make_cards(at=datetime(2021, 8, day, 20, tzinfo=UTC))
    client = signed_in(minister())
    found = client.get("/so-lieu/the-diem/tinh/?nhom=a&xep=cham&tim=ha giang").content.decode()
    assert "Tỉnh Hà Giang" in found
    assert "Tỉnh Cao Bằng" not in found
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/so-lieu/the-diem/xuat.xlsx?cap=tinh&nhom=a&xep=cham").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:13]] == ["22", *A[:11]]
    assert rows[2][1] == "Tỉnh Hà Giang"
    assert "Hà Giang" in client.get("/so-lieu/the-diem/xuat.csv?cap=tinh").content.decode()
    assert client.get("/so-lieu/the-diem/xuat.pdf?cap=tinh").status_code == 404
    standing = client.get("/so-lieu/the-diem/noi-bat/").content.decode()
    assert standing.index(">Nhanh ở nơi khó<") < standing.index(">Chậm ở nơi dễ</h2>"), "praise comes first"
    assert "Tỉnh Hà Giang" in standing
    card = client.get("/so-lieu/the-diem/tinh/02/").content.decode()
    assert "So với 12 đơn vị" in card
    assert "72,5 %" in card


def test_a_list_costs_the_same_questions_however_long(signed_in: SignIn, django_assert_max_num_queries: Callable[[int], object]) -> None:
    known_nation()
    for day in (16, 17):
        make_cards(at=datetime(2021, 8, day, 20, tzinfo=UTC))
    client = signed_in(minister())
    client.get("/so-lieu/the-diem/tinh/")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined] # a context
        assert client.get("/so-lieu/the-diem/tinh/").content.decode().count('<th scope="row">') == 25


def test_who_did_nothing_yet_is_told_when_her_card_appears(signed_in: SignIn) -> None:
    here = headed()
    assert "Chưa có thẻ điểm" in signed_in(here.lister).get("/so-lieu/the-diem/").content.decode()
