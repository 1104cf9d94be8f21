"""Foreign keys asked by the statement: what they refer to is there, and stays."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import sql
from tests.delivery.casework import approved, person, submitted, task_of, town

from ansinh.delivery.cases import correct
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import instruct
from ansinh.delivery.registry.models import Person


def copy_of(table: str, column: str, value: Any) -> None:
    """Insert a row once more with another key and another reference, as faulty code might."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE again ON COMMIT DROP AS SELECT * FROM {table} LIMIT 1")  # noqa: S608 - names of this file
        cursor.execute(f"UPDATE again SET id = %s, {column} = %s", [uuid.uuid4(), value])  # noqa: S608
        if table == "cases_claim":
            cursor.execute("UPDATE again SET receipt = 'another', \"order\" = 99")
        cursor.execute(f"INSERT INTO {table} SELECT * FROM again")  # noqa: S608


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "column"), [("cases_claim", "dossier_id"), ("cases_determination", "claim_id"), ("cases_uploadrow", "upload_id")])
def test_no_row_refers_to_what_is_not_there(table: str, column: str) -> None:
    here = town()
    submitted(here, [person(1), person(2)])
    with acting(NATION), pytest.raises(IntegrityError, match="there is no"), transaction.atomic():
        copy_of(table, column, uuid.uuid4())


@pytest.mark.django_db
def test_a_reference_cannot_be_turned_to_what_is_not_there() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    with acting(NATION), pytest.raises(IntegrityError, match="there is no such"), transaction.atomic():
        Claim.objects.filter(dossier=dossier).update(dossier_id=uuid.uuid4())


@pytest.mark.parametrize("kept", ["cases_dossier", "cases_upload", "cases_claim", "cases_decision", "payments_instruction"])
def test_what_is_referred_to_is_never_deleted_not_even_by_the_owner(kept: str, own_db: str, owner_connection: psycopg.Connection[Any]) -> None:
    here = town()
    decision = approved(here, [person(1)])
    with acting(here.payer):
        instruct.instruct(decision.pk, by=here.payer, at=here.later())
    with pytest.raises(psycopg.IntegrityError, match="only ever added"):
        owner_connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(kept)))


@pytest.mark.django_db
def test_a_claim_begins_in_review() -> None:
    here = town()
    submitted(here, [person(1)])
    with acting(NATION), pytest.raises(IntegrityError, match="begins in review"), transaction.atomic():
        copy_of("cases_claim", "state", "approved")


@pytest.mark.django_db
def test_a_claim_names_a_person_of_the_registry_also_after_its_number_was_put_right() -> None:
    here = town()
    dossier = submitted(here, [person(1), person(2, id_number="", id_kind=None)])
    with acting(here.lister):
        without = Claim.objects.get(dossier=dossier, id_kind="")
        correct.correct(task_of(dossier).pk, without.pk, changes={"id_number": "030187000077"}, facts={}, by=here.lister, at=here.later())
    with acting(NATION):
        for claim in Claim.objects.filter(dossier=dossier):
            assert Person.objects.filter(province=claim.province, identity=claim.identity).count() == 1
