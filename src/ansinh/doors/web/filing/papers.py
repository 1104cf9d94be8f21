"""The page of papers: those the law asks for as proof of what was told, photographed or uploaded, taken out again, or brought later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.delivery.cases.jobs import check_sent_paper
from ansinh.delivery.intake.file import receiving
from ansinh.delivery.intake.papers import papers_of_draft, send_with_draft, take_out
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.filing import drafts
from ansinh.doors.web.filing.asking import READ_OR_ACT, with_draft
from ansinh.doors.web.filing.steps import PAPERS, before, onward, papers_for, papers_lacking, policy_of
from ansinh.doors.web.limits import allow
from ansinh.doors.web.papers import PhotographForm, shown_papers
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.doors.web.filing.drafts import Draft

PER_CALLER, PER_DRAFT = (120, 3600), (30, 3600)
REFUSED = 422


@never_cache
@require_http_methods(READ_OR_ACT)
@with_draft
def papers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take one paper after another; go on when all are there, or when the rest comes later and the law allows that."""
    here, named = reverse("file_papers"), papers_for(draft)
    ready = onward(draft)
    if not named or ready not in {here, reverse("file_check")}:
        return redirect(ready)
    offered = list({paper.id: paper for paper in named.values()}.values())
    form = PhotographForm(offered, language())
    sent = papers_of_draft(drafts.key_of(draft))
    lacking = papers_lacking(draft, sent)
    if "onward" in request.POST and not lacking:
        return _gone_on(draft)
    if request.method == "POST" and "onward" not in request.POST:
        if not (allow(f"paper:{get_adapter().get_client_ip(request)}", *PER_CALLER) and allow(f"paper-draft:{drafts.key_of(draft)}", *PER_DRAFT)):
            return render(request, "filing/busy.html", status=429)
        form = PhotographForm(offered, language(), request.POST, request.FILES)
        if form.is_valid() and _sent(request, draft, form):
            return redirect(here)
    context = {
        "draft": draft, "policy": policy_of(draft), "before": before(draft, here), "form": form, "lacking": lacking, "pressed": "onward" in request.POST,
        "papers": shown_papers(sent, draft.programme, draft.policy, on=timezone.localdate(), language=language()),
    }  # fmt: skip
    return render(request, "filing/papers.html", context, status=REFUSED if form.errors or context["pressed"] else 200)


@never_cache
@require_POST
@with_draft
def leave_out(request: HttpRequest, draft: Draft, paper: uuid.UUID) -> HttpResponse:
    """Take one paper out again."""
    try:
        take_out(paper, draft=drafts.key_of(draft), at=timezone.now())
        messages.success(request, _("Đã bỏ tệp."))
    except AlreadyDone as done:
        messages.info(request, words(done))
    return redirect("file_papers")


def _sent(request: HttpRequest, draft: Draft, form: PhotographForm) -> bool:
    """Keep what was sent; where it cannot be taken, say so beside the box it came in."""
    now, on = timezone.now(), timezone.localdate()
    try:
        paper = send_with_draft(
            drafts.key_of(draft), form.content(), wanted=form.cleaned_data["wanted"], programme=draft.programme, policy=draft.policy,
            receiver=receiving(draft.programme, draft.policy, draft.place, on=on), on=on, at=now,
        )  # fmt: skip
    except AlreadyDone as done:
        messages.info(request, words(done))
    except Refused as refusal:
        form.add_error("photograph" if form.cleaned_data.get("photograph") else "file", words(refusal))
        return False
    else:
        check_sent_paper.defer(paper=str(paper.pk))
        messages.success(request, _("Đã nhận tệp. Có giấy tờ khác thì gửi tiếp, xong thì bấm tiếp tục."))
    return True


def _gone_on(draft: Draft) -> HttpResponse:
    if PAPERS not in draft.done:
        draft.done.append(PAPERS)
    return drafts.keep(redirect(onward(draft)), draft)
