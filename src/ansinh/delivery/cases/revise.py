"""That an approval be revoked or a claim corrected is proposed by one officer, with reason and article, to another who can sign it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Max, Sum

from ansinh.delivery.cases.corrected import corrected
from ansinh.delivery.cases.models import Claim, Decision
from ansinh.delivery.cases.models_revisions import Revision, RevisionItem
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand, who_answers
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.offices.signing import ToSign
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ansinh.delivery.cases.choosing import Chosen
    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

WHO_PROPOSES = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.APPROVER, Role.PAYER)
SHORTEST_REASON, SHORTEST_ARTICLE = 10, 3
SIGNING_DAYS = 5
"""Working days within which a proposal must be signed or rejected: ours, the resolution names none."""

INSERT = """
    INSERT INTO cases_revisionitem (id, province, district, commune, revision_id, claim_id, state, before, after, before_vnd, after_vnd)
    SELECT ansinh_key_in(%(batch)s, c."order"), c.province, c.district, c.commune, %(revision)s, c.id, 'proposed', '{}', '{}', c.amount_vnd, 0
    FROM cases_claim c WHERE c.id = ANY (%(keys)s) AND c.state = 'approved' ORDER BY c."order"
"""


def propose_revoking(decision_id: uuid.UUID, chosen: Chosen, *, ground: str, reason: str, article: str, by: Officer, at: datetime) -> Revision:
    """Propose that the approvals of the chosen claims be revoked; give the proposal with its signer and due day.

    Of the chosen those count that are approved now. Raises `Refused` without reason or article, where none of them is approved or one waits
    in another proposal, `NobodyAnswers` where the authority has nobody else to sign, `NotYours` for who has no part in the matter.
    """
    if ground not in {value for value in Revision.Ground.values if value != Revision.Ground.CLERICAL}:
        raise Refused("ground_missing", "Chọn vì sao thu hồi.", "Choose why it is revoked.")
    with act(actor_of(by), "cases.propose_revision", at=at, province=by.office.province) as deed:
        decision = revisable(deed, decision_id, by=by)
        rows = chosen.rows(decision.dossier, seen_by=by).filter(state=Claim.State.APPROVED)
        sums = rows.aggregate(claims=Count("pk"), vnd=Sum("amount_vnd"), most=Max("amount_vnd"))
        if not sums["claims"]:
            raise Refused("nobody_approved", "Trong số đã chọn không có ai đang được duyệt.", "None of those chosen is approved now.")
        keys = list(rows.values_list("pk", flat=True))
        revision = open_revision(
            deed, decision, Revision.Kind.REVOKE, ground, (reason, article), sums=(len(keys), sums["vnd"], 0), wanted=ToSign(sums["most"], sums["vnd"]), by=by
        )
        with one_at_a_time(), connection.cursor() as cursor:
            cursor.execute(INSERT, {"batch": deed.key, "revision": revision.pk, "keys": keys})
        told(deed, revision)
        return revision


def propose_correcting(
    decision_id: uuid.UUID,
    claim_id: uuid.UUID,
    *,
    changes: Mapping[str, Any],
    facts: Mapping[str, object],
    reason: str,
    article: str,
    by: Officer,
    at: datetime,
) -> Revision:
    """Propose that an approved claim be corrected in `changes` (fields as `correct` takes them) and `facts`; its amount is the law's of the corrected facts.

    Raises `Refused` as above, for a field that cannot change, where nothing changes, and where the law refuses the corrected facts: then the
    approval is to be revoked instead.
    """
    with act(actor_of(by), "cases.propose_revision", at=at, province=by.office.province) as deed:
        decision = revisable(deed, decision_id, by=by)
        claim = within(Claim.objects.select_related("dossier"), by).get(pk=claim_id, dossier=decision.dossier_id)
        if claim.state != Claim.State.APPROVED:
            raise Refused("not_approved", "Chỉ đính chính được trường hợp đang được duyệt.", "Only a claim that stands approved can be corrected.")
        amount_vnd = claim.amount_vnd
        found = corrected(claim, changes, facts)
        sums, wanted = (1, amount_vnd, found.claim.amount_vnd), ToSign(found.claim.amount_vnd, found.claim.amount_vnd)
        revision = open_revision(deed, decision, Revision.Kind.CORRECT, Revision.Ground.CLERICAL, (reason, article), sums=sums, wanted=wanted, by=by)
        with one_at_a_time():
            RevisionItem.objects.create(
                province=claim.province, district=claim.district, commune=claim.commune, revision=revision, claim=claim, before=found.before, after=found.after,
                before_vnd=amount_vnd, after_vnd=found.claim.amount_vnd,
            )  # fmt: skip
        told(deed, revision)
        return revision


def revisable(deed: Act, key: uuid.UUID, *, by: Officer) -> Decision:
    """Lock a decision of which `by` may propose that it be revised. Raises `NotYours` for who may not, `Refused` before its paper is set."""
    decision = within(Decision.objects.select_for_update(of=("self",)).select_related("dossier", "office"), by).get(pk=key)
    deed.province = decision.province
    demand(by, WHO_PROPOSES, policy=decision.dossier.policy, on=local_day(deed.at))
    if decision.document_id is None:
        raise Refused(
            "paper_not_set",
            "Văn bản của quyết định đang được lập. Đợi vài phút rồi đề nghị.",
            "The paper of the decision is still being set. Wait a few minutes, then propose.",
        )
    return decision


def open_revision(
    deed: Act, decision: Decision, kind: str, ground: str, said: tuple[str, str], *, sums: tuple[int, int, int], wanted: ToSign, by: Officer
) -> Revision:
    """Open a proposal with its signer and due day; `said` is reason and article, `sums` are people, đồng before and after. Its items follow.

    Raises `Refused` without reason or article, `NobodyAnswers` where nobody else may sign `wanted`.
    """
    reason, article = (text.strip() for text in said)
    if len(reason) < SHORTEST_REASON or len(article) < SHORTEST_ARTICLE:
        raise Refused(
            "reason_missing",
            "Ghi rõ lý do (ít nhất 10 ký tự) và căn cứ (điều, khoản): người dân đọc nguyên văn.",
            "Give the reason (at least 10 characters) and the article: the person reads them word for word.",
        )
    claims, before_vnd, after_vnd = sums
    owner = who_answers(decision.office, role=Role.APPROVER, policy=decision.dossier.policy, at=deed.at, never=[by], wanted=wanted)
    return Revision.objects.create(
        province=decision.province, district=decision.district, commune=decision.commune, decision=decision, kind=kind, ground=ground, reason=reason[:300],
        article=article[:100], office=decision.office, owner=owner, due_on=vietnam_calendar().due_on(local_day(deed.at), SIGNING_DAYS), proposed_by=by,
        proposed_at=deed.at, claims=claims, before_vnd=before_vnd, after_vnd=after_vnd,
    )  # fmt: skip


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Say in words that a claim already waits in another proposal."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "revision_item_open_once" not in str(error):
            raise
        raise Refused(
            "proposed_already",
            "Có người trong số này đang chờ ký ở một đề nghị khác. Chờ đề nghị đó xong, hoặc bỏ chọn họ.",
            "Somebody among them waits in another proposal. Wait for its answer, or leave them out.",
        ) from error


def told(deed: Act, revision: Revision) -> None:
    """Tell the log of a proposal whose items are stored."""
    deed.events_of("claim", ITEMS, {"revision": revision.pk, "before": None, "told": "proposed"})
    handed = {"owner": revision.owner.full_name, "office": revision.office.name, "due_on": revision.due_on.isoformat()}
    said = {"kind": str(revision.kind), "reason": revision.reason, "article": revision.article, "claims": revision.claims}
    deed.event("revision", revision, after={"state": "proposed", **said, "amount_vnd": revision.before_vnd, "after_vnd": revision.after_vnd, **handed})


ITEMS = """SELECT i.claim_id, i.province, i.district, i.commune, %(before)s::jsonb, jsonb_build_object('revision', i.revision_id, 'told', %(told)s::text,
    'before_vnd', i.before_vnd, 'after_vnd', i.after_vnd) FROM cases_revisionitem i WHERE i.revision_id = %(revision)s ORDER BY i.id"""
"""What the log says of each claim of a revision."""
