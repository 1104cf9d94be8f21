"""An earlier decision is revoked or corrected by a later one, proposed by one officer and signed by another; it stays as it was, and says so."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.escalate_revisions import escalate_revisions, late_proposals, provinces_with_open_proposals
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models import Claim, Decision
from ansinh.delivery.cases.models_revisions import Revision, RevisionEscalation
from ansinh.delivery.cases.public import claim_status, decision_behind, revision_behind
from ansinh.delivery.cases.reopen import anew_from
from ansinh.delivery.cases.revision_owners import hand_over_revision, revisions_without_owner
from ansinh.delivery.cases.revision_papers import make_revision_document
from ansinh.delivery.cases.sign_revision import reject
from ansinh.delivery.cases.tell_revision import tell_revision
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Absence, Assignment, Office, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments.revise import sign
from ansinh.delivery.reports.models import Daily
from ansinh.policy.calendar import vietnam_calendar
from delivery.casework import approved, officer, person, town
from delivery.revising import claims, correction, decided, followed, patient, proposed, revoked, signed
from simulation.truth import demand_evidence, demand_truth

pytestmark = pytest.mark.django_db
WHY_NOT = "Đã xác minh: người này còn sống"


def states(decision: Decision) -> list[str]:
    return [claim.state for claim in claims(decision)]


def counted(*names: str) -> tuple[int, ...]:
    """Count what happened and give the province's sums."""
    followed(town())
    with acting(NATION):
        rows = Daily.objects.filter(level="province", province="30")
        return tuple(sum(getattr(row, name) for row in rows) for name in names)


def test_the_authority_revokes_one_approval_under_the_next_number_and_the_earlier_decision_stays_as_it_was() -> None:
    here, decision = decided([person(n) for n in range(1, 4)])
    revision = proposed(here, decision, claims(decision)[1])
    assert (revision.owner, revision.state, revision.claims, revision.before_vnd, revision.due_on) == (here.chair, "proposed", 1, 1_500_000, date(2021, 8, 13))
    assert states(decision) == ["approved"] * 3
    later = signed(here, revision)
    assert (decision.number, later.number, later.office_id) == ("1/QĐ-UBND", "2/QĐ-UBND", decision.office_id)
    assert states(decision) == ["approved", "revoked", "approved"]
    with acting(NATION):
        held = Decision.objects.get(pk=decision.pk)
        assert (held.approved, held.amount_vnd, held.number) == (3, 4_500_000, "1/QĐ-UBND")
        assert Event.objects.filter(verb="cases.revise", subject_kind="claim").count() == 1
    assert counted("approved", "approved_vnd") == (2, 3_000_000)
    demand_truth()
    demand_evidence()


