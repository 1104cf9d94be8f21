"""A proposal is signed, under the next number of the authority's decisions, or rejected with a reason; the decision before it stays as it was.

What follows for money is the later room's: doors sign by `payments.revise.sign`, and a trigger holds the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max

from ansinh.delivery.cases.correct import know
from ansinh.delivery.cases.corrected import corrected
from ansinh.delivery.cases.jobs_revisions import follow_revision
from ansinh.delivery.cases.models import Claim, Decision, Determination
from ansinh.delivery.cases.models_revisions import Revision, RevisionItem, State
from ansinh.delivery.cases.numbers import new_code, next_number
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.cases.revise import ITEMS, SHORTEST_REASON
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.offices.signing import ToSign, signs
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

REVOKED = """
    UPDATE cases_claim c SET state = 'revoked', state_reason = %(reason)s, state_article = %(article)s, draw_held = false
    FROM cases_revisionitem i WHERE i.revision_id = %(revision)s AND i.claim_id = c.id AND c.state = 'approved' AND c.amount_vnd = i.before_vnd"""

FREED = """
    UPDATE registry_draw r SET released_at = %(at)s FROM cases_revisionitem i
    WHERE i.revision_id = %(revision)s AND r.claim = i.claim_id AND r.released_at IS NULL"""

DRAWN = """
    INSERT INTO registry_draw (id, programme, policy, exclusive_group, identity, holder, claim, province, district, commune, held_at)
    SELECT ansinh_key(), %(programme)s, c.policy, c.exclusive_group, %(identity)s::text,
        coalesce((SELECT k.holder FROM registry_holders_of(ARRAY[%(identity)s::text]) k), %(identity)s::text), c.id, c.province, c.district, c.commune, %(at)s
    FROM cases_claim c WHERE c.id = %(claim)s
    ON CONFLICT (holder, programme, slot) WHERE released_at IS NULL DO NOTHING"""

SHADED = """
    UPDATE cases_revisionitem i SET state = %(state)s,
        before = i.before || CASE WHEN i.before ? 'account_number' THEN jsonb_build_object('account_number', right(i.before ->> 'account_number', 3)) ELSE '{}' END,
        after = i.after || CASE WHEN i.after ? 'account_number' THEN jsonb_build_object('account_number', right(i.after ->> 'account_number', 3)) ELSE '{}' END
    WHERE i.revision_id = %(revision)s"""
"""Once answered, of an account its last three digits stay here: the whole number is the claim's, kept as long as claims keep theirs."""


def sign_revision(revision_id: uuid.UUID, *, by: Officer, at: datetime) -> Revision:
    """Sign a proposal, number it and carry it out on its claims; give it as a decision.

    The decision it concerns is locked, as whoever pays locks it: one after the other. Raises `NotYours` for anybody but its owner and for who
    proposed it, `AlreadyDone` when it was answered, `Refused` where a claim no longer is as it was proposed.
    """
    with act(actor_of(by), "cases.revise", at=at, province=by.office.province) as deed:
        revision = _held(deed, revision_id, by=by)
        _demand_may_sign(revision, by=by, at=at)
        values: dict[str, Any] = {"revision": revision.pk, "reason": revision.reason, "article": revision.article, "at": at}
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '120s'")
            _demand_unchanged(cursor, revision)
            if revision.kind == Revision.Kind.REVOKE:
                cursor.execute(SHADED, {**values, "state": State.SIGNED})
                cursor.execute(REVOKED, values)
                cursor.execute(FREED, values)
            else:
                for item in RevisionItem.objects.filter(revision=revision).order_by("pk"):
                    _correct(deed, item, by_revision=revision)
                cursor.execute(SHADED, {**values, "state": State.SIGNED})
        deed.events_of("claim", ITEMS, {"revision": revision.pk, "before": '{"state": "approved"}', "told": str(revision.kind)})
        _number(deed, revision, by=by)
        follow_revision.defer(revision=str(revision.pk))
        return revision


