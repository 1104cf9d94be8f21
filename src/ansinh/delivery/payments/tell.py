"""The person hears of her money: by which way and from which day it comes, that she had it where it is paid by hand, why it did not come, and what she has back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.telling import filled, filling, tell
from ansinh.delivery.evidence.record import act
from ansinh.delivery.payments.models import Channel, PaymentFile, Refund, Statement
from ansinh.delivery.payments.papers import executed_on, handed_out_by
from ansinh.papers.bank.reasons import NOT_MET, of_the_account, reason_words

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.offices.scope import Actor

SENT = {
    Channel.BANK: (
        "An Sinh: {amount} đồng hỗ trợ của {name}, hồ sơ {receipt}, được chuyển vào tài khoản đã đăng ký từ ngày {day}.",
        "An Sinh: VND {amount} of {name}, claim {receipt}, goes to the account given from {day}.",
    ),
    Channel.POST: (
        "An Sinh: {amount} đồng hỗ trợ của {name}, hồ sơ {receipt}, đã giao {payer} chi trả từ ngày {day}. Khi nhận, mang giấy tờ tùy thân.",
        "An Sinh: VND {amount} of {name}, claim {receipt}, is paid out by {payer} from {day}. Bring an identity paper.",
    ),
    Channel.CASH: (
        "An Sinh: {payer} chi tiền mặt {amount} đồng hỗ trợ của {name}, hồ sơ {receipt}, từ ngày {day}. Khi nhận, mang giấy tờ tùy thân.",
        "An Sinh: {payer} pays VND {amount} of {name}, claim {receipt}, in cash from {day}. Bring an identity paper.",
    ),
}
BY_HAND = {Channel.POST: ("bưu điện", "the post"), Channel.CASH: ("xã, phường", "the commune")}
"""Who pays by hand, where no such office is known by name."""
PAID = (
    "An Sinh: theo sổ chi trả, {name} đã nhận {amount} đồng ngày {day}, hồ sơ {receipt}. Nếu chưa nhận đủ, hãy khiếu nại ngay tới {office}.",
    "An Sinh: by the books, {name} had VND {amount} on {day}, claim {receipt}. If you did not get all of it, complain to {office} at once.",
)
FAILED = (
    "An Sinh: {amount} đồng hỗ trợ của {name}, hồ sơ {receipt}, chưa trả được. {reason}Người sửa: {owner}, {office}, hạn {day}.",
    "An Sinh: VND {amount} of {name}, claim {receipt}, could not be paid. {reason}Being put right by {owner}, {office}, until {day}.",
)
ANOTHER_ACCOUNT = (
    " Hãy mang giấy tờ tùy thân và số tài khoản đúng đến nơi đã nộp hồ sơ, hoặc chọn nhận tiền mặt.",
    " Bring an identity paper and the right account number to where you applied, or choose cash.",
)
ANOTHER_DAY = (" Hãy liên hệ để hẹn ngày nhận.", " Get in touch to settle another day.")
OWED = (
    "An Sinh: khoản chi của hồ sơ {receipt} đã về ngân sách, nên {amount} đồng {name} đã hoàn lại là của ông/bà. {owner}, {office}, trả lại trước hết ngày {day}.",
    "An Sinh: the payment of claim {receipt} went back to the budget, so VND {amount} that {name} returned is yours. {owner}, {office}, gives it back by {day}.",
)
GIVEN = (
    "An Sinh: theo sổ chi trả, {name} đã nhận lại {amount} đồng ngày {day}, hồ sơ {receipt}. Nếu chưa nhận, hãy khiếu nại ngay tới {office}.",
    "An Sinh: by the books, VND {amount} was given back to {name} on {day}, claim {receipt}. If it was not, complain to {office} at once.",
)

OF_FILE = """
    SELECT i.claim_id AS claim, 'payment_sent' AS kind, i.id AS occasion, i.amount_vnd, %(vi)s AS vi, %(en)s AS en
    FROM payments_instruction i WHERE i.file_id = %(file)s AND i.state = 'sent'"""

# A bank tells its customers itself; what is paid by hand was perhaps taken by another.
PAID_BY_HAND = f"""
    SELECT i.claim_id AS claim, 'paid' AS kind, i.id AS occasion, i.amount_vnd,
        {filling("%(vi)s", day="d.day", office="b.name")} AS vi, {filling("%(en)s", day="d.day", office="b.name")} AS en
    FROM payments_statementline l JOIN payments_instruction i ON i.id = l.instruction_id AND i.state = 'paid' AND i.channel <> 'bank'
    JOIN cases_decision k ON k.id = i.decision_id JOIN offices_office b ON b.id = k.office_id
    CROSS JOIN LATERAL (SELECT to_char(l.booked_on, 'DD/MM/YYYY') AS day) d
    WHERE l.statement_id = %(statement)s AND l.match = 'paid'"""  # noqa: S608 - our own words

OWNED = {
    "owner": "(trim(o.salutation || ' ' || o.full_name) || CASE WHEN o.phone <> '' THEN ' (' || o.phone || ')' ELSE '' END)",
    "office": "b.name",
    "day": "to_char(t.due_on, 'DD/MM/YYYY')",
}
"""Who sees to a task `t` of officer `o` and office `b`, and until when."""

NOT_PAID = f"""
    SELECT i.claim_id AS claim, 'payment_failed' AS kind, i.id AS occasion, i.amount_vnd,
        {filling("%(vi)s", reason="coalesce(s.vi || ' ', '')", **OWNED)} || coalesce(s.do_vi, '') AS vi,
        {filling("%(en)s", reason="coalesce(s.en || ' ', '')", **OWNED)} || coalesce(s.do_en, '') AS en
    FROM payments_statementline l JOIN payments_instruction i ON i.id = l.instruction_id AND i.state = 'failed'
    JOIN payments_repair t ON t.instruction_id = i.id AND t.done_at IS NULL JOIN offices_officer o ON o.id = t.owner_id JOIN offices_office b ON b.id = o.office_id
    LEFT JOIN unnest(%(codes)s::text[], %(vi_of)s::text[], %(en_of)s::text[], %(do_vi)s::text[], %(do_en)s::text[]) s (code, vi, en, do_vi, do_en) ON s.code = l.reason_code
    WHERE l.statement_id = %(statement)s AND l.match = 'failed'"""  # noqa: S608 - our own words

OF_REFUNDS = f"""
    SELECT n.claim_id AS claim, 'refund_owed' AS kind, t.id AS occasion, t.amount_vnd, {filling("%(vi)s", **OWNED)} AS vi, {filling("%(en)s", **OWNED)} AS en
    FROM payments_refund t JOIN payments_recovery r ON r.id = t.recovery_id JOIN payments_instruction n ON n.id = r.instruction_id
    JOIN offices_officer o ON o.id = t.owner_id JOIN offices_office b ON b.id = o.office_id
    WHERE t.done_at IS NULL AND WHICH"""  # noqa: S608 - our own words
OF_STATEMENT = "n.id IN (SELECT l.instruction_id FROM payments_statementline l WHERE l.statement_id = %(statement)s AND l.match = 'failed')"


def tell_sent(file: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Tell each person of a payment file whom a telephone reaches by which way her money comes and from which day; give how many messages are new."""
    with act(actor, "payments.tell", at=at, province="00") as deed:
        made = PaymentFile.objects.select_related("decision__dossier").get(pk=file)
        deed.province = made.province
        channel, day = Channel(made.channel), local_day(made.made_at)
        payer = handed_out_by(made.decision, channel) if channel != Channel.BANK else None
        words: dict[str, str | tuple[str, str]] = {"day": f"{executed_on(made.made_at) if channel == Channel.BANK else day:%d/%m/%Y}"}
        vi, en = filled(SENT[channel], payer=payer.name if payer else BY_HAND.get(channel, ""), **words)
        new = tell(OF_FILE, {"file": made.pk, "vi": vi, "en": en}, at=at)
        if new:
            deed.event("payment_file", made, after={"notices": new})
        return new


