"""Papers that came with a filing: seen beside it, opened one by one, each opening kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.open_paper import OPENERS, open_paper, openings_of, papers_of, purpose_for
from ansinh.delivery.intake import queries
from ansinh.doors.web.asking import officer_of, roles_here
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.papers import handed_out, shown_papers

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.intake.models import Filing


@login_required
@require_safe
def filing_paper(request: HttpRequest, filing: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
    """Open one paper of a filing."""
    officer = officer_of(request)
    row = queries.filing(filing, seen_by=officer)
    if paper not in {known.pk for known in papers_of(row, seen_by=officer)}:
        raise Http404
    return handed_out(*open_paper(paper, purpose=purpose_for(roles_here(request)), by=officer, at=timezone.now()))


def papers_beside(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    """Give what the page of a filing says of its papers; nothing where none came."""
    officer = officer_of(request)
    papers = papers_of(filing, seen_by=officer)
    shown = shown_papers(papers, filing.programme, filing.policy, on=filing.filed_on, language=language())
    return {
        "papers": [{**item, "href": reverse("filing_paper", args=[filing.pk, item["paper"].pk])} for item in shown],
        "openings": openings_of(filing, seen_by=officer) if papers else [], "may_open": bool(set(OPENERS) & roles_here(request)),
    }  # fmt: skip
