"""At which place which roles need a person's whole numbers and day of birth; everywhere else, and to everybody else, they are masked.

The same table stands in docs/personal-data.md for people to read; a test holds the two together.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import CHIEF_STANDS_IN
from ansinh.delivery.offices.refusals import NotYours
from ansinh.delivery.registry.keeping import KEEPERS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Where(StrEnum):
    """A place where whole numbers can be seen without asking for a reason each time."""

    LIST = "list"
    EXPORT = "export"
    DECISION = "decision"
    PAYMENT = "payment"
    PROGRAM = "program"
    REGISTRY = "registry"


NEED: Mapping[Where, frozenset[str]] = {
    Where.LIST: frozenset({Role.LISTER}),
    Where.EXPORT: frozenset({Role.LISTER, Role.VERIFIER}),
    Where.DECISION: frozenset({Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.APPROVER, Role.PAYER}),
    Where.PAYMENT: frozenset({Role.PAYER, Role.APPROVER}),
    Where.PROGRAM: frozenset({Role.LISTER, Role.VERIFIER}),
    Where.REGISTRY: KEEPERS,
}
"""A list being put right; claims taken away as a table; the signed decision with its list; payment files; answers of the API; a person being put right."""


def needs_whole(where: Where, roles: Collection[str]) -> bool:
    """Say whether an officer of these roles is shown whole numbers at a place; a chief is, where she may stand in."""
    stands_in = {Role.CHIEF} if NEED[where] & CHIEF_STANDS_IN else set()
    return bool((NEED[where] | stands_in) & set(roles))


def demand_need(where: Where, roles: Collection[str]) -> None:
    """Raise `NotYours` for who does not need what cannot be shown masked: a signed paper, a payment file."""
    if not needs_whole(where, roles):
        names = ", ".join(sorted(str(Role(role).label).lower() for role in NEED[where]))
        raise NotYours(
            "whole_numbers",
            f"Tệp này có số giấy tờ, số tài khoản đầy đủ, chỉ dành cho người được phân công: {names}. Xem từng người ở trang hồ sơ, có nêu lý do.",
            f"This file holds whole numbers and is for officers assigned as {', '.join(sorted(NEED[where]))}. Look at single people with a reason instead.",
        )
