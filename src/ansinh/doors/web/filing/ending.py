"""The pages that end it: every answer to be checked, what the law would say, filing itself, the receipt on screen and on paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.intake.checking import RowsRefused
from ansinh.delivery.intake.file import Filer, file_claims
from ansinh.delivery.intake.papers import papers_of_draft
from ansinh.delivery.intake.public import filing_status
from ansinh.delivery.intake.receipt import receipt_of
from ansinh.delivery.offices.refusals import Refused
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.filing import drafts
from ansinh.doors.web.filing.asking import READ_OR_ACT, with_draft
from ansinh.doors.web.filing.places import commune_named
from ansinh.doors.web.filing.steps import (
    AFTER,
    ANOTHER,
    BEFORE,
    CHOICES,
    FACILITY,
    PLACE,
    SELF,
    WHO,
    asked_facts,
    before,
    onward,
    papers_for,
    papers_lacking,
    policy_of,
    programme_of,
)
from ansinh.doors.web.limits import allow
from ansinh.doors.web.papers import shown_papers
from ansinh.doors.web.public.forms import shown, words
from ansinh.doors.web.public.outcome import outcome_of
from ansinh.doors.web.public.where import shown_filing
from ansinh.doors.web.refusals import words as refusal_words
from ansinh.papers.letters.typesetting import qr_inline
from ansinh.policy.facts import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from ansinh.delivery.cases.models_papers import Paper
    from ansinh.doors.web.filing.drafts import Draft
    from ansinh.policy.programme import FactDefinition

PER_SENDER = (60, 3600)
ROW = ("full_name", "date_of_birth", "id_number", "address", "phone", "occupation", "bank_name", "account_number")


@never_cache
@require_http_methods(READ_OR_ACT)
@with_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show every answer with a way to change it and what the law would say; on POST file it, once."""
    here = reverse("file_check")
    if onward(draft) != here:
        return redirect(onward(draft))
    errors: list[dict[str, str]] = []
    sent = papers_of_draft(drafts.key_of(draft))
    if request.method == "POST":
        if not allow(f"filed:{get_adapter().get_client_ip(request)}", *PER_SENDER):
            return render(request, "filing/busy.html", status=429)
        try:
            _demand_papers(draft, sent)
            draft.filed = _file(draft)
        except RowsRefused as refusal:
            errors = [{"href": _page_of(fault.field), "text": words(fault.message)} for fault in refusal.faults]
        except Refused as refusal:
            errors = [{"href": reverse("file_papers") if refusal.code == "papers_lack" else "", "text": refusal_words(refusal)}]
        else:
            return drafts.keep(redirect("file_done"), draft)
    outcome = outcome_of(asked_facts(draft), programme_of(draft), as_of=timezone.localdate(), policies=[draft.policy])
    registers = programme_of(draft).registers
    vouching = list(dict.fromkeys(name for part in outcome.open for fact in part.missing for name in fact.vouched_by))
    context = {
        "draft": draft, "policy": policy_of(draft), "before": before(draft, here), "told": _told(draft), "asked": _asked(draft), "errors": errors, "outcome": outcome,
        "papers": shown_papers(sent, draft.programme, draft.policy, on=timezone.localdate(), language=language()), "papers_asked": bool(papers_for(draft)),
        "registers": [registers[name] for name in vouching if name in registers],
    }  # fmt: skip
    return render(request, "filing/check.html", context, status=409 if errors else 200)


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show the receipt: code, QR, with whom it is, until when, what comes next."""
    draft = drafts.held(request)
    if draft is None or not draft.filed:
        return redirect("file")
    found = filing_status(draft.filed)
    if found is None:
        raise Http404(draft.filed)
    return render(request, "filing/done.html", {**shown_filing(found), "qr": _qr(found.code)})


def _qr(code: str) -> str:
    """Draw the code's look-up page as an inline picture."""
    address = f"{settings.PUBLIC_URL}{reverse('where_code', args=[code])}"
    return qr_inline(address, label=_("Mã QR để tra cứu hồ sơ"))


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Give the receipt as PDF, to be printed."""
    draft = drafts.held(request)
    paper = receipt_of(draft.filed, at=timezone.now()) if draft and draft.filed else None
    if draft is None or paper is None:
        raise Http404
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-tiep-nhan-{draft.filed}.pdf"'
    return response


def _file(draft: Draft) -> str:
    """File what was told; what she does not know is told as unknown. Raises as `file_claims`."""
    fields = draft.fields
    kind = draft.who or SELF
    named = kind in {ANOTHER, FACILITY}
    filer = Filer(
        kind, fields.get("filer_name", "") if named else "", fields.get("filer_phone", "") if named else "",
        fields.get("filer_relation", "") if kind == ANOTHER else "", fields.get("reference", ""), draft=drafts.key_of(draft),
    )  # fmt: skip
    row: dict[str, Any] = {name: fields[name] for name in ROW if fields.get(name)}
    made = file_claims(
        draft.policy,
        [{**row, "facts": draft.facts}],
        channel="web",
        place=draft.place,
        filer=filer,
        at=timezone.now(),
        programme=draft.programme,
    )
    return made.code


def _demand_papers(draft: Draft, sent: Sequence[Paper]) -> None:
    """Raise `Refused` where the law takes no filing without a paper that has not been sent."""
    lacking = papers_lacking(draft, sent)
    if lacking:
        raise Refused("papers_lack", f"Còn thiếu: {lacking[0].text['vi']}. Gửi rồi nộp.", f"Still missing: {lacking[0].text['en']}. Send it, then file.")


def _told(draft: Draft) -> list[dict[str, Any]]:
    """Give what was told about who files and the person, each with its page."""
    rows: list[dict[str, Any]] = []
    for step in (*BEFORE, *AFTER):
        if not step.applies(draft):
            continue
        href = reverse("file_step", args=[step.slug])
        if step is WHO:
            rows.append({"key": step.heading, "value": CHOICES[draft.who], "href": href})
        elif step is PLACE:
            found = commune_named(draft.place)
            rows.append({"key": step.heading, "value": f"{found.name}, {found.within}" if found else "", "href": href})
        else:
            rows += [
                {"key": str(one.label).replace(_(" (không bắt buộc)"), ""), "value": draft.fields.get(one.name) or "–", "href": href} for one in step.fields
            ]
    return rows


def _asked(draft: Draft) -> list[dict[str, Any]]:
    facts = programme_of(draft).facts
    return [
        {"key": words(facts[name].question), "value": shown(facts[name], _typed(facts[name], value)), "href": reverse("file_question", args=[name])}
        for name, value in draft.facts.items()
    ]


def _typed(fact: FactDefinition, value: Any) -> Any:
    return date.fromisoformat(value) if fact.type == "date" and value not in (None, NOT_APPLICABLE) else value


def _page_of(field: str) -> str:
    """Give the page where a fault is put right."""
    step = next((step for step in (*BEFORE, *AFTER) if any(one.name == field for one in step.fields)), None)
    return reverse("file_step", args=[step.slug]) if step else ""
