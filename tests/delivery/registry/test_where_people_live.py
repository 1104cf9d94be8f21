"""A person is registered in one place and may live in another; a move ends one residence and begins the next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Place
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.identify import Number, identify
from ansinh.delivery.registry.models import Person
from ansinh.delivery.registry.models_residences import Residence
from ansinh.delivery.registry.reside import Dwelling, reside
from delivery.casework import Town, person, submitted, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
PAPER: dict[str, Any] = {"source": "paper", "evidence": "Sổ hộ khẩu số 123"}


def someone(here: Town) -> Person:
    submitted(here, [person(1)])
    with acting(NATION):
        return Person.objects.get(id_number="030187000001")


def test_registered_and_actual_residence_stand_side_by_side_and_a_move_ends_the_one_before() -> None:
    here, _other = town(), town("10633")
    who = someone(here)
    with acting(here.lister):
        kept = {"by": here.lister, **PAPER}
        home = reside(who.pk, Dwelling("registered", "10633", "Thôn Đông"), since=date(2015, 1, 1), at=here.later(), **kept)
        flat = reside(who.pk, Dwelling("actual", "10630"), since=date(2020, 3, 1), at=here.later(), **kept)
        assert reside(who.pk, Dwelling("actual", "10630"), since=date(2020, 3, 1), at=here.later(), **kept).pk == flat.pk
        moved = reside(who.pk, Dwelling("actual", "10633", "Thôn Đông"), since=date(2021, 7, 1), at=here.later(), **kept)
        flat.refresh_from_db()
        assert (flat.until, moved.until, home.until) == (date(2021, 6, 30), None, None)
        assert Residence.objects.filter(held__contains=date(2021, 8, 1)).count() == 2
        assert Event.objects.filter(verb="registry.reside").count() == 3
        with pytest.raises(Refused, match="phải sau ngày đó"):
            reside(who.pk, Dwelling("actual", "10630"), since=date(2021, 7, 1), at=here.later(), **kept)


@pytest.mark.parametrize(
    ("dwelling", "changes", "code"),
    [
        (Dwelling("actual", "99999"), {}, "commune_unknown"),
        (Dwelling("actual", "10630"), {"since": date(2031, 1, 1)}, "day_ahead"),
        (Dwelling("actual", "10630"), {"evidence": "."}, "evidence_missing"),
        (Dwelling("actual", "10630"), {"source": "rumour"}, "source_unknown"),
        (Dwelling("summer", "10630"), {}, "kind_unknown"),
    ],
)
def test_a_residence_that_cannot_be_or_rests_on_nothing_is_refused(dwelling: Dwelling, changes: dict[str, Any], code: str) -> None:
    here = town()
    who = someone(here)
    with acting(here.lister), pytest.raises(Refused) as refusal:
        reside(who.pk, dwelling, by=here.lister, at=here.later(), **{"since": date(2021, 1, 1), **PAPER, **changes})
    assert refusal.value.code == code


def test_a_code_is_looked_for_on_the_map_of_its_day() -> None:
    here = town()
    who = someone(here)
    with acting(NATION):
        Place.objects.filter(code="10630").update(valid_to=date(2021, 6, 30))
    with acting(here.lister):
        assert reside(who.pk, Dwelling("registered", "10630"), since=date(2021, 6, 30), by=here.lister, at=here.later(), **PAPER).place.code == "10630"
        with pytest.raises(Refused):
            reside(who.pk, Dwelling("actual", "10630"), since=date(2021, 7, 1), by=here.lister, at=here.later(), **PAPER)


def test_only_who_keeps_the_registry_enters_a_residence_and_what_was_entered_stands() -> None:
    here = town()
    who = someone(here)
    with acting(here.chair), pytest.raises(NotYours):
        reside(who.pk, Dwelling("actual", "10630"), since=date(2021, 1, 1), by=here.chair, at=here.later(), **PAPER)
    with acting(here.lister):
        made = reside(who.pk, Dwelling("actual", "10630"), since=date(2021, 1, 1), by=here.lister, at=here.later(), **PAPER)
    for statement in ("UPDATE registry_residence SET address = 'x' WHERE id = %s", "DELETE FROM registry_residence WHERE id = %s"):
        with acting(NATION), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made.pk])


def test_an_account_of_somebody_else_needs_authority_and_says_so() -> None:
    here = town()
    who = someone(here)
    with acting(here.lister):
        made = identify(
            who.pk, Number("account", "970422920001", "Agribank", "TRAN VAN BINH", "Giấy ủy quyền 7/UQ ngày 1/8/2021"),
            source="paper", evidence="Giấy ủy quyền có chứng thực", since=date(2021, 8, 1), by=here.lister, at=here.later(),
        )  # fmt: skip
    assert (made.holder_name, made.authority) == ("TRAN VAN BINH", "Giấy ủy quyền 7/UQ ngày 1/8/2021")


def test_an_officer_enters_a_residence_on_the_page_of_a_person(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    who = someone(here)
    client = signed_in(here.lister)
    address = reverse("person_residence", args=[who.pk])
    told = {"kind": "actual", "commune": "10630", "address": "Thôn Đoài", "since": "01/03/2020", **PAPER}
    assert "Chọn một xã trong tỉnh" in client.post(address, {**told, "elsewhere": "26734"}).content.decode()
    assert client.post(address, told).status_code == 302
    page = client.get(reverse("person", args=[who.pk])).content.decode()
    assert "Đăng ký cư trú và nơi ở" in page
    assert "Thôn Đoài" not in page, "masked at first sight"
