"""Nobody sees another place's people: not by a query of ours, and not by any query at all."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.offices.scope import NATION, Scope, acting, within
from ansinh.delivery.registry.models import Draw
from delivery.casework import approved, person, submitted, town

pytestmark = pytest.mark.django_db

SECURED = [model for model in apps.get_models() if issubclass(model, Placed)]


def counts(scope: Scope | None) -> dict[str, int]:
    def counted() -> dict[str, int]:
        return {model.__name__: model._base_manager.count() for model in SECURED}

    if scope is None:
        return counted()
    with acting(scope):
        return counted()


def test_a_transaction_that_names_nobody_sees_no_row_of_any_case() -> None:
    approved(town(), [person(1)])
    assert not any(counts(None).values())
    assert not any(counts(Scope("none", "")).values())


def test_another_commune_district_and_province_see_nothing_of_this_one() -> None:
    approved(town(), [person(1)])
    for scope in (Scope("commune", "10633"), Scope("district", "292"), Scope("province", "79")):
        assert not any(counts(scope).values()), scope
    assert counts(Scope("commune", "10630"))["Claim"] == 1
    assert counts(Scope("province", "30"))["Claim"] == 1


def test_the_first_wall_filters_before_the_database_does() -> None:
    here, there = town(), town("10633")
    submitted(here, [person(1)])
    submitted(there, [person(2)])
    with acting(NATION):
        assert {d.commune for d in within(Dossier.objects.all(), here.lister)} == {"10630"}
        assert within(Dossier.objects.all(), here.appraiser).count() == 2
        with pytest.raises(PermissionError):
            within(Dossier.objects.all(), Scope("none", ""))


def test_a_row_cannot_be_written_into_another_place() -> None:
    here = town()
    submitted(here, [person(1)])
    with acting(here.lister), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Draw.objects.create(
            province="79", district="760", commune="26734", programme="nq68", policy="nq68-12", identity="cccd:1", claim=Claim.objects.get().pk, held_at=here.at
        )


def test_a_case_never_changes_its_province() -> None:
    submitted(town(), [person(1)])
    with acting(NATION), pytest.raises(IntegrityError, match="never changes its province"), transaction.atomic():
        Claim.objects.update(province="79")


def test_every_table_of_a_case_has_its_wall_forced() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}
    named: list[type[Model]] = [model for model in SECURED if model._meta.db_table not in walled]
    assert named == []


def test_nothing_of_a_case_can_be_deleted_by_the_application() -> None:
    approved(town(), [person(1)])
    for model in SECURED:
        with acting(NATION), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own table names
