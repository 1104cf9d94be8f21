"""The pages that ask: which policy, who files, where, who it is for, what the law asks; back, saved, gone on with later."""

from __future__ import annotations

from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ansinh.doors.web.filing import drafts
from ansinh.doors.web.filing.forms import ResumeForm, StepForm, WhoForm
from ansinh.doors.web.filing.places import commune_named, find_communes
from ansinh.doors.web.filing.steps import (
    PLACE,
    STEPS,
    WHO,
    asked_facts,
    before,
    choices_of,
    next_fact,
    onward,
    policy_of,
    procedure_of,
    programme_of,
)
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaining import may_ask
from ansinh.doors.web.public.forms import AnswerForm, words
from ansinh.papers.lists.told import read_told
from ansinh.policy.facts import NOT_APPLICABLE, FactError, known_facts
from ansinh.policy.load import load_programme
from ansinh.policy.programme import NotInForce

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from ansinh.doors.web.filing.drafts import Draft
    from ansinh.policy.programme import FactDefinition, Policy

PER_CALLER = (120, 3600)
"""Forms begun and seconds: whole hamlets share one address."""
READ_OR_ACT = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Offer every policy somebody may file for herself or another, open ones first."""
    open_now: list[dict[str, Any]] = []
    closed: list[dict[str, Any]] = []
    for policy in load_programme().policies:
        shown = _shown(policy)
        if shown:
            (closed if shown["closed"] else open_now).append(shown)
    return render(request, "filing/start.html", {"open": open_now, "closed": closed, "draft": drafts.held(request), "form": ResumeForm()})


@never_cache
@require_http_methods(READ_OR_ACT)
def policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Say who files where until when and what will be asked; begin a form."""
    known = next((shown for one in load_programme().policies if one.id == policy and (shown := _shown(one))), None)
    if known is None:
        raise Http404(policy)
    if request.method == "POST" and not known["closed"]:
        if not allow(f"file:{get_adapter().get_client_ip(request)}", *PER_CALLER):
            return render(request, "filing/busy.html", status=429)
        draft = drafts.begin(load_programme().id, policy)
        return drafts.remember(redirect(onward(draft)), draft)
    return render(request, "filing/policy.html", known)


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page the draft of this browser; without one, or once it was filed, lead to where forms begin or to its receipt."""

    @wraps(view)
    def found(request: HttpRequest, *arguments: Any, **more: Any) -> HttpResponse:
        draft = drafts.held(request)
        if draft is None:
            return redirect("file")
        return redirect("file_done") if draft.filed else view(request, draft, *arguments, **more)

    return found


@never_cache
@require_http_methods(READ_OR_ACT)
@with_draft
def step(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    """Ask one thing about who files or the person; what the list reader would fault is said at once."""
    if slug not in STEPS or not STEPS[slug].applies(draft):
        return redirect(onward(draft))
    asked = STEPS[slug]
    if asked is PLACE:
        return _place(request, draft)
    form = WhoForm(choices_of(procedure_of(draft)), _posted(request), initial=draft.who) if asked is WHO else StepForm(asked, draft, _posted(request))
    if request.method == "POST" and form.is_valid():
        if isinstance(form, StepForm):
            draft.fields = {**draft.fields, **form.told(), **_born(draft, form)}
        else:
            draft.who = form.cleaned_data["who"]
        return _kept(draft, slug)
    return render(request, "filing/step.html", {**_around(request, draft), "step": asked, "form": form})


@never_cache
@require_http_methods(READ_OR_ACT)
@with_draft
def question(request: HttpRequest, draft: Draft, fact: str) -> HttpResponse:
    """Ask one fact of the law; not to know is an answer."""
    definition = _definition(draft, fact)
    unknown, absent = "unknown" in request.POST, "absent" in request.POST and definition.may_not_apply
    form = AnswerForm(definition, _posted(request), initial={"answer": _initial(draft, definition)})
    if request.method == "POST" and (unknown or absent or form.is_valid()):
        value = None if unknown else NOT_APPLICABLE if absent else form.value()
        fault = _fault(draft, fact, value)
        if fault is None:
            draft.facts[fact] = value.isoformat() if isinstance(value, date) else value
            return drafts.keep(redirect(onward(draft)), draft)
        form.add_error("answer", words(fault.message))
    return render(request, "filing/question.html", {**_around(request, draft), "fact": definition, "form": form})


@never_cache
@require_safe
@with_draft
def save(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the code under which to go on later, to be copied or printed."""
    return render(request, "filing/saved.html", {**_around(request, draft), "onward": onward(draft)})