def test_whoever_proposes_does_not_sign_and_an_approver_proposes_to_another() -> None:
    here, decision = decided([person(1)])
    other = officer("chair.other", here.offices["province"], Role.APPROVER)
    revision = proposed(here, decision, by=here.chair)
    assert revision.owner == other
    for by in (here.chair, here.appraiser):
        with acting(by), pytest.raises(NotYours):
            sign(revision.pk, by=by, at=here.later())
    with acting(NATION), pytest.raises(IntegrityError, match="revision_of_another"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(
            state="signed", answered_by=here.chair, answered_at=here.at, number="9/QĐ", year=2021, decided_on=here.at.date(), verification="x"
        )
    with acting(other):
        assert sign(revision.pk, by=other, at=here.later()).state == "signed"
        with pytest.raises(AlreadyDone):
            sign(revision.pk, by=other, at=here.later())


def test_a_rejected_proposal_changes_nothing_and_leaves_no_gap_between_numbers() -> None:
    here, decision = decided([person(1), person(2)])
    revision = proposed(here, decision, claims(decision)[0])
    with acting(here.chair):
        with pytest.raises(Refused):
            reject(revision.pk, reason="Không", by=here.chair, at=here.later())
        assert reject(revision.pk, reason=WHY_NOT, by=here.chair, at=here.later()).number == ""
    assert states(decision) == ["approved", "approved"]
    assert revoked(here, decision, claims(decision)[0]).number == "2/QĐ-UBND"
    assert approved(here, [person(9)]).number == "3/QĐ-UBND"
    demand_truth()


def test_a_claim_waits_in_one_proposal_at_a_time_and_is_revoked_once() -> None:
    here, decision = decided([person(1), person(2)])
    first = claims(decision)[0]
    revision = proposed(here, decision, first)
    with pytest.raises(Refused) as refusal:
        proposed(here, decision)
    assert refusal.value.code == "proposed_already"
    signed(here, revision)
    with pytest.raises(Refused) as refusal:
        proposed(here, decision, first)
    assert refusal.value.code == "nobody_approved"
    assert proposed(here, decision).claims == 1


def test_nothing_is_proposed_without_reason_article_or_before_the_paper_is_set() -> None:
    here = town()
    decision = approved(here, [person(1)])
    with pytest.raises(Refused) as refusal:
        proposed(here, decision)
    assert refusal.value.code == "paper_not_set"
    here, decision = decided([person(2)])
    with pytest.raises(Refused) as refusal:
        proposed(here, decision, ground="clerical")
    assert refusal.value.code == "ground_missing"
    with acting(here.payer), pytest.raises(Claim.DoesNotExist):
        correction(here, decision, Claim(pk=decision.pk), full_name="X")


def test_a_revoked_claim_frees_its_draw_so_that_the_person_may_claim_elsewhere_or_be_looked_at_anew() -> None:
    here, decision = decided([person(1)])
    there = town("10633")
    revoked(here, decision)
    assert states(approved(there, [person(1)])) == ["approved"]
    with acting(NATION):
        assert anew_from(claims(decision)[0]).policy == "nq68-12"
    demand_truth()


def test_a_correction_changes_the_claim_by_the_law_and_keeps_what_was_so_before() -> None:
    here, decision = decided([patient(1)], policy="nq68-08")
    revision = signed(
        here, correction(here, decision, claims(decision)[0], {"f0_days": 20}, full_name="nguyễn thị hòa", account_number="1234567890", bank_name="Agribank")
    )
    (claim,) = claims(decision)
    assert (claim.full_name, claim.amount_vnd, claim.state, claim.account_number) == ("Nguyễn Thị Hòa", 1_600_000, "approved", "1234567890")
    with acting(NATION):
        item = revision.items.get()
        assert item.before == {"full_name": "Nguyễn Thị Hoa 1", "bank_name": "", "account_number": "", "facts": {"f0_days": 14}}
        assert item.after["account_number"] == "890"
        assert claim.determinations.order_by("-made_at", "-id")[0].facts["f0_days"] == 20
    assert counted("approved", "approved_vnd") == (1, 1_600_000)
    demand_truth()


def test_a_corrected_number_takes_its_draw_along_and_one_that_drew_elsewhere_is_refused() -> None:
    here, decision = decided([person(1), person(2)])
    approved(here, [person(7)])
    one, two = claims(decision)
    signed(here, correction(here, decision, one, id_number="030187000005"))
    demand_truth()
    with pytest.raises(Refused) as refusal:
        signed(here, correction(here, decision, two, id_number="030187000007"))
    assert refusal.value.code == "drawn_elsewhere"
    assert claims(decision)[1].id_number == "030187000002"
    demand_truth()


def test_facts_that_the_law_refuses_are_no_correction_and_nothing_changed_is_none() -> None:
    here, decision = decided([patient(1)], policy="nq68-08")
    (claim,) = claims(decision)
    for facts, code in (({"f0_days": 0}, "corrected_not_eligible"), ({"f0_days": 14}, "nothing_corrected")):
        with pytest.raises(Refused) as refusal:
            correction(here, decision, claim, facts)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        correction(here, decision, claim, address="Thôn Đông")
    assert refusal.value.code == "field_fixed"


def test_its_paper_is_set_once_and_codes_on_both_papers_tell_of_it_without_naming_anybody(client: Client) -> None:
    here = town()
    decision = approved(here, [person(1), person(2)])
    with acting(NATION):
        paper = content_of(make_document(decision.pk, at=here.later()))
    revision = revoked(here, decision, claims(decision)[0])
    with acting(NATION):
        file = make_revision_document(revision.pk, at=here.later())
        assert make_revision_document(revision.pk, at=here.later()).pk == file.pk
        assert content_of(file).startswith(b"%PDF")
        assert content_of(Decision.objects.select_related("document").get(pk=decision.pk).document) == paper
    shown, earlier = revision_behind(revision.verification), decision_behind(decision.verification)
    assert shown is not None
    assert (shown.number, shown.earlier, shown.claims, shown.before_vnd, shown.after_vnd) == ("2/QĐ-UBND", "1/QĐ-UBND", 1, 1_500_000, 0)
    assert earlier is not None
    assert earlier.revised == (("2/QĐ-UBND", here.at.date(), "revoke", 1),)
    for code in (revision.verification, decision.verification):
        page = client.get(f"/xac-minh/{code}").content.decode()
        assert "2/QĐ-UBND" in page
        assert "Nguyễn Thị Hoa" not in page


def test_each_person_is_told_of_her_own_matter_once_with_the_way_to_appeal() -> None:
    here, decision = decided([person(1), person(2)])
    one, two = claims(decision)
    revision = revoked(here, decision, one)
    with acting(NATION):
        assert tell_revision(revision.pk, actor=SYSTEM, at=here.later()) == 1
        assert tell_revision(revision.pk, actor=SYSTEM, at=here.later()) == 0
        notice = Notice.objects.get(occasion=revision.pk)
    assert (notice.subject, notice.kind) == (one.pk, "revoked")
    said = ("2/QĐ-UBND", "mất ngày 02/7/2021.", "NQ 68/NQ-CP", f"khiếu nại tới {decision.office.name}", one.receipt)
    assert [words for words in said if words not in notice.text_vi] == []
    assert "{" not in notice.text_vi + notice.text_en
    mine, hers = (claim_status(claim.receipt, 1987) for claim in (one, two))
    assert mine is not None
    assert hers is not None
    assert ([later.number for later in mine.later], mine.state, hers.later, hers.state) == (["2/QĐ-UBND"], "revoked", (), "approved")


def test_a_proposal_never_waits_for_somebody_who_is_away() -> None:
    here, decision = decided([person(1)])
    revision = proposed(here, decision)
    other = officer("chair.other", here.offices["province"], Role.APPROVER)
    assert revisions_without_owner(at=here.later()) == []
    Absence.objects.create(
        officer=here.chair, deputy=other, away=TimestamptzRange(here.at, None), basis="Cách ly y tế", recorded_by=other, recorded_at=here.at
    )  # fmt: skip
    assert revisions_without_owner(at=here.later()) == [revision.pk]
    assert hand_over_revision(revision.pk, at=here.later())
    with acting(NATION):
        assert Revision.objects.select_related("owner").get(pk=revision.pk).owner == other


def after(due: date, working_days: int) -> datetime:
    """Give ten o'clock of so many working days after a day."""
    return timezone.make_aware(datetime.combine(vietnam_calendar().due_on(due, working_days) if working_days else due, time(10)))


def test_a_proposal_that_waits_too_long_climbs_each_rung_once_and_stops_when_it_is_answered() -> None:
    here, decision = decided([person(1)])
    revision = proposed(here, decision)
    head = officer("chu.tich", here.offices["province"], Role.CHIEF)
    minister = officer("vu.truong", Office.objects.get(kind="ministry"), Role.CHIEF)
    with acting(NATION):
        assert provinces_with_open_proposals() == ["30"]
    for days, told in ((-1, 0), (0, 1), (0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (5, 1), (9, 0)):
        with acting(NATION):
            at = after(revision.due_on, days) if days >= 0 else here.at
            assert escalate_revisions("30", at=at) == told, days
    with acting(NATION):
        rungs = [(row.rung, row.told) for row in RevisionEscalation.objects.order_by("pk").select_related("told")]
        assert rungs == [("reminder", here.chair), ("chief", head), ("province", head), ("ministry", minister)]
        assert Event.objects.filter(verb="cases.escalate_revision", subject=revision.pk).count() == 4
        with pytest.raises(IntegrityError), transaction.atomic():
            RevisionEscalation.objects.update(rung="chief")
    for by, rung in ((head, "province"), (minister, "ministry")):
        with acting(by):
            assert [(row.revision, row.rung) for row in late_proposals(told=by)] == [(revision, rung)]
    with acting(here.chair):
        assert late_proposals(told=here.chair) == []
        reject(revision.pk, reason=WHY_NOT, by=here.chair, at=here.later())
    with acting(head):
        assert late_proposals(told=head) == []
    with acting(NATION):
        assert (provinces_with_open_proposals(), escalate_revisions("30", at=after(revision.due_on, 20))) == ([], 0)
    demand_evidence()


def test_of_a_late_proposal_its_signer_is_not_told_as_the_head_of_her_office() -> None:
    here, decision = decided([person(1)])
    revision = proposed(here, decision)
    with acting(NATION):
        held = Assignment.objects.get(officer=here.chair, role=Role.APPROVER)
        Assignment.objects.create(officer=here.chair, office=here.chair.office, role=Role.CHIEF, held=held.held, basis=held.basis)
        assert escalate_revisions("30", at=after(revision.due_on, 1)) == 2
        assert [(row.rung, row.told) for row in RevisionEscalation.objects.order_by("pk")] == [("reminder", here.chair), ("chief", None)]


def test_what_was_signed_stands() -> None:
    here, decision = decided([person(1)])
    revision = revoked(here, decision)
    for table, change in (
        ("cases_revision", "reason = 'khác'"),
        ("cases_revision", "number = '7/QĐ'"),
        ("cases_revisionitem", "before_vnd = 5"),
        ("cases_revisionitem", "state = 'proposed'"),
    ):
        with acting(NATION), pytest.raises(IntegrityError, match="stands as it was"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608 - the examples above
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).delete()
