"""Each province registers its plan and the documents after it; one plan is in force, what was entered stands and all may read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.cases.models_plans import PlanDocument
from ansinh.delivery.cases.plans import file_of, plan_days, plan_document, plan_documents
from ansinh.delivery.cases.register_plan import register_plan, replace_plan
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import town
from delivery.planning import PDF, PLAN, planners

pytestmark = pytest.mark.django_db


def test_the_day_of_a_plan_is_that_of_the_one_in_force_and_a_province_without_one_is_missing() -> None:
    here, far = town(), town("26734", "760", "79")
    by, ministry = planners(here)
    assert plan_days() == {}
    with acting(by):
        first = register_plan("30", PLAN, PDF, "ke-hoach.exe", by=by, at=here.later())
        register_plan("30", replace(PLAN, kind="decision", number="1/QĐ-UBND", issued_on=date(2021, 8, 2)), PDF, "qd.pdf", by=by, at=here.later())
    assert plan_days() == {"30": date(2021, 7, 12)}, "a decision is no plan"
    with acting(by):
        later = replace_plan(first.pk, replace(PLAN, number="2500/KH-UBND", issued_on=date(2021, 8, 5)), PDF, "moi.pdf", by=by, at=here.later())
    with acting(ministry):
        register_plan("79", replace(PLAN, issued_on=date(2021, 7, 1)), PDF, "hcm.pdf", by=ministry, at=far.later())
    assert plan_days() == {"30": date(2021, 8, 5), "79": date(2021, 7, 1)}
    rows = plan_documents("30")
    assert [row.number for row in rows] == ["2500/KH-UBND", "1/QĐ-UBND", "2434/KH-UBND"], "the earlier one stays to be read"
    assert rows[-1].replaced_by == later
    with acting(NATION):
        assert list(Event.objects.filter(province="30", subject_kind="plan_document").order_by("at").values_list("verb", flat=True)) == [
            "cases.register_plan", "cases.register_plan", "cases.replace_plan",
        ]  # fmt: skip


def test_there_is_one_plan_and_each_is_replaced_once_by_one_of_its_kind() -> None:
    here = town()
    by, _ministry = planners(here)
    with acting(by):
        first = register_plan("30", PLAN, PDF, "a.pdf", by=by, at=here.later())
        with pytest.raises(AlreadyDone):
            register_plan("30", replace(PLAN, number="9/KH-UBND"), PDF, "b.pdf", by=by, at=here.later())
        with pytest.raises(Refused):
            replace_plan(first.pk, replace(PLAN, kind="guidance"), PDF, "b.pdf", by=by, at=here.later())
        second = replace_plan(first.pk, PLAN, PDF, "c.pdf", by=by, at=here.later())
        with pytest.raises(AlreadyDone):
            replace_plan(first.pk, PLAN, PDF, "d.pdf", by=by, at=here.later())
        planted = PlanDocument.objects.get(pk=first.pk)
        planted.pk, planted.kind, planted.replaces = None, "guidance", second
        planted._state.adding = True
        with pytest.raises(IntegrityError, match="another kind"), transaction.atomic():
            planted.save(force_insert=True)
        assert PlanDocument.objects.filter(province="30").count() == 2


@pytest.mark.parametrize(
    ("wrong", "content"),
    [({"number": " "}, PDF), ({"signed_by": ""}, PDF), ({"issued_on": date(2030, 1, 1)}, PDF), ({"kind": "order"}, PDF), ({}, b""), ({}, b"MZ a program")],
)
def test_a_document_without_its_words_its_day_or_a_readable_file_is_refused(wrong: dict[str, str], content: bytes) -> None:
    here = town()
    by, _ministry = planners(here)
    with acting(by), pytest.raises(Refused):
        register_plan("30", replace(PLAN, **wrong), content, "a.pdf", by=by, at=here.later())  # type: ignore[arg-type] # words and days
    assert plan_days() == {}
    with acting(NATION):
        assert not StoredFile.objects.exists(), "nothing is kept of what was refused"


def test_provinces_register_their_own_and_everybody_reads_all() -> None:
    here, far = town(), town("26734", "760", "79")
    by, _ministry = planners(here)
    for who in (by, far.lister, far.chair):
        with acting(who), pytest.raises(NotYours):
            register_plan("79", PLAN, PDF, "a.pdf", by=who, at=here.later())
    with acting(by):
        kept = register_plan("30", replace(PLAN, published=False), PDF, "a.pdf", by=by, at=here.later())
        assert PlanDocument.objects.update(number="1") == 0, "what was entered stands"
    with acting(far.lister):
        assert [file_of(row) for row in plan_documents("30")] == [PDF], "read in another province, its file too"
        copy = plan_documents("30")[0]
        copy.pk, copy.kind = None, "decision"
        copy._state.adding = True
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            copy.save(force_insert=True)
    assert plan_documents("30", public=True) == []
    with pytest.raises(PlanDocument.DoesNotExist):
        plan_document(kept.pk, public=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_plandocument")
        assert cursor.fetchone() == (1,), "without anybody signed in the row is read too; what is public is told by its own column"
