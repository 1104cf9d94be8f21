"""Later decisions proposed, signed and followed, for tests of casework and money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.choosing import Chosen
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Claim, Decision, Dossier
from ansinh.delivery.cases.revise import propose_correcting, propose_revoking
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Recovery
from ansinh.delivery.payments.revise import sign
from ansinh.delivery.reports.models import Counting
from ansinh.delivery.reports.summarise import summarise, summarise_changed
from ansinh.delivery.reports.sums import KINDS
from delivery.casework import Town, approved, person, town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.delivery.cases.models_revisions import Revision
    from ansinh.delivery.offices.models import Officer

DIED = "Người được hỗ trợ mất ngày 02/7/2021"
ARTICLE = "NQ 68/NQ-CP, mục II.12"


def patient(number: int, *, days: int = 14, **more: Any) -> dict[str, Any]:
    """Give somebody treated for so many days, at 80,000 đồng a day."""
    return person(number, group="F0", amount=None, period_start="2021-07-05", period_end="2021-07-18", period_days=days, **more)


def papered(here: Town, decision: Decision) -> Decision:
    """Give a decision its paper, a short one: nothing is proposed before it is set."""
    with acting(NATION):
        held = Decision.objects.select_related("signed_by").get(pk=decision.pk)
        held.document = keep(b"%PDF-1.7", kind="decision", name=f"{held.pk}.pdf", media_type="application/pdf", place=held, by=held.signed_by, at=here.at)
        held.save(update_fields=["document"])
    return held


def decided(rows: Sequence[dict[str, Any]], *, policy: str = "nq68-12", here: Town | None = None) -> tuple[Town, Decision]:
    """Make a town and a decision that has its paper."""
    here = here or town()
    return here, papered(here, approved(here, rows, policy=policy))


def claims(decision: Decision) -> list[Claim]:
    """Give the claims of a decision in the order of its list."""
    with acting(NATION):
        return list(Claim.objects.filter(dossier=decision.dossier_id).select_related("dossier").order_by("order"))


def proposed(here: Town, decision: Decision, *rows: Claim, by: Officer | None = None, ground: str = "died") -> Revision:
    """Propose that these approvals be revoked; none named: all."""
    by = by or here.appraiser
    with acting(by):
        chosen = Chosen(frozenset(row.pk for row in rows))
        return propose_revoking(decision.pk, chosen, ground=ground, reason=DIED, article=ARTICLE, by=by, at=here.later())


def correction(here: Town, decision: Decision, claim: Claim, facts: dict[str, object] | None = None, /, **changes: object) -> Revision:
    """Propose that a claim be corrected."""
    with acting(here.appraiser):
        return propose_correcting(
            decision.pk, claim.pk, changes=changes, facts=facts or {}, reason="Nhập sai khi lập danh sách", article=ARTICLE, by=here.appraiser, at=here.later()
        )


def signed(here: Town, revision: Revision) -> Revision:
    """Let the chair sign, with what follows for money; the figures follow before and after."""
    followed(here)
    with acting(here.chair):
        later = sign(revision.pk, by=here.chair, at=here.later())
    followed(here)
    return later


def followed(here: Town) -> None:
    """Count as the minute does, from the log's first link on; a count of the whole province then finds nothing to change.

    All that is counted bears the place of a dossier, or the minute would miss it.
    """
    place = ("province", "district", "commune")
    with acting(NATION):
        assert set(Event.objects.filter(subject_kind__in=KINDS).values_list(*place)) <= set(Dossier.objects.values_list(*place))
        Counting.objects.get_or_create(province=here.province, defaults={"sequence": 0, "counted_at": here.at})
        summarise_changed(at=here.at)
        assert summarise(here.province, at=here.at) == 0


def revoked(here: Town, decision: Decision, *rows: Claim) -> Revision:
    """Propose and sign."""
    return signed(here, proposed(here, decision, *rows))


def recoveries(decision: Decision) -> list[Recovery]:
    """Give what has to come back of a decision."""
    with acting(NATION):
        return list(Recovery.objects.filter(revision__decision=decision).select_related("owner__office", "instruction").order_by("opened_at", "pk"))
