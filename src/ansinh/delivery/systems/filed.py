"""What a system filed: kept as its own, seen by it alone, with what became of each person and nothing of any other claim of hers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Claim, Dossier, UploadRow
from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.file import Filer, file_claims
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.queries import claims_of
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, Actor, acting, scope_of_office
from ansinh.delivery.systems.models_exchange import ClientFiling

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from ansinh.delivery.systems.models import ApiClient

PAGE = 100


@dataclass(frozen=True)
class Outcome:
    """One person of a filing by her place in it: what became of her claim, once there is one."""

    order: int
    receipt: str
    left_out: str
    outcome: str
    state: str
    already_drawn: bool
    amount_vnd: int
    reason: str


@dataclass(frozen=True)
class Progress:
    """A filing of a system's own, and the dossier it went into."""

    kept: ClientFiling
    filing: Filing
    dossier: Dossier | None
    decision: str


def file_for(client: ApiClient, policy: str, rows: Sequence[Mapping[str, Any]], *, place: str, reference: str, programme: str, at: datetime) -> Progress:
    """File claims in a system's name; the same again gives the same filing.

    Raises `NotYours` for a programme or a place that the client was not let in for, and what `file_claims` raises.
    """
    if programme not in client.programmes:
        raise NotYours(
            "programme_not_yours",
            f"Hệ thống không được nộp cho chương trình “{programme[:20]}”.",
            f"This client may not file for the programme “{programme[:20]}”.",
        )
    demand_place(client, place)
    filer = Filer("system", name=client.name, reference=client.client_id)
    filing = file_claims(policy, rows, channel=Filing.Channel.API, place=place, filer=filer, at=at, programme=programme)
    who = Actor(None, client.name, client.office_id, scope_of_office(client.office))
    with acting(NATION), act(who, "systems.file", at=at, province=filing.province) as deed:
        where = {"province": filing.province, "district": filing.district, "commune": filing.commune}
        kept, new = ClientFiling.objects.get_or_create(filing=filing, defaults={"client": client, "reference": reference, "filed_at": at, **where})
        if new:
            deed.event("client_filing", kept, after={"client_id": client.client_id, "filing": str(filing.pk), "people": filing.row_count})
        return _progress(kept, filing)


def demand_place(client: ApiClient, code: str) -> None:
    """Raise `Refused` for a place that is none, `NotYours` for one outside what the client was let in for."""
    place = places_by_code([code]).get(code)
    if place is None:
        raise Refused("place_unknown", f"Không có địa bàn “{code[:10]}” trong danh mục.", f"There is no place “{code[:10]}” on the official map.")
    own = {"province": place.province, "district": place.district, "commune": "", place.level: place.code}
    if any(own.get(level) != held for level, held in scope_of_office(client.office).filters().items()):
        raise NotYours("place_not_yours", f"Hệ thống này không nộp cho {place.name}.", f"This client does not file for {place.name}.")


def own_filing(client: ApiClient, code: str) -> Progress:
    """Give one filing of the client's own; raises `DoesNotExist` for any other code, whoever holds it."""
    written = read_code(code)
    with acting(NATION):
        kept = ClientFiling.objects.select_related("filing__owner", "filing__office", "filing__upload").get(client=client, filing__code=written or "")
        return _progress(kept, kept.filing)


def own_filings(client: ApiClient, *, after: uuid.UUID | None) -> tuple[list[Progress], uuid.UUID | None]:
    """Give the client's filings, the oldest first, a hundred at a time, and where the next begin."""
    with acting(NATION):
        rows = ClientFiling.objects.filter(client=client).select_related("filing__owner", "filing__office", "filing__upload").order_by("pk")
        found = list((rows.filter(pk__gt=after) if after else rows)[: PAGE + 1])
        dossiers = {
            row.upload_id: row
            for row in Dossier.objects.select_related("decision").filter(upload__in=[one.filing.upload_id for one in found[:PAGE] if one.filing.upload_id])
        }
        shown = [_shown(kept, kept.filing, dossiers.get(kept.filing.upload_id)) for kept in found[:PAGE]]
    return shown, found[PAGE - 1].pk if len(found) > PAGE else None


def outcomes(client: ApiClient, code: str, *, after: int) -> tuple[list[Outcome], int | None]:
    """Give what became of the people of an own filing, by their places, a hundred at a time, and where the next begin."""
    progress = own_filing(client, code)
    with acting(NATION):
        claims = claims_of(progress.filing) if progress.dossier else {}
        found = list(FilingRow.objects.filter(filing=progress.filing, order__gt=after).select_related("row").order_by("order")[: PAGE + 1])
    shown = [_outcome(row, claims.get(row.order)) for row in found[:PAGE]]
    return shown, found[PAGE - 1].order if len(found) > PAGE else None


def _outcome(row: FilingRow, claim: Claim | None) -> Outcome:
    left_out = row.row.reason if row.row and row.row.state == UploadRow.State.ASIDE else ""
    if claim is None:
        return Outcome(row.order, "", left_out, "", "", already_drawn=False, amount_vnd=0, reason="")
    drawn = claim.outcome == "eligible" and not claim.draw_held and claim.state == Claim.State.IN_REVIEW
    return Outcome(row.order, claim.receipt, left_out, claim.outcome, claim.state, already_drawn=drawn, amount_vnd=claim.amount_vnd, reason=claim.state_reason)


def _progress(kept: ClientFiling, filing: Filing) -> Progress:
    dossier = Dossier.objects.select_related("decision").filter(upload=filing.upload_id).first() if filing.upload_id else None
    return _shown(kept, filing, dossier)


def _shown(kept: ClientFiling, filing: Filing, dossier: Dossier | None) -> Progress:
    decision = getattr(dossier, "decision", None) if dossier else None
    return Progress(kept, filing, dossier, decision.number if decision else "")
