"""Papers of a claim: sent by an officer, opened one by one, each opening kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.jobs import check_sent_paper
from ansinh.delivery.cases.open_paper import OPENERS, open_paper, openings_of, papers_of, purpose_for
from ansinh.delivery.cases.send_paper import SENDERS, about_claim, send_paper
from ansinh.delivery.intake.queries import filing_behind
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.doors.web.asking import demand_any, officer_of, roles_here
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.papers import PaperForm, handed_out, shown_papers
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    import uuid

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Claim
    from ansinh.delivery.offices.models import Officer


@login_required
@require_http_methods(READ_OR_ACT)
def send_claim_paper(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Take a paper for a claim; a policy whose law names none has no such page."""
    officer = officer_of(request)
    found = standing(request, dossier)
    row = queries.claim(dossier, claim, seen_by=officer)
    about = about_claim(row)
    if not about.papers:
        raise Http404
    demand_any(request, SENDERS)
    form = PaperForm(about.papers, language(), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = send_paper(row.pk, form.content(), wanted=form.cleaned_data["wanted"], by=officer, at=timezone.now())
            check_sent_paper.defer(paper=str(paper.pk))
            messages.success(request, _("Đã nhận tệp. Hệ thống đang kiểm tra; mở lại trang này sau ít giây."))
            return redirect("claim", dossier, claim)
        except NotYours:
            raise
        except AlreadyDone as done:
            messages.info(request, words(done))
            return redirect("claim", dossier, claim)
        except Refused as refusal:
            form.add_error("file", words(refusal))
    return render(request, "dossiers/paper_send.html", {"on": found, "claim": row, "form": form}, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def claim_paper(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID, paper: uuid.UUID) -> HttpResponse:
    """Open one paper of a claim."""
    officer = officer_of(request)
    row = queries.claim(dossier, claim, seen_by=officer)
    if paper not in {known.pk for known in papers_of(*_with_filing(row, officer), seen_by=officer)}:
        raise Http404
    return handed_out(*open_paper(paper, purpose=purpose_for(roles_here(request)), by=officer, at=timezone.now()))


def _with_filing(claim: Claim, officer: Officer) -> list[Model]:
    """Give a claim, and what was filed for this one person alone: papers that came with it are papers of the claim."""
    filing = filing_behind(claim, seen_by=officer)
    return [claim, filing] if filing and filing.row_count == 1 else [claim]


def papers_beside(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """Give what the page of a claim says of its papers."""
    named = about_claim(claim).papers
    officer = officer_of(request)
    about = _with_filing(claim, officer)
    papers = papers_of(*about, seen_by=officer)
    held = roles_here(request)
    return {
        "papers_named": named, "papers": [
            {**item, "href": reverse("claim_paper", args=[claim.dossier_id, claim.pk, item["paper"].pk])}
            for item in shown_papers(papers, claim.dossier.programme, claim.policy, on=claim.dossier.as_of, language=language())
        ],
        "openings": openings_of(*about, seen_by=officer) if papers else [], "may_open": bool(set(OPENERS) & held),
        "may_send": bool(named) and bool(set(SENDERS) & held) and claim.state == "in_review",
    }  # fmt: skip
