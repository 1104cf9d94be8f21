"""Each person of a later decision is told what it does to her own matter, why, by which article, and how to appeal. Sets of rows; once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.models_revisions import Revision, State
from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.kinds import MOST_SINGLE
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.scope import Actor

# No number of an identity paper and no account travels in a message; the receipt code leads to the rest.
APPEAL = (" Nếu thấy chưa đúng, hãy gửi khiếu nại tới {office}.", " If you think this is wrong, complain to {office}.")
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

MADE = """
    INSERT INTO notices_notice (id, province, district, commune, subject, kind, occasion, channel, address, name, text_vi, text_en, state, made_at, lane)
    SELECT ansinh_key(), c.province, c.district, c.commune, c.id, %(kind)s, %(revision)s, CASE WHEN p.reaches THEN 'sms' ELSE 'letter' END,
        CASE WHEN p.reaches THEN c.phone ELSE c.address END, c.full_name, t.vi, t.en, 'queued', %(at)s, CASE WHEN count(*) OVER () > %(single)s THEN 'bulk' ELSE 'single' END
    FROM cases_revisionitem i JOIN cases_claim c ON c.id = i.claim_id
    CROSS JOIN LATERAL (SELECT c.phone <> '' AND NOT notices_unreachable('sms', c.phone) AS reaches) p
    CROSS JOIN LATERAL (SELECT trim(to_char(i.after_vnd, '999,999,999,990')) AS amount) v
    CROSS JOIN LATERAL (SELECT replace(replace(replace(%(vi)s, '{name}', c.full_name), '{amount}', replace(v.amount, ',', '.')), '{receipt}', c.receipt) AS vi,
        replace(replace(replace(%(en)s, '{name}', c.full_name), '{amount}', v.amount), '{receipt}', c.receipt) AS en) t
    WHERE i.revision_id = %(revision)s
    ON CONFLICT (subject, kind, occasion) DO NOTHING"""


def tell_revision(revision_id: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Put one message to each person of a signed revision into the outbox; give how many are new (none the second time)."""
    with act(actor, "cases.notify", at=at, province="00") as deed:
        revision = Revision.objects.select_related("decision__dossier", "office").get(pk=revision_id, state=State.SIGNED)
        deed.province = revision.province
        kind, vi, en = TEXTS[revision.kind]
        values: dict[str, Any] = {
            "kind": kind,
            "revision": revision.pk,
            "at": at,
            "single": MOST_SINGLE,
            "vi": _filled(vi + APPEAL[0], revision, "vi"),
            "en": _filled(en + APPEAL[1], revision, "en"),
        }
        with connection.cursor() as cursor:
            cursor.execute(MADE, values)
            made = int(cursor.rowcount)
        if made:
            deed.event("revision", revision, after={"notices": made})
        return made


def _filled(text: str, revision: Revision, language: str) -> str:
    dossier = revision.decision.dossier
    policy = load_programme(dossier.programme).policy(dossier.policy)
    told = {
        "number": revision.number, "day": f"{revision.decided_on:%d/%m/%Y}", "policy": policy.name[language], "office": revision.office.name,
        "reason": f"{revision.reason.rstrip('.')}.", "article": revision.article,
    }  # fmt: skip
    for name, value in told.items():
        text = text.replace(f"{{{name}}}", value)
    return text
