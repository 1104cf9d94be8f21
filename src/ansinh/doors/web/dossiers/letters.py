"""Letters of refusal of a decision: made on demand, set in the background, printed by the file or one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.jobs import start_letters
from ansinh.delivery.cases.models_letters import RefusalLetter
from ansinh.delivery.cases.refusal_letters import WHO_WRITES, letter_pdf, letters_of
from ansinh.doors.web.asking import officer_of, roles_here
from ansinh.doors.web.dossiers.decision import decision_on, paper, signed
from ansinh.doors.web.dossiers.moving import READ_OR_ACT
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.templatetags.page import number

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from ansinh.delivery.cases.refusal_letters import Letters


@login_required
@require_http_methods(READ_OR_ACT)
def letters(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Show how many letters there are and their files; a POST makes those that are missing."""
    found = standing(request, dossier)
    decision = decision_on(found.dossier, request)
    if request.method == "POST":
        start_letters(decision, by=officer_of(request))
        return redirect("letters", dossier)
    told = letters_of(decision, seen_by=officer_of(request))
    context = {"on": found, "decision": decision, "letters": told, "job": _job(told), "writes": bool(set(WHO_WRITES) & roles_here(request))}
    return render(request, "dossiers/letters.html", context)


@login_required
@require_safe
def letters_progress(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Give how far the setting is; once it has ended, the page itself."""
    told = letters_of(signed(request, dossier), seen_by=officer_of(request))
    response = render(request, "dossiers/letters_progress.html", {"on_dossier": dossier, "job": _job(told)})
    if not told.under_way:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def letters_file(request: HttpRequest, dossier: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Give a file of letters."""
    told = letters_of(signed(request, dossier), seen_by=officer_of(request))
    return paper(next((found for found in told.files if found.pk == file), None))


@login_required
@require_safe
def letter(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Give the letter of one person."""
    officer = officer_of(request)
    try:
        pdf = letter_pdf(queries.claim(dossier, claim, seen_by=officer), seen_by=officer)
    except RefusalLetter.DoesNotExist as none:
        raise Http404 from none
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="thong-bao.pdf"'})


def _job(told: Letters) -> dict[str, Any]:
    counted = _("%(done)s trên %(total)s thông báo") % {"done": number(told.set), "total": number(told.numbered)}
    return {"title": _("Đang lập thông báo từ chối"), "done": told.set, "total": told.numbered, "counted": counted, "finished": not told.under_way}
