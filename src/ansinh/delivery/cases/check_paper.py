"""A paper that was sent is scanned, written anew in the confined child, and only then may be opened; or it is refused in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ansinh.delivery.cases.models_papers import Paper
from ansinh.delivery.cases.paper_store import drop_waiting, put, waiting_content
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.papers.scans.refusals import PaperRefused
from ansinh.papers.scans.sandbox import clean_in_child

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.cases.gateways import Scanner

LEFT_ALONE = timedelta(minutes=2)
MOST_A_ROUND = 100


def check_paper(paper_id: uuid.UUID, *, scanner: Scanner | None, at: datetime) -> Paper:
    """Check a paper that waits; one already checked stays as it is. No lock is held while it is scanned and written anew.

    Raises `ScannerAway` when the scanner gives no verdict: the paper goes on waiting, and is shown to nobody.
    """
    with acting(NATION):
        paper = Paper.objects.get(pk=paper_id)
    if paper.state != Paper.State.WAITING:
        return paper
    try:
        found = _looked_through(paper, scanner)
    except PaperRefused as refusal:
        found = {"state": Paper.State.REFUSED, "refused_code": refusal.code, "refused_what": refusal.what[:100]}
    return _finish(paper_id, found, at=at)


def waiting_papers(*, at: datetime) -> list[uuid.UUID]:
    """Give the papers that wait longer than one check takes, the oldest first, a bounded number."""
    with acting(NATION):
        rows = Paper.objects.filter(state=Paper.State.WAITING, received_at__lt=at - LEFT_ALONE).order_by("received_at")
        return list(rows.values_list("pk", flat=True)[:MOST_A_ROUND])


def _looked_through(paper: Paper, scanner: Scanner | None) -> dict[str, Any]:
    content = waiting_content(paper)
    harm = scanner.found_in(content) if scanner else ""
    if harm:
        raise PaperRefused("infected", harm)
    cleaned = clean_in_child(content)
    return {
        "state": Paper.State.CLEAN, "sha256": put(cleaned.content), "media_type": cleaned.media_type, "pages": cleaned.pages,
        "size_bytes": len(cleaned.content),
    }  # fmt: skip


def _finish(paper_id: uuid.UUID, found: dict[str, Any], *, at: datetime) -> Paper:
    with acting(NATION), transaction.atomic():
        paper = Paper.objects.select_for_update().get(pk=paper_id)
        if paper.state != Paper.State.WAITING:
            return paper
        with act(SYSTEM, "cases.check_paper", at=at, province=paper.province) as deed:
            for name, value in found.items():
                setattr(paper, name, value)
            paper.checked_at = at
            paper.save(update_fields=[*found, "checked_at"])
            deed.event("paper", paper, before={"state": "waiting"}, after={name: str(value) for name, value in found.items()})
        transaction.on_commit(lambda: drop_waiting(paper))
    return paper
