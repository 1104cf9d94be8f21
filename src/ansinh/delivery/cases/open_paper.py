"""Who may open a paper, and that she did: nobody sees one without a row that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models_papers import Paper, PaperOpened
from ansinh.delivery.cases.paper_store import content_of
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.models import Access
from ansinh.papers.scans.refusals import words_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import Model

    from ansinh.delivery.offices.models import Officer

OPENERS = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.APPROVER, Role.SUPERVISOR)
MOST = 50


def open_paper(paper_id: uuid.UUID, *, purpose: str, by: Officer, at: datetime) -> tuple[Paper, bytes]:
    """Give a checked paper with its content, and keep who opened it, when and what for.

    Raises `DoesNotExist` out of scope and before it was filed, `NotYours` for a role that judges nothing, `Refused` while it waits, when it was refused or erased,
    or without a purpose.
    """
    paper = within(Paper.objects.exclude(about_kind="draft"), by).get(pk=paper_id)
    demand(by, OPENERS, policy=paper.policy, on=local_day(at))
    if purpose not in Access.Purpose.values:
        raise Refused("purpose_missing", "Chọn mục đích mở giấy tờ.", "Choose what the paper is opened for.")
    if paper.state != Paper.State.CLEAN or paper.erased_at:
        raise _closed(paper)
    content = content_of(paper)
    PaperOpened.objects.create(province=paper.province, district=paper.district, commune=paper.commune, paper=paper, officer=by, purpose=purpose, at=at)
    return paper, content


def purpose_for(roles: Collection[str]) -> str:
    """Give what an officer of these roles opens papers for, where she did not say: her task in the procedure."""
    if Role.LISTER in roles:
        return Access.Purpose.INTAKE
    return Access.Purpose.VERIFY if {Role.VERIFIER, Role.APPRAISER, Role.APPROVER} & set(roles) else Access.Purpose.SUPERVISE


def papers_of(*about: Model, seen_by: Officer) -> list[Paper]:
    """Give the papers of claims or filings, the first first."""
    rows = within(Paper.objects.filter(about__in=[row.pk for row in about]), seen_by)
    return list(rows.select_related("received_by").order_by("received_at")[:MOST])


def openings_of(*about: Model, seen_by: Officer) -> list[PaperOpened]:
    """Give who opened papers of claims or filings, the latest first."""
    rows = within(PaperOpened.objects.filter(paper__about__in=[row.pk for row in about]), seen_by)
    return list(rows.select_related("officer__office", "paper").order_by("-at")[:MOST])


def _closed(paper: Paper) -> Refused:
    if paper.erased_at:
        return Refused("paper_erased", "Giấy tờ đã hết thời hạn lưu và đã được xóa.", "The time of this paper is over and it was erased.")
    if paper.state == Paper.State.REFUSED:
        said = words_of(paper.refused_code, paper.refused_what)
        return Refused("paper_refused", said["vi"], said["en"])
    return Refused("paper_waits", "Giấy tờ đang chờ kiểm tra. Mở lại sau ít phút.", "The paper waits to be checked. Open it again in a few minutes.")