def tell_settled(statement: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Tell the persons of a statement: who was paid by hand, that she was; whose payment failed, why and what to do; to whom something is owed. Give how many are new.

    Whose support was revoked meanwhile is told of that by its own message: there is nothing to put right.
    """
    with act(actor, "payments.tell", at=at, province="00") as deed:
        taken = Statement.objects.get(pk=statement)
        deed.province = taken.province
        of = {"statement": taken.pk}
        new = tell(PAID_BY_HAND, {**of, "vi": PAID[0], "en": PAID[1]}, at=at)
        new += tell(NOT_PAID, {**of, **_reasons(), "vi": FAILED[0], "en": FAILED[1]}, at=at)
        new += tell(OF_REFUNDS.replace("WHICH", OF_STATEMENT), {**of, "vi": OWED[0], "en": OWED[1]}, at=at)
        if new:
            deed.event("statement", taken, after={"notices": new})
        return new


def tell_refund(refund: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Tell a person that money is set aside for her and who gives it back; once it was given, that it was. Give whether the message is new."""
    with act(actor, "payments.tell", at=at, province="00") as deed:
        row = Refund.objects.select_related("recovery__instruction__decision__office").get(pk=refund)
        deed.province, instruction = row.province, row.recovery.instruction
        values: dict[str, Any]
        if row.given_on is None:
            rows, values = OF_REFUNDS.replace("WHICH", "t.id = %(refund)s"), {"refund": row.pk, "vi": OWED[0], "en": OWED[1]}
        else:
            vi, en = filled(GIVEN, day=f"{row.given_on:%d/%m/%Y}", office=instruction.decision.office.name)
            rows = "SELECT %(claim)s::uuid AS claim, 'refund_given' AS kind, %(refund)s::uuid AS occasion, %(amount)s::bigint AS amount_vnd, %(vi)s AS vi, %(en)s AS en"
            values = {"claim": instruction.claim_id, "refund": row.pk, "amount": row.amount_vnd, "vi": vi, "en": en}
        new = tell(rows, values, at=at)
        if new:
            deed.event("refund", row, after={"notices": new})
        return new


def _reasons() -> Mapping[str, list[str]]:
    """Give the reasons that a person can do something about, and what, as columns; of any other she is told that it is being put right, and by whom."""
    to_do = {**dict.fromkeys(sorted(of_the_account()), ANOTHER_ACCOUNT), NOT_MET: ANOTHER_DAY}
    words = [reason_words(code) for code in to_do]
    return {
        "codes": list(to_do), "vi_of": [word["vi"] for word in words], "en_of": [word["en"] for word in words],
        "do_vi": [vi for vi, _ in to_do.values()], "do_en": [en for _, en in to_do.values()],
    }  # fmt: skip
