"""The decision on a dossier: number, who signed, sums, reasons, and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.documents import annex_of
from ansinh.delivery.cases.erase_prints import was_erased
from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models_revisions import State
from ansinh.delivery.cases.revise import WHO_PROPOSES
from ansinh.delivery.cases.revisions import of_decision
from ansinh.delivery.cases.signatures import signed_file
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.registry.need import Where, demand_need
from ansinh.doors.web.asking import officer_of, roles_here
from ansinh.doors.web.dossiers.keys import key_of
from ansinh.doors.web.dossiers.standing import standing

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from ansinh.delivery.cases.models import Decision, Dossier, StoredFile


@login_required
@require_safe
def decision(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Show the decision; while its paper is being set, say so."""
    found = standing(request, dossier)
    row = decision_on(found.dossier, request)
    excluded = queries.excluded_reasons(found.dossier, seen_by=officer_of(request))
    later = of_decision(row, seen_by=officer_of(request))
    context = {
        "on": found, "decision": row, "excluded": excluded, "annex": annex_of(row) if row.document_id else None, "later": later,
        **key_of(request, row.document),
        "signed": [one for one in later if one.state == State.SIGNED], "proposes": bool(row.document_id and {*WHO_PROPOSES} & roles_here(request)),
    }  # fmt: skip
    return render(request, "dossiers/decision.html", context)


@login_required
@require_safe
def document(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Give the paper, signed digitally where it is."""
    found = signed(request, dossier).document
    return paper(signed_file(found) if found else None)


@login_required
@require_safe
def annex(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Give the list as a workbook, where it was too long for paper."""
    return paper(annex_of(signed(request, dossier)))


def signed(request: HttpRequest, dossier: uuid.UUID) -> Decision:
    """Give the decision on a dossier named by its key, to who needs its papers; `Http404` where there is none."""
    found = decision_on(queries.dossier(dossier, seen_by=officer_of(request)), request)
    demand_need(Where.DECISION, roles_here(request))
    return found


def decision_on(dossier: Dossier, request: HttpRequest) -> Decision:
    """Give the decision on a dossier that was read; `Http404` where there is none."""
    found = queries.decision_of(dossier, seen_by=officer_of(request))
    if found is None:
        raise Http404
    return found


def paper(file: StoredFile | None) -> HttpResponse:
    """Give a kept paper to be looked at; `Http404` where there is none, `Refused` for one whose time is over."""
    if file is None:
        raise Http404
    if was_erased(file):
        raise Refused("file_erased", "Tệp này đã hết thời hạn lưu và đã được xóa.", "The time of this file is over and it was erased.")
    response = HttpResponse(content_of(file), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=file.name) or "inline"
    return response