def reject(revision_id: uuid.UUID, *, reason: str, by: Officer, at: datetime) -> Revision:
    """Answer a proposal with no, and why; its claims stay approved as they are."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason_missing", "Ghi rõ vì sao không chấp nhận (ít nhất 10 ký tự).", "Say why it is not accepted (at least 10 characters).")
    with act(actor_of(by), "cases.reject_revision", at=at, province=by.office.province) as deed:
        revision = _held(deed, revision_id, by=by)
        with connection.cursor() as cursor:
            cursor.execute(SHADED, {"state": State.REJECTED, "revision": revision.pk})
        revision.state, revision.answered_by, revision.answered_at, revision.answer = State.REJECTED, by, at, reason.strip()[:300]
        revision.save(update_fields=["state", "answered_by", "answered_at", "answer"])
        deed.event("revision", revision, before={"state": "proposed"}, after={"state": "rejected", "reason": revision.answer})
        return revision


def _held(deed: Act, key: uuid.UUID, *, by: Officer) -> Revision:
    known = within(Revision.objects.all(), by).values_list("decision", flat=True).get(pk=key)
    Decision.objects.select_for_update(of=("self",)).get(pk=known)
    rows = Revision.objects.select_for_update(of=("self",)).select_related("decision__dossier", "office", "owner", "answered_by", "proposed_by")
    revision = rows.get(pk=key)
    deed.province = revision.province
    if revision.answered_at is not None:
        raise AlreadyDone(
            "revision_answered",
            f"Đề nghị này đã được {revision.answered_by} trả lời lúc {local_time(revision.answered_at):%H:%M %d/%m/%Y} ({revision.get_state_display().lower()}).",
            f"This proposal was answered by {revision.answered_by} on {local_time(revision.answered_at):%d/%m/%Y %H:%M} ({revision.state}).",
        )
    if revision.proposed_by_id == by.pk:
        raise NotYours("four_eyes", "Người đề nghị không được tự ký hoặc tự bác.", "Whoever proposed it can neither sign nor reject it.")
    if revision.owner_id != by.pk:
        raise NotYours("not_owner", f"Việc này của {revision.owner}.", f"This task is {revision.owner}'s.")
    demand(by, [Role.APPROVER], policy=revision.decision.dossier.policy, on=local_day(deed.at))
    return revision


def _demand_may_sign(revision: Revision, *, by: Officer, at: datetime) -> None:
    """Raise `NotYours` where the signer may not sign as much as is revoked, or as is right by the correction."""
    column = "before_vnd" if revision.kind == Revision.Kind.REVOKE else "after_vnd"
    most = RevisionItem.objects.filter(revision=revision).aggregate(most=Max(column))["most"] or 0
    if not all(signs(by, [ToSign(most, getattr(revision, column))], policies=[revision.decision.dossier.policy], on=local_day(at))):
        raise NotYours(
            "above_limit",
            "Số tiền này vượt mức ông/bà được ký. Bác đề nghị, hoặc để người được ký mức này làm thay bằng văn bản.",
            "This sum is above what you may sign. Reject it, or let who may sign it stand in, named in writing.",
        )


def _demand_unchanged(cursor: Any, revision: Revision) -> None:
    cursor.execute(
        """SELECT count(*) FROM cases_revisionitem i JOIN cases_claim c ON c.id = i.claim_id
        WHERE i.revision_id = %s AND c.state = 'approved' AND c.amount_vnd = i.before_vnd""",
        [revision.pk],
    )
    if cursor.fetchone()[0] != revision.claims:
        raise Refused(
            "claims_changed",
            "Có người trong đề nghị này không còn như khi đề nghị. Bác đề nghị và lập đề nghị khác.",
            "Somebody in this proposal is no longer as it was proposed. Reject it and have another made.",
        )


def _correct(deed: Act, item: RevisionItem, *, by_revision: Revision) -> None:
    """Put the claim of an item right, its draw with it, and keep what the law said of the corrected facts."""
    claim = Claim.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=item.claim_id)
    changes = {name: value for name, value in item.after.items() if name != "facts"}
    found = corrected(claim, changes, item.after.get("facts", {}))
    if found.before != item.before or found.claim.amount_vnd != item.after_vnd:
        raise Refused(
            "claims_changed",
            "Thông tin của người này đã khác khi đề nghị. Bác đề nghị và lập đề nghị khác.",
            "What is known of this person differs from the proposal. Reject it and have another made.",
        )
    RevisionItem.objects.filter(pk=item.pk).update(state=State.SIGNED)
    if found.claim.identity != claim.identity:
        _draw_anew(deed, found.claim, by_revision)
    found.claim.save()
    know(found.claim, at=deed.at)
    last = claim.determinations.order_by("-made_at", "-id")[0]
    Determination.objects.create(
        province=claim.province, district=claim.district, commune=claim.commune, claim=claim, law_version=load_programme(claim.dossier.programme).law_version,
        as_of=last.as_of, facts=found.facts, outcome=found.claim.outcome, amount_vnd=found.claim.amount_vnd, failed=[], missing=[], made_at=deed.at,
        vouched={name: who for name, who in last.vouched.items() if found.facts.get(name) == last.facts.get(name)},
    )  # fmt: skip


def _draw_anew(deed: Act, claim: Claim, revision: Revision) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FREED, {"revision": revision.pk, "at": deed.at})
        cursor.execute(DRAWN, {"claim": claim.pk, "identity": claim.identity, "programme": claim.dossier.programme, "at": deed.at})
        if not cursor.rowcount:
            raise Refused(
                "drawn_elsewhere",
                "Số định danh đúng đã hưởng khoản này ở hồ sơ khác. Bác đề nghị này và đề nghị thu hồi vì hưởng trùng.",
                "The correct number has drawn this elsewhere. Reject this and propose to revoke it as a double.",
            )


def _number(deed: Act, revision: Revision, *, by: Officer) -> None:
    day = local_day(deed.at)
    number = next_number(f"decision/{revision.office_id}/{day.year}")
    revision.state, revision.answered_by, revision.answered_at = State.SIGNED, by, deed.at
    revision.number, revision.year, revision.decided_on, revision.verification = f"{number}/QĐ-{revision.office.symbol}", day.year, day, new_code()
    revision.save(update_fields=["state", "answered_by", "answered_at", "number", "year", "decided_on", "verification"])
    told = {"number": revision.number, "claims": revision.claims, "amount_vnd": revision.before_vnd, "after_vnd": revision.after_vnd, "reason": revision.reason}
    deed.event("revision", revision, before={"state": "proposed"}, after={"state": "signed", "article": revision.article, **told})
    deed.event("decision", revision.decision, after={"revised_by": revision.number, "kind": str(revision.kind), "claims": revision.claims})
