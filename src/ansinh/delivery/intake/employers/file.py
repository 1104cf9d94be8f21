"""An employer files for its workers, or for itself; each worker named gets a code and is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from ansinh.delivery.cases.numbers import new_code
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.checking import checked_workers
from ansinh.delivery.intake.employers.confirm import confirm_by_register
from ansinh.delivery.intake.file import PUBLIC, Filer, Original, file_claims
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.notices.kinds import lane_for
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ansinh.policy.programme import Policy

FOR_WORKERS = ("nq68-04", "nq68-05")
FOR_ITSELF = ("nq68-03", "nq68-02", "nq68-11")

TOLD = (
    "An Sinh: {employer} đề nghị hỗ trợ cho ông/bà theo chính sách {number} ({policy}). Nếu không đúng, mở {address} và nhập mã {code}.",
    "An Sinh: {employer} asks for support for you under policy {number} ({policy}). If this is not true, open {address} and enter the code {code}.",
)


LISTED = (
    "An Sinh: {employer} ghi ông/bà trong danh sách người lao động của đề nghị theo chính sách {number} ({policy}). Nếu không đúng, mở {address} và nhập mã {code}.",
    "An Sinh: {employer} lists you among its workers in its request under policy {number} ({policy}). If this is not true, open {address} and enter the code {code}.",
)
COUNTED = {"nq68-03": "trainees", "nq68-11": "loan_workers"}
"""The fact that says how many workers a request concerns: as many as its list names."""


def file_for_workers(
    policy: str,
    rows: Sequence[Mapping[str, Any]],
    facts: Mapping[str, object],
    *,
    by: Accountant,
    at: datetime,
    sent: Original | None = None,
    programme: str = "nq68",
) -> Filing:
    """File a policy of `FOR_WORKERS` for many workers; `facts` hold for all of them. The same list again gives the same filing, and nobody is told twice.

    Each worker is told by a notice and may say "not true"; whom the insurance register knows exactly is confirmed by it. Raises as
    `file_claims` does, `Refused` for another policy, `NotYours` while the account is not confirmed.
    """
    if policy not in FOR_WORKERS:
        raise Refused(
            "policy_not_employers", "Chính sách này không do người sử dụng lao động nộp cho người lao động.", "Employers do not file this policy for workers."
        )
    told = [{**row, "facts": {**facts, **dict(row.get("facts") or {})}} for row in rows]
    made = _filed(policy, told, by=by, at=at, sent=sent, programme=programme)
    name_workers(made, load_programme(programme).policy(policy), at=at)
    return made


def file_for_itself(
    policy: str, facts: Mapping[str, object], *, by: Accountant, at: datetime, listed: Sequence[Mapping[str, Any]] = (), sent: Original | None = None,
    account_number: str = "", bank_name: str = "",
) -> Filing:  # fmt: skip
    """File a policy of `FOR_ITSELF`, whose beneficiary is the employer; `listed` workers it concerns are told and may say "not true".

    Raises as `file_for_workers` does, and `Refused` where the law counts the workers and the list names another number of them.
    """
    if policy not in FOR_ITSELF:
        raise Refused(
            "policy_not_employers", "Chính sách này không do người sử dụng lao động nộp cho mình.", "Employers do not file this policy for themselves."
        )
    row = {
        "full_name": by.body_name, "id_number": by.tax_code, "address": by.address, "phone": by.phone, "account_number": account_number, "bank_name": bank_name,
        "facts": counted(policy, {name: value for name, value in facts.items() if value is not None}, len(listed)),
    }  # fmt: skip
    workers = tuple(checked_workers(listed, load_programme(), today=local_day(at)))
    made = _filed(policy, [row], by=by, at=at, sent=sent, programme="nq68", listed=workers)
    name_workers(made, load_programme().policy(policy), at=at)
    return made


def counted(policy: str, facts: dict[str, Any], workers: int) -> dict[str, Any]:
    """Give the facts with the number of workers the list names. Raises `Refused` where another was told."""
    fact = COUNTED.get(policy)
    if not workers or fact is None:
        return facts
    told = facts.setdefault(fact, workers)
    if told != workers:
        raise Refused(
            "list_differs",
            f"Đã ghi {told} người nhưng danh sách có {workers} người. Sửa số người hoặc danh sách cho khớp.",
            f"{told} workers were told but the list names {workers}. Make the number and the list agree.",
        )
    return facts


def name_workers(filing: Filing, policy: Policy, *, at: datetime) -> int:
    """Give each worker of a filing a code and put a notice to her into the outbox; give how many are new. Register matches are confirmed at once."""
    with acting(NATION), act(PUBLIC, "intake.tell_workers", at=at, province=filing.province) as deed:
        rows = list(FilingRow.objects.select_for_update().filter(filing=filing, told_at=None, listed=filing.policy in FOR_ITSELF).order_by("order"))
        where = {"province": filing.province, "district": filing.district, "commune": filing.commune}
        named = NamedWorker.objects.bulk_create([NamedWorker(row=row, code=new_code(), **where) for row in rows], batch_size=1000)
        Notice.objects.bulk_create([_notice(filing, worker, policy, {**where, "lane": lane_for(len(named))}, at) for worker in named], batch_size=1000)
        FilingRow.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
        if rows:
            deed.event("filing", filing, after={"told": len(rows)})
    if named and filing.policy in FOR_WORKERS:
        confirm_by_register(filing, at=at)
    return len(named)


def _notice(filing: Filing, worker: NamedWorker, policy: Policy, which: Mapping[str, str], at: datetime) -> Notice:
    data = worker.row.data
    phone, address = str(data.get("phone") or ""), str(data.get("address") or "")
    vi, en = (
        text.format(
            employer=filing.filer_name, number=policy.number, policy=policy.name[language], address=f"{settings.PUBLIC_URL}/khong-dung/", code=worker.code
        )
        for text, language in zip(LISTED if worker.row.listed else TOLD, ("vi", "en"), strict=True)
    )
    return Notice(
        subject=worker.row_id, kind="named", occasion=filing.pk, channel=Notice.Channel.SMS if phone else Notice.Channel.LETTER, address=phone or address[:200],
        name=str(data.get("full_name") or "")[:100], text_vi=vi, text_en=en, made_at=at, **which,
    )  # fmt: skip


def _filed(
    policy: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Accountant,
    at: datetime,
    sent: Original | None,
    programme: str,
    listed: tuple[Mapping[str, Any], ...] = (),
) -> Filing:
    if by.state != Accountant.State.CONFIRMED:
        raise NotYours(
            "accountant_waiting",
            f"Tài khoản đang chờ {by.owner} ({by.owner.office.name}) xác nhận, hạn {by.due_on:%d/%m/%Y}. Xác nhận xong thì nộp được.",
            f"The account waits for {by.owner} ({by.owner.office.name}), due {by.due_on.isoformat()}. Filing is possible once it is confirmed.",
        )
    filer = Filer(Filing.FilerKind.EMPLOYER, by.body_name, by.phone, f"người phụ trách: {by.full_name}", by.tax_code, sent, listed=listed)
    return file_claims(policy, rows, channel=Filing.Channel.EMPLOYER, place=by.commune, filer=filer, at=at, programme=programme)
