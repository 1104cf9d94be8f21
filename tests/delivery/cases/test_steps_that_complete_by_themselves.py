"""A step that registers vouch for needs no human act: it completes in the name of whoever answers for it, and some are looked at again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases import attest, by_itself, mandates, submit
from ansinh.delivery.cases.answer_again import follow, to_follow
from ansinh.delivery.cases.models_mandates import Completion, Mandate
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, read_list, task_of, town
from delivery.intake.employing import accountant, filed, insured_town, taken
from delivery.registry.test_registers import sent, si_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
LEAVE = {
    "requests_support": True, "employer_stopped_by_authority": True, "leave_within_contract": True, "leave_start": "2021-08-02", "leave_days": 31,
    "pregnant": False, "children_under_6": 0,
}  # fmt: skip


def insurance(here: Town) -> tuple[Officer, Officer]:
    """Give the verifier and the head of the district's social insurance."""
    office, _new = Office.objects.get_or_create(
        kind="social_insurance", level="district", province=here.province, district=here.district, defaults={"name": "BHXH huyện", "symbol": "BHXH"}
    )
    return officer("verifier.si", office, Role.VERIFIER), officer("head.si", office, Role.CHIEF)


def mandated(here: Town, *, most_vnd: int = 5_000_000) -> Mandate:
    verifier, head = insurance(here)
    at = here.later()
    with acting(head):
        return mandates.give(verifier, "nq68-04", most_vnd=most_vnd, basis="Quyết định 12/QĐ-BHXH", since=timezone.localdate(at), until=None, by=head, at=at)


def on_leave(here: Town, *numbers: int, **more: object) -> Dossier:
    upload = read_list(here, [person(number, amount=None) for number in numbers], policy="nq68-04")
    with acting(here.lister):
        attest.attest(upload, {**LEAVE, **more}, by=here.lister, at=here.later())
        return submit.submit(upload, by=here.lister, at=here.later())


def tried(here: Town) -> list[Completion]:
    at = here.later()
    return [done for task in by_itself.to_complete(at=at) if (done := by_itself.complete(task, at=at))]


def test_a_step_that_registers_vouch_for_completes_in_the_name_of_whoever_holds_the_mandate() -> None:
    here = town()
    sent(here, si_lines(3))
    mandate = mandated(here)
    dossier = on_leave(here, 1, 2, 3)
    before = task_of(dossier)
    (done,) = tried(here)
    after = task_of(dossier)
    with acting(NATION):
        before.refresh_from_db()
        assert (before.outcome, before.done_by, after.step, after.owner) == ("forwarded", mandate.officer, "appraise", here.appraiser)
        assert (done.claims, done.mandate, done.review_by is None) == (3, mandate, False), "the first under a mandate is looked at"
        assert {(one["fact"], one["claims"]) for one in done.vouched} == {("has_labour_contract", 3), ("si_month_before", 3)}
        event = Event.objects.get(verb="cases.complete_by_itself", subject_kind="completion")
        assert event.after is not None
        assert (event.officer_name, event.after["mandate"]) == (mandate.officer.full_name, "Quyết định 12/QĐ-BHXH")
    assert tried(here) == []


def test_an_appraisal_completes_too_where_the_order_is_on_record_and_the_decision_never() -> None:
    here = town()
    sent(here, si_lines(2))
    orders = [f"030187{number:06d},Nguyễn Thị Hoa {number},có" for number in (1, 2)]
    sent(here, "\n".join(["id_number,full_name,employer_stopped_by_authority", *orders]), register="stop_orders")
    mandated(here)
    dossier = on_leave(here, 1, 2)
    assert [done.task.step for done in (*tried(here), *tried(here))] == ["confirm"], "the district gave no mandate"
    head, at = officer("head.district", here.offices["district"], Role.CHIEF), here.later()
    with acting(head):
        mandates.give(here.appraiser, "nq68-04", most_vnd=5_000_000, basis="Quyết định 7/QĐ-UBND", since=timezone.localdate(at), until=None, by=head, at=at)
    assert [done.task.step for done in (*tried(here), *tried(here))] == ["appraise"]
    after = task_of(dossier)
    assert (after.step, after.owner) == ("approve", here.chair)


@pytest.mark.parametrize("lacking", ["mandate", "register", "limit", "agreement"])
def test_a_step_waits_for_its_owner_where_anything_needs_a_human(lacking: str) -> None:
    here = town()
    insurance(here)
    sent(here, si_lines(1 if lacking == "register" else 2, through="05/2021" if lacking == "agreement" else "07/2021"))
    if lacking != "mandate":
        mandated(here, most_vnd=1_000_000 if lacking == "limit" else 5_000_000)
    dossier = on_leave(here, 1, 2, **({"si_month_before": True} if lacking == "agreement" else {}))
    assert tried(here) == []
    assert task_of(dossier).step == "confirm"
    assert by_itself.to_complete(at=here.later()) == [], "it is not tried again until a register or the mandate is newer"


