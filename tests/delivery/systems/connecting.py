"""Other systems let in for tests: a portal of the province, with an administrator who answers for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.systems.clients import Asked, let_in
from delivery.casework import officer

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Office, Officer
    from ansinh.delivery.systems.models import ApiClient
    from delivery.casework import Town

EVERYTHING = ("dossiers:write", "dossiers:read", "social-registry:search")
WHEN = datetime(2021, 8, 6, 2, 0, tzinfo=UTC)


def administrator(at: Town, level: str = "province") -> Officer:
    """Give who lets systems in at a level of the town."""
    return officer(f"admin.{at.offices[level].level}.{at.commune}", at.offices[level], Role.ADMINISTRATOR)


def asked(client_id: str = "cong-tinh", **more: Any) -> Asked:
    """Give what a client is to be; until long after the tests."""
    told: dict[str, Any] = {
        "client_id": client_id, "name": "Cổng dịch vụ công", "contact": "Trực kỹ thuật 0220 000 000", "programmes": ["nq68"], "abilities": EVERYTHING, "per_minute": 600,
        "valid_from": date(2021, 7, 1), "valid_until": date(2099, 12, 31), "with_secret": True,
    }  # fmt: skip
    return Asked(**{**told, **more})


def connected(at: Town, client_id: str = "cong-tinh", *, office: Office | None = None, **more: Any) -> tuple[ApiClient, str]:
    """Let a system in with the province's scope, or an office's; give it with its secret."""
    by = administrator(at)
    with acting(NATION):
        return let_in(asked(client_id, **more), owner=by, office=office or at.offices["province"], by=by, at=WHEN)
