"""A decision's instructions as files: the bank's message, the post's and the commune's lists. No row is read or written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.papers.bank.transfers import Debtor, Transfer, write_pain001

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.payments.models import Instruction

XML, XLSX, PDF = "application/xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/pdf"


@dataclass(frozen=True)
class Paper:
    """What was made: contents with name and media type, and what they add up to."""

    contents: tuple[tuple[bytes, str, str], ...]
    count: int
    sum_vnd: int
