"""The social-registry search of SPDCI, answered at once or later, for other programmes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from ansinh.delivery.systems.models import Ability
from ansinh.delivery.systems.searching import search, take_search
from ansinh.doors.api.access import client
from ansinh.doors.api.description import for_clients
from ansinh.doors.api.shapes_systems import SearchIn, SearchOut, SearchTaken

router = Router()


@router.post("/sync/search", response=SearchOut, **for_clients(Ability.SEARCH, **{"x-no-key": True}))
def now(request: HttpRequest, asked: SearchIn) -> dict[str, Any]:
    """Search people by number, with a purpose; who is not known in the client's place, and who is known nowhere, are answered alike."""
    return search(client(request), asked.model_dump(mode="json"), at=timezone.now())


@router.post("/search", response={202: SearchTaken}, **for_clients(Ability.SEARCH, **{"x-no-key": True}))
def later(request: HttpRequest, asked: SearchIn) -> Status[dict[str, Any]]:
    """Take a search to be answered by a signed call to the address registered for `registry.on-search`; the same message_id is taken once."""
    kept = take_search(client(request), asked.model_dump(mode="json"), at=timezone.now())
    moment = timezone.localtime(kept.at).isoformat(timespec="milliseconds")
    return Status(202, {"message": {"ack_status": "ACK", "timestamp": moment, "correlation_id": str(kept.pk)}})
