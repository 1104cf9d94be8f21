"""A treasury that pays and a day on which it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from ansinh.papers.bank.transfers import Debtor, Transfer, TransferFile, write_pain001

Pay = Callable[..., TransferFile]
One = Callable[..., Transfer]

PAID_ON = date(2021, 8, 10)
WRITTEN_AT = datetime(2021, 8, 9, 8, 30, tzinfo=UTC)
TREASURY = Debtor("Kho bạc Nhà nước Hải Dương", "3713.0.1234567", "Kho bạc Nhà nước Hải Dương")


def write(transfers: Sequence[Transfer], *, expect_vnd: int | None = None) -> TransferFile:
    return write_pain001(transfers, message_id="HD-2021-000012", debtor=TREASURY, execute_on=PAID_ON, created_at=WRITTEN_AT, expect_vnd=expect_vnd)


def transfer(number: int = 1, **changed: object) -> Transfer:
    usual = {
        "id": f"{number:032x}", "name": "Nguyễn Thị Hoa", "account_number": f"2300{number:06d}", "bank_name": "Agribank Kinh Môn",
        "amount_vnd": 1_500_000, "remittance": "Hỗ trợ theo NQ 68/NQ-CP",
    }  # fmt: skip
    return Transfer(**{**usual, **changed})  # type: ignore[arg-type]


@pytest.fixture
def pay() -> Callable[..., TransferFile]:
    """Write a file of the given transfers."""
    return write


@pytest.fixture
def one() -> Callable[..., Transfer]:
    """Make one usual transfer, changed as told."""
    return transfer