def test_an_employers_list_waits_for_its_workers_whatever_the_register_vouches_for() -> None:
    here = insured_town()
    sent(here, si_lines(1, through="08/2021").replace("Nguyễn Thị Hoa 1", "Tên Khác"))
    head = officer("head.agency", here.offices["agency"], Role.CHIEF)
    with acting(head):
        told = {"most_vnd": 5_000_000, "basis": "Quyết định 12/QĐ-BHXH", "since": date(2021, 8, 1), "until": None}
        mandates.give(here.verifier, "nq68-04", by=head, at=here.later(), **told)  # type: ignore[arg-type] # as given
    dossier = taken(here, filed(here, accountant(here), 1))
    assert tried(here) == []
    assert task_of(dossier).step == "confirm"
    assert by_itself.to_complete(at=here.later()) == []


def test_a_step_is_tried_again_when_a_register_becomes_newer() -> None:
    here = town()
    mandated(here)
    sent(here, si_lines(10))
    dossier = on_leave(here, 11, 12)
    assert tried(here) == []
    sent(here, si_lines(12), dated=date(2021, 8, 2))
    for snapshot in to_follow():
        follow(snapshot, at=here.later())
    (done,) = tried(here)
    assert done.task.dossier_id == dossier.pk


def test_a_wrong_completion_ends_the_mandate_and_nobody_looks_at_her_own() -> None:
    here = town()
    sent(here, si_lines(4))
    mandate = mandated(here)
    verifier, head = insurance(here)
    on_leave(here, 1, 2)
    (done,) = tried(here)
    with acting(verifier), pytest.raises(NotYours):
        mandates.look_again(done.pk, finding="right", remark="", by=verifier, at=here.later())
    with acting(head):
        assert [row.pk for row in mandates.to_look_at(head.office)] == [done.pk]
        with pytest.raises(Refused, match="sai ở đâu"):
            mandates.look_again(done.pk, finding="wrong", remark="sai", by=head, at=here.later())
        mandates.look_again(done.pk, finding="wrong", remark="Hợp đồng đã hết hạn từ tháng 5", by=head, at=here.later())
        with pytest.raises(AlreadyDone):
            mandates.look_again(done.pk, finding="right", remark="", by=head, at=here.later())
        assert mandates.to_look_at(head.office) == []
        mandate.refresh_from_db()
    assert mandate.held.isempty or mandate.held.upper == timezone.localdate(here.at)
    dossier = on_leave(here, 3, 4)
    assert tried(here) == []
    assert task_of(dossier).step == "confirm"


def test_nobody_gives_a_mandate_to_herself_or_for_a_policy_without_such_a_step() -> None:
    here = town()
    verifier, head = insurance(here)
    told = {"most_vnd": 5_000_000, "basis": "Quyết định 12/QĐ-BHXH", "since": date(2021, 8, 6), "until": None, "at": here.later()}
    with acting(head):
        for whom, policy in ((head, "nq68-04"), (verifier, "nq68-12"), (here.lister, "nq68-04")):
            with pytest.raises(Refused):
                mandates.give(whom, policy, by=head, **told)
        mandates.give(verifier, "nq68-04", by=head, **told)
        with pytest.raises(Refused, match="đã được giao"):
            mandates.give(verifier, "nq68-04", by=head, **told)
    with acting(verifier), pytest.raises(NotYours):
        mandates.give(head, "nq68-04", by=verifier, **told)


def test_what_was_given_and_found_stands_in_the_database_too() -> None:
    here = town()
    sent(here, si_lines(1))
    mandate = mandated(here)
    on_leave(here, 1)
    (done,) = tried(here)
    for statement, key in (
        ("UPDATE cases_mandate SET most_vnd = 9 WHERE id = %s", mandate.pk),
        ("DELETE FROM cases_mandate WHERE id = %s", mandate.pk),
        ("UPDATE cases_completion SET claims = 9 WHERE id = %s", done.pk),
        ("DELETE FROM cases_completion WHERE id = %s", done.pk),
    ):
        with acting(NATION), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [key])


def test_the_head_of_an_office_gives_a_mandate_and_looks_at_what_was_drawn(signed_in: Callable[[Officer], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    here = town()
    sent(here, si_lines(1))
    verifier, head = insurance(here)
    now = here.later()
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = signed_in(head)
    page = client.get(reverse("mandates"))
    assert "Chưa giao cho ai" in page.content.decode()
    given = {
        "officer": verifier.pk,
        "policy": "nq68-04",
        "most_vnd": "5.000.000",
        "basis": "Quyết định 12/QĐ-BHXH",
        "since": f"{timezone.localdate(now):%d/%m/%Y}",
    }
    assert client.post(reverse("mandate_new"), {**given, "basis": "1"}).status_code == 409
    assert client.post(reverse("mandate_new"), given).status_code == 302
    on_leave(here, 1)
    (done,) = tried(here)
    assert "Cần kiểm tra lại" in client.get(reverse("mandates")).content.decode()
    assert client.post(reverse("completion_found", args=[done.pk]), {"finding": "right"}).status_code == 302
    with acting(NATION):
        done.refresh_from_db()
        assert (done.finding, done.found_by) == ("right", head)
    assert signed_in(verifier).post(reverse("mandate_end", args=[done.mandate_id])).status_code == 403
    assert client.post(reverse("mandate_end", args=[done.mandate_id])).status_code == 302
