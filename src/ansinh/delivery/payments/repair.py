"""A payment that came back is put right by its owner and sent again as a new instruction; the failed one stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.payments.instruct import demand_payer
from ansinh.delivery.payments.models import Channel, Entry, Instruction, Repair
from ansinh.papers.bank.transfers import is_account

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

LONGEST_ACCOUNT, LONGEST_BANK = 34, 100


def reissue(repair_id: uuid.UUID, *, channel: str, account_number: str, bank_name: str, by: Officer, at: datetime) -> Instruction:
    """Make the next instruction of a claim whose payment came back, with the corrected account or another channel.

    Raises `AlreadyDone` when it was re-issued, `Refused` when nothing was corrected, `NotYours` for anybody but the owner and for whoever signed.
    """
    with act(actor_of(by), "payments.reissue", at=at, province=by.office.province) as deed:
        known = within(Repair.objects.all(), by).values_list("instruction__decision", flat=True).get(pk=repair_id)
        Decision.objects.select_for_update(of=("self",)).get(pk=known)  # a later decision waits, or has been signed before
        repair = within(Repair.objects.select_for_update(of=("self",)).select_related("owner", "instruction__claim", "instruction__decision__dossier"), by).get(
            pk=repair_id
        )
        deed.province = repair.province
        if repair.revision_id is not None:
            raise AlreadyDone("repair_dropped", "Khoản chi này không còn phải chi lại, theo một quyết định sau.", "A later decision left nothing to repair.")
        if repair.done_at is not None:
            raise AlreadyDone("reissued", "Khoản chi này đã được lập lại.", "This payment has been re-issued.")
        demand_payer(by, repair.instruction.decision, at=at)
        if repair.owner_id != by.pk:
            raise NotYours("not_owner", f"Việc này của {repair.owner}.", f"This task is {repair.owner}'s.")
        following = _following(repair.instruction, channel=channel, account_number=account_number.strip(), bank_name=bank_name.strip(), at=at)
        repair.done_at, repair.done_by, repair.replaced_by = at, by, following
        repair.save(update_fields=["done_at", "done_by", "replaced_by"])
        deed.event(
            "instruction",
            following,
            before={"failed": str(repair.instruction_id)},
            after={"state": "ready", "channel": channel, "attempt": following.attempt, "amount_vnd": following.amount_vnd},
        )
        return following


def _following(failed: Instruction, *, channel: str, account_number: str, bank_name: str, at: datetime) -> Instruction:
    if channel not in Channel.values:
        raise Refused("channel_unknown", "Chọn một hình thức chi trả.", "Choose a channel.")
    if channel == Channel.BANK and not (account_number and bank_name):
        raise Refused("account_missing", "Nhập số tài khoản và tên ngân hàng.", "Give the account number and the bank.")
    if channel == Channel.BANK and not (is_account(account_number) and len(account_number) <= LONGEST_ACCOUNT and len(bank_name) <= LONGEST_BANK):
        raise Refused(
            "account_wrong",
            "Số tài khoản phải có từ 4 đến 34 chữ số hoặc chữ cái, tên ngân hàng không quá 100 ký tự. Xem lại giấy tờ của người nhận.",
            "An account number has 4 to 34 digits or letters, a bank's name at most 100. Look at the payee's papers again.",
        )
    if channel == failed.channel == Channel.BANK and (account_number, bank_name) == (failed.account_number, failed.bank_name):
        raise Refused(
            "nothing_corrected",
            "Số tài khoản vẫn như cũ. Sửa số tài khoản hoặc chọn hình thức khác.",
            "The account is the same as before. Correct it or choose another channel.",
        )
    following = Instruction.objects.create(
        province=failed.province, district=failed.district, commune=failed.commune, claim=failed.claim, decision_id=failed.decision_id, revision_id=failed.revision_id, attempt=_last(failed) + 1,
        channel=channel, payee=failed.payee, bank_name=bank_name if channel == Channel.BANK else "", account_number=account_number if channel == Channel.BANK else "",
        amount_vnd=failed.amount_vnd, made_at=at,
    )  # fmt: skip
    Entry.objects.create(
        province=failed.province, district=failed.district, commune=failed.commune, instruction=following, debit=Entry.Account.BUDGET,
        credit=Entry.Account.INSTRUCTED, amount_vnd=following.amount_vnd, at=at,
    )  # fmt: skip
    return following


def _last(failed: Instruction) -> int:
    return Instruction.objects.filter(claim=failed.claim_id).order_by("-attempt").values_list("attempt", flat=True)[0]
