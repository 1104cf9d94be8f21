"""Persons who may be one wait for one named officer; she says same, or different and why, and can undo it; a strange batch stops and asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.same_or_not import different, same, undo
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.answer_sweep import answer_sweep
from ansinh.delivery.registry.models import Person
from ansinh.delivery.registry.models_pairs import Resemblance, Sweep
from ansinh.delivery.registry.resemble import offer_batch, resemblance, sweep
from delivery.casework import Town, person, submitted, town

pytestmark = pytest.mark.django_db
GROUNDS = {"evidence": "Đối chiếu thẻ tại nhà", "reason": "Cùng ngày sinh, cùng nhà"}


def twice(here: Town, **more: Any) -> None:
    """A woman listed with her card, and once more with a shorter name and no number."""
    submitted(here, [person(1, full_name="Nguyễn Thị Ngọc Khuê", phone="0987000111", **more)])
    submitted(here, [person(2, full_name="Nguyễn Ngọc Khuê", phone="0987000111", id_number=None, id_kind=None)])


def strangers(here: Town, first: int = 10, count: int = 6) -> None:
    names = ("Trần Văn Long", "Lê Thị Nhung", "Đỗ Quang Vinh", "Vũ Thị Loan", "Bùi Đức Khoa", "Hồ Thị Tâm")
    rows = [
        person(number, full_name=names[number % 6], date_of_birth=f"19{50 + number % 45}-0{1 + number % 9}-1{number % 9}", phone=f"09{number:08d}", id_number=f"0301{50 + number % 45}{number:06d}")
        for number in range(first, first + count)
    ]  # fmt: skip
    submitted(here, rows)


def looked(here: Town) -> list[Sweep]:
    return sweep("30", at=here.later())


def pair() -> Resemblance:
    with acting(NATION):
        return Resemblance.objects.select_related("one", "other", "owner").get()


def test_a_probable_double_waits_for_the_lister_of_its_commune_and_nobody_is_refused_by_it() -> None:
    here = town()
    twice(here)
    strangers(here)
    (made,) = looked(here)
    found = pair()
    assert (made.state, made.commune, found.owner, found.commune, found.state) == ("done", "10630", here.lister, "10630", "open")
    assert found.likely_permille > 900
    with acting(NATION):
        assert all(Claim.objects.values_list("draw_held", flat=True))


def test_the_same_means_one_person_who_draws_once_and_undoing_makes_two_again() -> None:
    here = town()
    twice(here)
    strangers(here)
    looked(here)
    with acting(here.lister):
        said = same(pair().pk, by=here.lister, at=here.later(), **GROUNDS)
    assert (said.state, said.decided_by) == ("same", here.lister)
    with acting(NATION):
        assert Claim.objects.filter(full_name__contains="Khuê", draw_held=True).count() == 1
        assert Person.objects.filter(same_as__isnull=False).count() == 1
    with acting(here.lister), pytest.raises(AlreadyDone):
        different(said.pk, reason="Hai chị em", by=here.lister, at=here.later())
    with acting(here.lister):
        undone = undo(said.pk, reason="Nhầm hai chị em", by=here.lister, at=here.later())
        assert undone.state == "open"
        with pytest.raises(Refused, match="chưa có quyết định"):
            undo(said.pk, reason="Nhầm hai chị em", by=here.lister, at=here.later())
    with acting(NATION):
        assert Claim.objects.filter(full_name__contains="Khuê", draw_held=True).count() == 2
        assert {"cases.same", "cases.undo_same_or_not"} <= set(Event.objects.filter(subject_kind="resemblance").values_list("verb", flat=True))


def test_different_needs_a_reason_and_is_never_offered_again() -> None:
    here = town()
    twice(here)
    strangers(here)
    looked(here)
    with acting(here.lister), pytest.raises(Refused, match="lý do"):
        different(pair().pk, reason="", by=here.lister, at=here.later())
    with acting(here.lister):
        different(pair().pk, reason="Hai chị em sinh đôi", by=here.lister, at=here.later())
    looked(here)
    assert pair().state == "different"


def test_only_the_owner_decides_and_another_place_sees_no_pair() -> None:
    here, there = town(), town("10633")
    twice(here)
    strangers(here)
    looked(here)
    key = pair().pk
    with acting(here.appraiser), pytest.raises(NotYours, match="Lister"):
        different(key, reason="Hai chị em", by=here.appraiser, at=here.later())
    with acting(there.lister), pytest.raises(Resemblance.DoesNotExist):
        resemblance(key, seen_by=there.lister)


def test_two_communes_of_a_district_are_decided_by_its_appraiser_who_sees_both() -> None:
    here, there = town(), town("10633")
    submitted(here, [person(1, full_name="Nguyễn Thị Ngọc Khuê", phone="0987000111")])
    submitted(there, [person(2, full_name="Nguyễn Ngọc Khuê", phone="0987000111", id_number="024205282", id_kind="cmnd")])
    strangers(here)
    looked(here)
    found = pair()
    assert (found.owner, found.commune, found.district) == (here.appraiser, "", "291")
    with acting(here.lister):
        assert not Resemblance.objects.exists()


def test_a_batch_in_which_too_many_look_alike_stops_and_asks_its_lister_whether_a_column_is_wrong() -> None:
    here = town()
    strangers(here, count=24)
    looked(here)
    again = [person(100 + number, full_name=f"{name} {number}", id_number=None, id_kind=None) for number, name in enumerate(["Trần Thị Khuê"] * 24)]
    submitted(here, again)
    (made,) = looked(here)
    assert (made.state, made.owner, made.people) == ("stopped", here.lister, 24)
    assert made.alike * 100 > made.people * 30
    with acting(NATION):
        assert not Resemblance.objects.filter(one__full_name__contains="Khuê").exists()
    with acting(here.appraiser), pytest.raises(NotYours):
        answer_sweep(made.pk, go_on=True, reason="Đã xem lại tệp", by=here.appraiser, at=here.later())


@pytest.mark.parametrize(("go_on", "state"), [(True, "continued"), (False, "dropped")])
def test_the_answer_lets_the_pairs_into_the_queue_or_drops_them_and_says_why(go_on: bool, state: str) -> None:
    here = town()
    submitted(here, [person(100 + number, full_name=f"Trần Thị Khuê {number}", id_number=None, id_kind=None) for number in range(24)])
    (made,) = looked(here)
    with acting(here.lister):
        answered = answer_sweep(made.pk, go_on=go_on, reason="Đã xem lại tệp gốc", by=here.lister, at=here.later())
    assert (answered.state, answered.reason) == (state, "Đã xem lại tệp gốc")
    if go_on:
        offer_batch(made.pk, at=here.later())
        offer_batch(made.pk, at=here.later())
    with acting(NATION):
        assert Resemblance.objects.exists() is go_on
    with acting(here.lister), pytest.raises(AlreadyDone):
        answer_sweep(made.pk, go_on=go_on, reason="Đã xem lại tệp gốc", by=here.lister, at=here.later())


def test_a_look_at_the_same_moment_finds_nothing_twice_and_the_database_keeps_a_pair_once() -> None:
    here = town()
    twice(here)
    strangers(here)
    made = looked(here)
    assert sweep("30", at=made[0].at) == []
    looked(here)
    found = pair()
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        Resemblance.objects.create(province="30", one=found.other, other=found.one, likely_permille=1, owner=found.owner, found_at=found.found_at)
