"""Whoever is refused has one letter: numbered without gaps, set once, verified by its code, whoever clicks how often."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.cases.models_letters import RefusalLetter
from ansinh.delivery.cases.refusal_letters import letter_pdf, letters_of, number_letters, set_letters
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, approved, person, town
from simulation.together import at_once


def letters(decision: Decision) -> list[RefusalLetter]:
    with acting(NATION):
        return list(RefusalLetter.objects.filter(decision=decision).select_related("claim", "office").order_by("counted"))


def numbered(here: Town, decision: Decision) -> int:
    with acting(here.lister):
        return number_letters(decision.pk, by=here.lister, at=here.later())


@pytest.mark.django_db
def test_each_refused_person_has_one_letter_and_numbers_of_an_office_have_no_gap() -> None:
    here = town()
    first = approved(here, [person(n) for n in range(5)], refused=3)
    second = approved(here, [person(n) for n in range(10, 13)], refused=2)
    assert (numbered(here, first), numbered(here, second), numbered(here, first)) == (3, 2, 0)
    assert [letter.number for letter in (*letters(first), *letters(second))] == [f"{n}/TB-UBND" for n in range(1, 6)]
    assert [letter.claim.order for letter in letters(first)] == [3, 4, 5]
    assert {letter.claim.state for letter in letters(first)} == {"refused"}


@pytest.mark.django_db
def test_letters_are_set_by_the_file_and_each_stands_in_one() -> None:
    here = town()
    decision = approved(here, [person(n) for n in range(6)], refused=5)
    numbered(here, decision)
    with acting(NATION):
        files = [set_letters(decision.pk, at=here.later(), most=2) for _ in range(4)]
    assert [file is not None for file in files] == [True, True, True, False]
    with acting(here.lister):
        told = letters_of(decision, seen_by=here.lister)
        assert (told.numbered, told.set, told.under_way) == (5, 5, False)
        assert [file.pk for file in told.files] == [file.pk for file in files if file]
        alone = letter_pdf(letters(decision)[0].claim, seen_by=here.lister)
    assert alone.startswith(b"%PDF")


@pytest.mark.django_db
def test_the_code_of_a_letter_proves_it_and_names_nobody(client: Client) -> None:
    here = town()
    decision = approved(here, [person(1), person(2)], refused=1)
    numbered(here, decision)
    letter = letters(decision)[0]
    page = client.get(f"/xac-minh/{letter.verification}").content.decode()
    for part in ("Thông báo có thật", letter.number, decision.number):
        assert part in page
    assert letter.claim.full_name not in page


@pytest.mark.django_db
def test_nobody_refused_is_said_and_who_has_no_part_writes_nothing() -> None:
    here, there = town(), town("10633")
    none, some = approved(here, [person(1)]), approved(here, [person(2), person(3)], refused=1)
    with acting(here.lister), pytest.raises(Refused) as refusal:
        number_letters(none.pk, by=here.lister, at=here.later())
    assert refusal.value.code == "nobody_refused"
    with acting(here.payer), pytest.raises(NotYours):
        number_letters(some.pk, by=here.payer, at=here.later())
    with acting(there.lister), pytest.raises(Decision.DoesNotExist):
        number_letters(some.pk, by=there.lister, at=here.later())
    assert letters(some) == []


@pytest.mark.django_db
def test_what_was_numbered_stands() -> None:
    here = town()
    decision = approved(here, [person(1), person(2)], refused=1)
    numbered(here, decision)
    key = letters(decision)[0].pk
    for change in ({"counted": 9}, {"verification": "X"}):
        with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
            RefusalLetter.objects.filter(pk=key).update(**change)
    with acting(NATION), pytest.raises(DatabaseError), transaction.atomic():
        RefusalLetter.objects.filter(pk=key).delete()


def test_two_at_the_same_moment_number_nobody_twice_and_set_no_letter_twice(own_db: str) -> None:
    here = town()
    decision = approved(here, [person(n) for n in range(7)], refused=6)

    def number() -> int:
        with acting(here.lister):
            return number_letters(decision.pk, by=here.lister, at=here.later())

    def put() -> object:
        with acting(NATION):
            return set_letters(decision.pk, at=here.later(), most=3)

    assert sorted(count for count in at_once(number, number) if isinstance(count, int)) == [0, 6]
    files = at_once(put, put)
    assert all(getattr(file, "kind", "") == "refusals" for file in files), files
    assert [letter.counted for letter in letters(decision)] == list(range(1, 7))
    assert all(letter.file_id for letter in letters(decision))
