"""Each person of a later decision is told what it does to her own matter, why, by which article, and how to appeal. Sets of rows; once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models_revisions import Revision, State
from ansinh.delivery.cases.telling import APPEAL, filled, tell
from ansinh.delivery.evidence.record import act
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.scope import Actor

TEXTS = {
    "revoke": (
        "revoked",
        (
            "An Sinh: Quyết định {number} ngày {day} thu hồi hỗ trợ của {name} ({policy}), hồ sơ {receipt}. Lý do: {reason} Căn cứ: {article}."
            " Nếu đã nhận tiền, cơ quan chi trả sẽ liên hệ về việc hoàn lại."
        ),
        (
            "An Sinh: Decision {number} of {day} revokes the support of {name} ({policy}), claim {receipt}. Reason: {reason} Under: {article}."
            " If you had the money, the paying office will contact you about giving it back."
        ),
    ),
    "correct": (
        "corrected",
        (
            "An Sinh: Quyết định {number} ngày {day} đính chính hồ sơ {receipt} của {name} ({policy}); số tiền hỗ trợ đúng là {amount} đồng."
            " Lý do: {reason} Căn cứ: {article}."
        ),
        (
            "An Sinh: Decision {number} of {day} corrects claim {receipt} of {name} ({policy}); the right amount is VND {amount}."
            " Reason: {reason} Under: {article}."
        ),
    ),
}

ROWS = """
    SELECT i.claim_id AS claim, %(kind)s AS kind, i.revision_id AS occasion, i.after_vnd AS amount_vnd, %(vi)s AS vi, %(en)s AS en
    FROM cases_revisionitem i WHERE i.revision_id = %(revision)s"""


def tell_revision(revision_id: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Put one message to each person of a signed revision into the outbox; give how many are new (none the second time)."""
    with act(actor, "cases.notify", at=at, province="00") as deed:
        revision = Revision.objects.select_related("decision__dossier", "office").get(pk=revision_id, state=State.SIGNED)
        deed.province = revision.province
        kind, *texts = TEXTS[revision.kind]
        vi, en = (text + appeal for text, appeal in zip(texts, APPEAL, strict=True))
        vi, en = filled((vi, en), **_words(revision))
        made = tell(ROWS, {"kind": kind, "revision": revision.pk, "vi": vi, "en": en}, at=at)
        if made:
            deed.event("revision", revision, after={"notices": made})
        return made


def _words(revision: Revision) -> dict[str, str | tuple[str, str]]:
    dossier = revision.decision.dossier
    policy = load_programme(dossier.programme).policy(dossier.policy)
    return {
        "number": revision.number, "day": f"{revision.decided_on:%d/%m/%Y}", "policy": (policy.name["vi"], policy.name["en"]), "office": revision.office.name,
        "reason": f"{revision.reason.rstrip('.')}.", "article": revision.article,
    }  # fmt: skip
