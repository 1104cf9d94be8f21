"""Where is my claim? A receipt code and a year of birth, or the code of what was just filed; who has it, until when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ansinh.delivery.cases.jobs import check_sent_paper
from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.cases.public import claim_status
from ansinh.delivery.cases.send_paper import papers_asked, send_paper_by_receipt
from ansinh.delivery.intake.end import withdraw_by_code
from ansinh.delivery.intake.public import filing_status, key_behind
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.doors.web.intake.words import CHANNELS
from ansinh.doors.web.limits import allow
from ansinh.doors.web.papers import PaperForm, shown_papers
from ansinh.doors.web.public.complaining import about, read_about
from ansinh.doors.web.public.forms import LookupForm
from ansinh.doors.web.public.progress import timeline, told
from ansinh.doors.web.refusals import words
from ansinh.policy.load import load_programme
from ansinh.policy.papers_named import papers_named

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.public import ClaimStatus
    from ansinh.delivery.intake.public import FilingStatus

PER_CALLER = (120, 600)
PER_CODE = (10, 3600)
PAPERS_PER_CALLER = (60, 3600)
PAPERS_PER_CODE = (10, 3600)
"""Tries and seconds. Whole hamlets share one address, so the caller's limit is wide; years of birth are few, so a code's is narrow."""

REFUSED = 422


@never_cache
def where(request: HttpRequest, code: str = "") -> HttpResponse:
    """Answer by code and year of birth, sent in the body so that neither stays in an address; the same words whatever was wrong."""
    if request.method != "POST":
        return render(
            request,
            "public/where.html",
            {"form": LookupForm(initial={"code": code}), "from_link": bool(code), "of_filing": bool(code) and key_behind(code) is not None},
        )
    form = LookupForm(request.POST)
    filed = _filed(request)
    if filed is not None:
        return filed
    if not form.is_valid():
        return render(request, "public/where.html", {"form": form})
    asked, year = form.cleaned_data["code"], form.cleaned_data["birth_year"]
    if not _may_ask(request, asked):
        return render(request, "public/where_busy.html", status=429)
    found = claim_status(asked, year)
    if found is None:
        return render(request, "public/where.html", {"form": form, "not_found": True})
    return render(request, "public/claim.html", status_shown(found))


@never_cache
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Take a paper from the person concerned, who showed code and year of birth a moment ago and was asked for it in writing."""
    token = request.POST.get("about", "")
    subject = read_about(token)
    if subject is None or "receipt" not in subject:
        return redirect("where")
    receipt = subject["receipt"]
    if not (allow(f"paper:{get_adapter().get_client_ip(request)}", *PAPERS_PER_CALLER) and allow(f"paper-code:{receipt}", *PAPERS_PER_CODE)):
        return render(request, "public/where_busy.html", status=429)
    form = PaperForm(papers_asked(receipt), _language(), request.POST, request.FILES)
    context = {"form": form, "about": token, "receipt": receipt}
    if form.is_valid():
        try:
            taken = send_paper_by_receipt(receipt, form.content(), wanted=form.cleaned_data["wanted"], at=timezone.now())
            check_sent_paper.defer(paper=str(taken.pk))
            return render(request, "public/paper_sent.html", context)
        except Refused as refusal:
            form.add_error("file", words(refusal))
    return render(request, "public/paper_sent.html", context, status=REFUSED)


def status_shown(found: ClaimStatus) -> dict[str, Any]:
    """Give what the page of a claim says to the person concerned; where a paper is asked for that the law names, the form to send it."""
    late = bool(found.due_on and found.due_on < timezone.localdate())
    policy = load_programme(found.programme).policy(found.policy)
    context = {"claim": found, "told": told(found), "timeline": timeline(found), "policy": policy, "late": late, "about": about(receipt=found.receipt)}
    named = papers_named(load_programme(found.programme), found.policy, on=found.as_of) if found.asks else ()
    form = PaperForm(named, _language()) if named else None
    sent = shown_papers(found.sent, found.programme, found.policy, on=found.as_of, language=_language())
    return {**context, "paper_form": form, "sent": sent}


@never_cache
@require_POST
def withdraw_filing(request: HttpRequest) -> HttpResponse:
    """Take back what was filed, by its code, while nobody has taken it."""
    code = request.POST.get("code", "")[:30]
    if not _may_ask(request, code):
        return render(request, "public/where_busy.html", status=429)
    said = _("Đã rút hồ sơ. Có thể nộp lại bất cứ lúc nào trong thời hạn.")
    try:
        withdraw_by_code(code, at=timezone.now())
    except AlreadyDone as done:
        said = words(done)
    found = filing_status(code)
    if found is None:
        return render(request, "public/where.html", {"form": LookupForm(initial={"code": code}), "not_found": True})
    return render(request, "public/filing.html", {**shown_filing(found), "said": said})


def _filed(request: HttpRequest) -> HttpResponse | None:
    """Answer for the code of a filing, which needs no year of birth; nothing for any other code."""
    code = request.POST.get("code", "")[:30]
    if key_behind(code) is None:
        return None
    if not _may_ask(request, code):
        return render(request, "public/where_busy.html", status=429)
    found = filing_status(code)
    return None if found is None else render(request, "public/filing.html", shown_filing(found))


def shown_filing(of: FilingStatus) -> dict[str, Any]:
    """Give what the pages of one filing show."""
    place = places_by_code([of.home]).get(of.home)
    late = of.state == "filed" and of.due_on < timezone.localdate()
    sent = shown_papers(of.sent, of.programme, of.policy, on=timezone.localdate(of.filed_at), language=_language())
    return {"filing": of, "sent": sent, "policy": load_programme(of.programme).policy(of.policy), "place": place, "late": late, "channel": CHANNELS[of.channel]}


def _may_ask(request: HttpRequest, asked: str) -> bool:
    """Count the try for the caller and for the code, however the code was written."""
    caller = allow(f"where:{get_adapter().get_client_ip(request)}", *PER_CALLER)
    receipt = read_code(asked)
    return caller and (receipt is None or allow(f"where-code:{receipt}", *PER_CODE))


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"
