"""Each scorecard is seen by those it is for, its subject first, who may say something to it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Office, Officer, Role
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.reports import cards
from ansinh.delivery.reports.cards import Listed
from ansinh.delivery.reports.comment_card import comment
from ansinh.delivery.reports.compare_cards import count_cards, make_cards
from ansinh.delivery.reports.models_cards import Card, CardComment, WorkDay
from delivery.casework import Town, forwarded, officer, submitted
from delivery.grievances.complaining import headed
from delivery.reports.recounting import A, C, at, known_nation, minister, people, seen, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation(db: None) -> None:
    known_nation()


@pytest.fixture
def counted() -> Town:
    """A town in which a dossier went to the district; its cards counted on a Tuesday, a Wednesday and a Thursday morning."""
    here = headed()
    front = Office.objects.create(kind="fatherland_front", level="commune", name="MTTQ xã", symbol="MTTQ", province="30", district="291", commune="10630")
    here.officers["front"] = officer("front.10630", front, Role.SUPERVISOR)
    here.officers["minister"] = minister()
    forwarded(here, submitted(here, people(1, 2)))
    return here


def units(who: Officer, level: str) -> list[str]:
    with acting(who):
        reader = seen(who)
        return [row.unit for row in cards.cards(Listed(level, period=0), seen_by=reader).rows]


def test_the_one_looked_at_sees_her_card_a_working_day_before_anybody_else(counted: Town) -> None:
    count_cards(at=at(9))  # Tuesday 10 August, three in the morning
    lister, chief = counted.lister, counted.commune_chief
    with acting(lister):
        assert cards.card("person", str(lister.pk), period=0, policy="", seen_by=seen(lister)).done == 1
    with acting(chief):
        reader = seen(chief)
        assert [row.level for row in cards.first_cards(seen_by=reader, period=0)] == ["office", "commune"], (
            "his office's and his commune's, which he speaks for"
        )
        with pytest.raises(Card.DoesNotExist):
            cards.card("person", str(lister.pk), period=0, policy="", seen_by=reader)
    assert units(chief, "person") == []
    count_cards(at=at(9, hour=23))
    assert units(chief, "person") == [], "counting again on the same day opens nothing"
    count_cards(at=at(10))
    assert units(chief, "person") == [str(lister.pk)]


def test_a_weekend_is_no_working_day_to_look_at_ones_card(counted: Town) -> None:
    count_cards(at=at(13))  # Saturday
    count_cards(at=at(14))
    count_cards(at=at(15))  # Monday
    assert units(counted.commune_chief, "person") == []
    count_cards(at=at(16))
    assert units(counted.commune_chief, "person") == [str(counted.lister.pk)]


def test_each_sees_the_cards_of_her_place_and_persons_only_of_the_office_she_heads(counted: Town) -> None:
    count_cards(at=at(9))
    count_cards(at=at(10))
    lister, appraiser = str(counted.lister.pk), str(counted.appraiser.pk)
    expected = {
        "commune_chief": ([lister], {"10630"}, set()), "district_chief": ([appraiser], {"10630"}, {"291"}), "province_chief": ([], {"10630"}, {"291"}),
        "front": ([], {"10630"}, set()), "minister": ([], {"10630"}, {"291"}), "lister": ([], set(), set()),
    }  # fmt: skip
    for who, (persons, communes, districts) in expected.items():
        looks = counted.officers[who]
        found = [unit for unit in units(looks, "person") if unit != str(looks.pk)]
        assert (found, set(units(looks, "commune")), set(units(looks, "district"))) == (persons, communes, districts), who
    elsewhere = headed("10633")
    assert (units(elsewhere.commune_chief, "person"), units(elsewhere.commune_chief, "commune")) == ([], [])
    with acting(counted.province_chief):  # the second wall, beneath the queries
        seen(counted.province_chief)
        assert {row.level for row in Card.objects.all()} >= {"office", "commune", "district", "province"}
        assert not Card.objects.filter(level="person").exists()
        assert not WorkDay.objects.filter(level="person").exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            WorkDay.objects.bulk_create([worked("province", "30", "30", received=1, done=1, in_time=1)])


def test_the_one_looked_at_comments_once_for_all_to_see_and_nobody_in_her_place(counted: Town) -> None:
    count_cards(at=at(9))
    count_cards(at=at(10))
    lister, chief = counted.lister, counted.commune_chief
    with acting(lister):
        reader = seen(lister)
        own = cards.card("person", str(lister.pk), period=0, policy="", seen_by=reader)
        with pytest.raises(Refused):
            comment(own, "ngắn", by=reader, at=at(11))
        comment(own, "Ba ngày mất điện, xã không gửi được hồ sơ.", by=reader, at=at(11))
    with acting(chief):
        reader = seen(chief)
        card = cards.card("person", str(lister.pk), period=0, policy="", seen_by=reader)
        assert [row.text for row in cards.comments_of(card)] == ["Ba ngày mất điện, xã không gửi được hồ sơ."]
        with pytest.raises(NotYours):
            comment(card, "Tôi nói thay cho cô ấy.", by=reader, at=at(11))
        office = cards.card("office", str(chief.office_id), period=0, policy="", seen_by=reader)
        comment(office, "Hai cán bộ của xã đang cách ly.", by=reader, at=at(11))
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CardComment.objects.create(
                province="30",
                district="291",
                commune="10630",
                level="person",
                unit=str(lister.pk),
                office=card.office,
                until=date(2021, 8, 9),
                text="Thay lời",
                by=chief,
                at=at(11),
            )
    with acting(counted.front):
        reader = seen(counted.front)
        assert [row.text for row in cards.comments_of(cards.card("office", str(chief.office_id), period=0, policy="", seen_by=reader))] == [
            "Hai cán bộ của xã đang cách ly."
        ]
        assert not CardComment.objects.filter(level="person").exists()
    with acting(lister):
        seen(lister)
        assert CardComment.objects.update(text="khác đi") == 0, "no policy lets anybody change one"
    with acting(NATION):
        assert Event.objects.filter(verb="reports.comment_card").count() == 2


def test_slow_where_it_is_easy_and_fast_where_it_is_hard_are_named(nation: None) -> None:
    make_cards(at=at(15))
    make_cards(at=at(17))
    with acting(head := minister()):
        found = cards.standing_out(seen_by=seen(head), period=30)
    assert ([row.unit for row in found["slow"]], [row.unit for row in found["fast"]]) == (list(A[:2]), list(reversed(C[-3:])))


def test_a_list_of_cards_is_found_by_name_sorted_and_paged_by_its_index(nation: None) -> None:
    make_cards(at=at(15))
    make_cards(at=at(17))
    with acting(head := minister()):
        reader = seen(head)
        first = cards.cards(Listed("province", sort="dung-han"), seen_by=reader)
        assert [row.punctual for row in first.rows] == sorted((row.punctual for row in first.rows), reverse=True)
        assert [row.unit for row in cards.cards(Listed("province", group="c", sort="cham"), seen_by=reader).rows] == list(C)
        assert len(cards.all_cards(Listed("province"), seen_by=reader)) == 25
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN SELECT * FROM reports_card WHERE slot = 'open' AND level = 'commune' AND period = 30 AND policy = '' AND province = '30'")
            assert any("card_by_place" in line for (line,) in cursor.fetchall())
