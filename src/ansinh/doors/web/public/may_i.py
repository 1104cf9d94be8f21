"""What may I get? One question a page, only while it can still change an outcome; the answer with amounts, articles and where to file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ansinh.doors.web.public import answers as kept
from ansinh.doors.web.public.forms import AnswerForm, SituationForm, shown, words
from ansinh.doors.web.public.outcome import outcome_of
from ansinh.policy.determine import FactError
from ansinh.policy.facts import NOT_APPLICABLE
from ansinh.policy.load import load_programme
from ansinh.policy.questions import next_question

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.doors.web.public.answers import Answers
    from ansinh.policy.programme import FactDefinition, Programme

SITUATIONS = {
    "leave": (_("Có hợp đồng lao động, phải tạm hoãn hợp đồng hoặc nghỉ không hưởng lương"), ("nq68-04",)),
    "stoppage": (_("Có hợp đồng lao động, phải ngừng việc vì cách ly hoặc phong tỏa"), ("nq68-05",)),
    "ended": (_("Bị chấm dứt hợp đồng lao động"), ("nq68-06",)),
    "free": (_("Lao động tự do, không có hợp đồng lao động, bị mất việc làm"), ("nq68-12",)),
    "health": (_("Bản thân hoặc con phải điều trị COVID-19 (F0) hoặc phải cách ly (F1)"), ("nq68-08",)),
    "business": (_("Là chủ hộ kinh doanh phải dừng hoạt động"), ("nq68-10",)),
    "guide": (_("Là hướng dẫn viên du lịch"), ("nq68-09b",)),
    "artist": (_("Là viên chức hoạt động nghệ thuật"), ("nq68-09a",)),
}
"""What brings people here, and the policies each may lead to; none chosen means every policy that pays cash."""
ASKING = {"requests_support": True}
"""Whoever uses this page asks for support."""


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Ask what brought the visitor here; the answer shortens what follows."""
    answers = kept.read(request)
    form = SituationForm(_situations(), request.POST or None, initial={"situations": answers.situations})
    if request.method == "POST" and form.is_valid():
        answers.situations = form.cleaned_data["situations"]
        return kept.keep(_onward(answers), answers)
    return render(request, "public/may_i_start.html", {"form": form, "answers": answers})


@never_cache
def question(request: HttpRequest, fact: str) -> HttpResponse:
    """Ask one fact; keep the answer and go on to what still matters."""
    answers = kept.read(request)
    definition = _definition(fact)
    unknown = request.method == "POST" and "unknown" in request.POST
    absent = request.method == "POST" and "absent" in request.POST and definition.may_not_apply
    form = AnswerForm(definition, request.POST if request.method == "POST" else None, initial={"answer": _initial(answers, definition)})
    if unknown or absent or (request.method == "POST" and form.is_valid()):
        answers.given[fact] = None if unknown else NOT_APPLICABLE if absent else form.value()
        fault = _fault(answers)
        if fault is None:
            return kept.keep(_onward(answers), answers)
        _show(form, fault)
    before = answers.before(fact)
    context = {"form": form, "fact": definition, "before": before, "number": _place(answers, fact)}
    return render(request, "public/may_i_question.html", context)


@never_cache
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Say what the law gives for the answers, with the reason and the article for each condition."""
    answers = kept.read(request)
    if not answers.given:
        return redirect("may_i")
    programme = load_programme()
    outcome = outcome_of({**ASKING, **answers.facts}, programme, as_of=timezone.localdate(), policies=_policies(answers, programme))
    said = [
        {"fact": name, "question": words(programme.facts[name].question), "answer": shown(programme.facts[name], value)}
        for name, value in answers.given.items()
    ]
    return render(request, "public/may_i_result.html", {"outcome": outcome, "said": said, "before": answers.before("")})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Forget every answer and begin again."""
    return kept.forget(redirect("may_i"))


def _onward(answers: Answers) -> HttpResponse:
    programme = load_programme()
    following = next_question({**ASKING, **answers.facts}, programme, as_of=timezone.localdate(), policies=_policies(answers, programme), never=answers.unknown)
    return redirect("may_i_result") if following is None else redirect("may_i_question", fact=following.id)


def _policies(answers: Answers, programme: Programme) -> list[str]:
    chosen = {policy for situation in answers.situations if situation in SITUATIONS for policy in SITUATIONS[situation][1]}
    cash = [policy.id for policy in programme.policies if policy.pays == "cash"]
    return [policy for policy in cash if policy in chosen] or cash


def _situations() -> dict[str, Any]:
    known = {policy.id for policy in load_programme().policies}
    return {name: label for name, (label, policies) in SITUATIONS.items() if known & set(policies)}


def _definition(fact: str) -> FactDefinition:
    try:
        return load_programme().facts[fact]
    except KeyError:
        raise Http404(fact) from None


def _initial(answers: Answers, definition: FactDefinition) -> Any:
    if answers.given.get(definition.id, NOT_APPLICABLE) == NOT_APPLICABLE:
        return None
    value = answers.given[definition.id]
    if definition.type == "bool":
        return "unknown" if value is None else "yes" if value else "no"
    return value


def _place(answers: Answers, fact: str) -> int:
    names = list(answers.given)
    return names.index(fact) + 1 if fact in names else len(names) + 1


def _fault(answers: Answers) -> FactError | None:
    """Say which answer cannot be: the law's own check of the facts."""
    try:
        outcome_of({**ASKING, **answers.facts}, load_programme(), as_of=timezone.localdate(), policies=None)
    except FactError as fault:
        return fault
    return None


def _show(form: AnswerForm, fault: FactError) -> None:
    form.is_valid()
    form.add_error("answer", words(fault.message))
