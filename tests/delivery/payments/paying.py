"""Decisions drawn, filed and answered, for tests of money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.models import Instruction, PaymentFile, Repair, Statement, StatementLine
from ansinh.delivery.payments.repair import reissue
from ansinh.delivery.payments.settle import settle
from delivery.casework import Town, approved, person, town

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansinh.delivery.cases.models import Decision

FUND = "9523301234567"
"""The account `town` pays from."""

Line = tuple[Instruction | str, str]


def banked(number: int, **more: object) -> dict[str, object]:
    """Give a person with a bank account."""
    return person(number, account_number=f"1000{number:06d}", bank_name="Agribank", **more)


def decided(*, bank: int = 2, cash: int = 1) -> tuple[Town, Decision]:
    """Make a town and a decision for so many people."""
    here = town()
    return here, approved(here, [*(banked(n) for n in range(1, bank + 1)), *(person(100 + n) for n in range(cash))])


def drawn(here: Town, decision: Decision, *, otherwise: str = "cash") -> int:
    """Draw the instructions of a decision."""
    with acting(here.payer):
        return instruct(decision.pk, by=here.payer, at=here.later(), otherwise=otherwise)


def filed(here: Town, decision: Decision, *, otherwise: str = "cash") -> list[PaymentFile]:
    """Draw the instructions and make the files."""
    drawn(here, decision, otherwise=otherwise)
    with acting(here.payer):
        return make_files(decision.pk, by=here.payer, at=here.later())


def refiled(here: Town, decision: Decision) -> list[PaymentFile]:
    """Make the files of what is ready."""
    with acting(here.payer):
        return make_files(decision.pk, by=here.payer, at=here.later())


def instructions(decision: Decision) -> list[Instruction]:
    """Give the instructions of a decision in the order of its list."""
    with acting(NATION):
        return list(Instruction.objects.filter(decision=decision).select_related("claim").order_by("claim__order", "attempt"))


def states(decision: Decision) -> list[str]:
    """Give their states."""
    return [row.state for row in instructions(decision)]


def content(file: PaymentFile) -> bytes:
    """Give the bytes of a payment file."""
    with acting(NATION):
        return content_of(PaymentFile.objects.select_related("file").get(pk=file.pk).file)


def csv(lines: Iterable[tuple[Instruction | str, int, str]], *, account: str = FUND, title: str = "KQ-1", day: str = "10/08/2021") -> bytes:
    """Write a statement as CSV: of each line the instruction, the amount and `paid` or a reason code."""
    rows = [f"Mã sao kê: {title}", *([f"Số tài khoản: {account}"] if account else []), "Mã lệnh;Số tiền;Ngày hạch toán;Trạng thái;Mã lý do"]
    for order, amount, outcome in lines:
        key = order if isinstance(order, str) else order.pk.hex
        rows.append(f"{key};{amount};{day};{'Thành công;' if outcome == 'paid' else f'Không thành công;{outcome}'}")
    return "\n".join(rows).encode()


def told(here: Town, *lines: Line, account: str = FUND, title: str = "KQ-1") -> Statement:
    """Settle a statement of these outcomes, each for its own amount."""
    content = csv([(row, row.amount_vnd if isinstance(row, Instruction) else 1_500_000, outcome) for row, outcome in lines], account=account, title=title)
    return settled(here, content)[0]


def settled(here: Town, content: bytes, name: str = "sao-ke.csv") -> tuple[Statement, bool]:
    """Settle a statement."""
    with acting(here.payer):
        return settle(content, name, by=here.payer, at=here.later())


def matches(statement: Statement) -> list[str]:
    """Give what became of a statement's lines, in its order."""
    with acting(NATION):
        return list(StatementLine.objects.filter(statement=statement).order_by("pk").values_list("match", flat=True))


def open_repair(decision: Decision) -> Repair:
    """Give the one payment that waits to be put right."""
    with acting(NATION):
        return Repair.objects.select_related("instruction", "owner__office").get(instruction__decision=decision, done_at=None)


def corrected(here: Town, repair: Repair, *, account: str = "2000000001", channel: str = "bank") -> Instruction:
    """Re-issue a payment that came back."""
    with acting(here.payer):
        return reissue(repair.pk, channel=channel, account_number=account, bank_name="Vietcombank", by=here.payer, at=here.later())