@never_cache
@require_http_methods(READ_OR_ACT)
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with the answers behind a code; the same words whatever was wrong."""
    form = ResumeForm(_posted(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "filing/resume.html", {"form": form})
    if not may_ask(request, "draft", form.cleaned_data["code"]):
        return render(request, "public/where_busy.html", status=429)
    draft = drafts.open_again(form.cleaned_data["code"])
    if draft is None:
        return render(request, "filing/resume.html", {"form": form, "not_found": True})
    return drafts.remember(redirect("file_done" if draft.filed else onward(draft)), draft)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Take the form out of this browser, as on a borrowed telephone; with its code it is still found."""
    return drafts.forget(redirect("file"))


def _place(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Find the commune by its name and choose it."""
    text = request.GET.get("q", "").replace("\x00", "")[:80].strip()
    fault = ""
    if request.method == "POST":
        if commune_named(request.POST.get("commune", "")):
            draft.place = request.POST["commune"]
            return _kept(draft, PLACE.slug)
        text, fault = request.POST.get("q", "")[:80], "choose"
    found, more = find_communes(text)
    context = {**_around(request, draft), "step": PLACE, "text": text, "found": found, "more": more, "chosen": commune_named(draft.place), "fault": fault}
    return render(request, "filing/place.html", context)


def _kept(draft: Draft, slug: str) -> HttpResponse:
    if slug not in draft.done:
        draft.done.append(slug)
    return drafts.keep(redirect(onward(draft)), draft)


def _born(draft: Draft, form: StepForm) -> dict[str, str]:
    """Give the birth date as the law reads it, beside the words it was told in."""
    if "date_of_birth" not in form.cleaned_data:
        return {}
    row = {**draft.fields, **form.told()}
    told = {name: row[name] for name in ("full_name", "date_of_birth", "id_number") if row.get(name)}
    read, _problems = read_told(told, sheet="", row=1, policy=draft.policy, today=timezone.localdate())
    return {"born": read.date_of_birth.isoformat() if read.date_of_birth else ""}


def _around(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "policy": policy_of(draft), "before": before(draft, request.path)}


def _shown(policy: Policy) -> dict[str, Any] | None:
    """Give what the first pages say of a policy; nothing for one that people do not file."""
    try:
        procedure = policy.procedure_on(timezone.localdate())
    except NotInForce:
        return None
    if not procedure.by_people:
        return None
    closed = bool(procedure.last_filing_on and procedure.last_filing_on < timezone.localdate())
    return {"policy": policy, "procedure": procedure, "closed": closed}


def _definition(draft: Draft, fact: str) -> FactDefinition:
    """Give a fact that was asked or is asked next; anything else is not there."""
    following = next_fact(draft)
    if fact not in draft.facts and (following is None or fact != following.id):
        raise Http404(fact)
    return programme_of(draft).facts[fact]


def _initial(draft: Draft, definition: FactDefinition) -> Any:
    value = draft.facts.get(definition.id, NOT_APPLICABLE)
    if value == NOT_APPLICABLE:
        return None
    if definition.type == "bool":
        return "unknown" if value is None else "yes" if value else "no"
    return date.fromisoformat(value) if definition.type == "date" and value else value


def _fault(draft: Draft, fact: str, value: Any) -> FactError | None:
    """Say when an answer cannot be: the law's own check of the facts."""
    try:
        known_facts({**asked_facts(draft), fact: value}, programme_of(draft).facts, as_of=timezone.localdate())
    except FactError as fault:
        return fault
    return None


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
