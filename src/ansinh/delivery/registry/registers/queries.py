"""Which versions of the registers there are, as far as an officer's scope holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.models_registers import RegisterSnapshot

if TYPE_CHECKING:
    import uuid

    from ansinh.delivery.offices.models import Officer

MOST_VERSIONS = 100
State = RegisterSnapshot.State


def in_use(programme: str, *, seen_by: Officer) -> dict[str, list[RegisterSnapshot]]:
    """Give the versions that count now, or are on their way, by register, the latest first."""
    rows = within(RegisterSnapshot.objects.filter(programme=programme, state__in=[State.CURRENT, State.LOADING, State.ASKING]), seen_by)
    found: dict[str, list[RegisterSnapshot]] = {}
    for row in rows.select_related("before", "loaded_by").order_by("-loaded_at")[:MOST_VERSIONS]:
        found.setdefault(row.register, []).append(row)
    return found


def versions(register: str, programme: str, *, seen_by: Officer) -> list[RegisterSnapshot]:
    """Give the versions of one register, the latest first."""
    rows = within(RegisterSnapshot.objects.filter(programme=programme, register=register), seen_by)
    return list(rows.select_related("before", "loaded_by").order_by("-loaded_at")[:MOST_VERSIONS])


def snapshot(key: uuid.UUID, *, seen_by: Officer) -> RegisterSnapshot:
    """Give one version. Raises `DoesNotExist` out of scope."""
    return within(RegisterSnapshot.objects.select_related("before", "loaded_by", "answered_by"), seen_by).get(pk=key)
