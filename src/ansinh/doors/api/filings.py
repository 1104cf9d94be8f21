"""Other systems file dossiers, and ask what became of their own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from ansinh.delivery.systems.filed import file_for, outcomes, own_filing, own_filings
from ansinh.delivery.systems.models import Ability
from ansinh.doors.api.access import client
from ansinh.doors.api.casework import router as dossiers
from ansinh.doors.api.description import for_clients
from ansinh.doors.api.idempotency import once
from ansinh.doors.api.shapes_systems import DossierIn, FilingOut, FilingPage, OutcomeOut, OutcomePage

if TYPE_CHECKING:
    from ansinh.delivery.systems.filed import Progress

router = Router()


@dossiers.post("/dossiers", response={201: FilingOut}, **for_clients(Ability.WRITE))
@once
def filed(request: HttpRequest, given: DossierIn) -> tuple[int, dict[str, Any]]:
    """File claims of one policy for one place; the office there takes them into a dossier. The same claims again are the same filing."""
    rows = [row.model_dump(exclude_none=True) for row in given.claims]
    made = file_for(client(request), given.policy, rows, place=given.place, reference=given.reference, programme=given.programme, at=timezone.now())
    return 201, _shown(made)


@router.get("/filings", response=FilingPage, **for_clients(Ability.READ))
def filings(request: HttpRequest, after: uuid.UUID | None = None) -> FilingPage:
    """List what the calling system filed, the oldest first, a hundred a page."""
    found, following = own_filings(client(request), after=after)
    return FilingPage(filings=[FilingOut(**_shown(one)) for one in found], next=str(following) if following else None)


@router.get("/filings/{code}", response=FilingOut, **for_clients(Ability.READ))
def filing(request: HttpRequest, code: str) -> FilingOut:
    """Show one filing of the calling system's own, and how far its dossier is."""
    return FilingOut(**_shown(own_filing(client(request), code)))


@router.get("/filings/{code}/claims", response=OutcomePage, **for_clients(Ability.READ))
def claims(request: HttpRequest, code: str, after: int = 0) -> OutcomePage:
    """Show what became of each person of an own filing, by her place in it, a hundred a page."""
    found, following = outcomes(client(request), code, after=after)
    return OutcomePage(claims=[OutcomeOut(**{name: getattr(one, name) for name in OutcomeOut.model_fields}) for one in found], next=following)


def _shown(progress: Progress) -> dict[str, Any]:
    filing, dossier = progress.filing, progress.dossier
    return {
        "code": filing.code, "reference": progress.kept.reference, "programme": filing.programme, "policy": filing.policy, "place": filing.home, "people": filing.row_count,
        "filed_at": filing.filed_at, "due_on": filing.due_on, "office": filing.office.name, "owner": str(filing.owner), "state": filing.state, "reason": filing.reason,
        "dossier": {"number": dossier.number, "state": dossier.state, "step": dossier.step, "decision": progress.decision} if dossier else None,
    }  # fmt: skip
