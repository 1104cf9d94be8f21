"""One fact that was written wrong for many claims of a decision is corrected by one proposal: shown first, then proposed as it was shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.delivery.cases.answer_again import latest_of
from ansinh.delivery.cases.corrected import Corrected, Left, corrected_all
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_revisions import Revision, RevisionItem
from ansinh.delivery.cases.revise import one_at_a_time, open_revision, revisable, told
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.delivery.offices.signing import ToSign

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from ansinh.delivery.cases.choosing import Chosen
    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer

MOST = 500
"""Claims of one such proposal: each is asked of the law anew when it is proposed and when it is signed."""


@dataclass(frozen=True)
class ManyCorrected:
    """Claims as they would stand, with what each comes to now, and how many of those chosen stay as they are."""

    found: list[tuple[Corrected, int]]
    left: Left

    @property
    def sums(self) -> tuple[int, int, int]:
        """People, đồng before, đồng after: what a proposal has to come to."""
        return len(self.found), sum(now for _one, now in self.found), sum(one.claim.amount_vnd for one, _now in self.found)


def preview_correcting(dossier: Dossier, chosen: Chosen, facts: Mapping[str, object], *, seen_by: Officer) -> ManyCorrected:
    """Say how the chosen approved claims would stand with these facts, without changing anything.

    Raises `Refused` for more than `MOST` of them, and for a fact or value that the law does not know.
    """
    rows = list(_approved(dossier, chosen, seen_by=seen_by).select_related("dossier")[: MOST + 1])
    if len(rows) > MOST:
        raise Refused(
            "too_many_to_correct",
            f"Mỗi đề nghị đính chính nhiều nhất {MOST} người. Chọn ít hơn, phần còn lại ở đề nghị sau.",
            f"One proposal corrects {MOST} people at most. Choose fewer; the others follow in another.",
        )
    found, left = corrected_all(rows, facts) if rows else ([], Left())
    now = {row.pk: row.amount_vnd for row in rows}
    return ManyCorrected([(one, now[one.claim.pk]) for one in found], left)


def facts_known(dossier: Dossier, chosen: Chosen, *, seen_by: Officer) -> set[str]:
    """Name the facts that some of the chosen approved claims rest on; of more than `MOST` claims the first are looked at."""
    rows = list(_approved(dossier, chosen, seen_by=seen_by)[:MOST])
    return {name for last in latest_of(rows).values() for name in last.facts}


def _approved(dossier: Dossier, chosen: Chosen, *, seen_by: Officer) -> QuerySet[Claim]:
    return chosen.rows(dossier, seen_by=seen_by).filter(state=Claim.State.APPROVED).order_by("order")


def propose_correcting_many(
    decision_id: uuid.UUID,
    chosen: Chosen,
    *,
    facts: Mapping[str, object],
    expected: tuple[int, int, int],
    reason: str,
    article: str,
    by: Officer,
    at: datetime,
) -> Revision:
    """Propose that the chosen claims be corrected as `preview_correcting` showed; `expected` are the sums it showed. Give the proposal.

    Raises as `propose_correcting` does, besides `Refused` where the sums are no longer those.
    """
    with act(actor_of(by), "cases.propose_revision", at=at, province=by.office.province) as deed:
        decision = revisable(deed, decision_id, by=by)
        shown = preview_correcting(decision.dossier, chosen, facts, seen_by=by)
        if not shown.found:
            raise Refused("nothing_corrected", "Chưa sửa gì so với hiện nay.", "Nothing differs from how it stands.")
        if shown.sums != expected:
            raise Refused(
                "changed", "Danh sách đã khác bản xem trước. Xem lại rồi đề nghị.", "The list is no longer as it was shown. Look again, then propose."
            )
        wanted = ToSign(max(one.claim.amount_vnd for one, _now in shown.found), shown.sums[2])
        revision = open_revision(deed, decision, Revision.Kind.CORRECT, Revision.Ground.CLERICAL, (reason, article), sums=shown.sums, wanted=wanted, by=by)
        with one_at_a_time():
            RevisionItem.objects.bulk_create(
                RevisionItem(
                    province=one.claim.province, district=one.claim.district, commune=one.claim.commune, revision=revision, claim=one.claim, before=one.before,
                    after=one.after, before_vnd=now, after_vnd=one.claim.amount_vnd,
                )
                for one, now in shown.found
            )  # fmt: skip
        told(deed, revision)
        return revision
