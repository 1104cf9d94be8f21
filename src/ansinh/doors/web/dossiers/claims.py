"""One claim: the person as filed, what the law says and why, other claims in the way, what happened, and putting it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.correct import correct
from ansinh.delivery.cases.refusal_letters import has_letter
from ansinh.delivery.cases.revise import WHO_PROPOSES
from ansinh.delivery.cases.revisions import of_claim
from ansinh.delivery.grievances import queries as grievances
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.payments.queries import both_ways
from ansinh.doors.web.asking import officer_of, roles_here, today
from ansinh.doors.web.dossiers.forms import ClaimForm
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.dossiers.noting import notes_beside
from ansinh.doors.web.dossiers.papers import papers_beside
from ansinh.doors.web.dossiers.seeing import shown_claims
from ansinh.doors.web.dossiers.standing import Standing, standing, task_named
from ansinh.doors.web.dossiers.vouching import beside_registers
from ansinh.doors.web.dossiers.words import fact_words, language, timeline
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.lists.shown import shown as shown_row
from ansinh.doors.web.money.views import SEEING
from ansinh.doors.web.people.finding import LOOKERS
from ansinh.doors.web.refusals import words
from ansinh.policy.determine import FactError, PolicyAnswer, determine
from ansinh.policy.explanations import in_words
from ansinh.policy.load import load_programme
from ansinh.policy.personal_data import basis_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Claim, Determination
    from ansinh.delivery.offices.models import Officer
    from ansinh.doors.web.lists.shown import Shown

FILED = {"requests_support", "province", "date_of_birth"}
"""Facts that the claim itself tells, shown with the person."""


@login_required
@require_safe
def claim(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Show one claim."""
    found = standing(request, dossier)
    return render(request, "dossiers/claim.html", claim_shown(request, found, queries.claim(dossier, claim, seen_by=officer_of(request))))


def claim_shown(request: HttpRequest, found: Standing, row: Claim) -> dict[str, Any]:
    """Give what the page of a claim says; numbers are masked by the page unless it is told `full`."""
    officer = officer_of(request)
    asked_law = queries.determinations(row, seen_by=officer)
    last = asked_law[0]
    answer = explained(row, last)
    payments = within(Instruction.objects.filter(claim=row).select_related("file"), officer).order_by("attempt")[:20]
    later = of_claim(row, seen_by=officer) if found.dossier.state == "decided" else []
    recoveries, refunds = both_ways(row, seen_by=officer) if later else ([], [])
    return {
        "recoveries": recoveries, "refunds": refunds, "sees_money": bool({*SEEING} & roles_here(request)),
        "on": found, "claim": row, "as_read": _as_read(row, officer), "last": last, "earlier": asked_law[1:], "answer": answer, "sentences": _sentences(answer, found, last),
        "same_law": last.law_version == load_programme(found.dossier.programme).law_version, "conflict": shown_claims(found, [row], request)[0]["conflict"],
        "may_look": bool(set(LOOKERS) & roles_here(request)), "basis": basis_of(found.dossier.programme),
        "facts": [fact_words(name, value, found.dossier.programme) for name, value in last.facts.items() if name not in FILED],
        "grievances": grievances.of_claim(row, seen_by=officer, on=today()), "timeline": timeline(queries.events([row.pk], seen_by=officer)), "payments": payments,
        "registers": beside_registers(row, last), "notices": queries.notices_to(row, seen_by=officer) if found.dossier.state == "decided" else [], "correctable": _correctable(found, row),
        "later": later, "proposes": row.state == "approved" and bool({*WHO_PROPOSES} & roles_here(request)),
        "letter": row.state == "refused" and has_letter(row, seen_by=officer), **papers_beside(request, row), **notes_beside(request, found, row),
    }  # fmt: skip


def _as_read(row: Claim, officer: Officer) -> Shown | None:
    """Give what reading the list said of a person and what the lister changed, numbers masked; nothing where there is nothing to say."""
    found = queries.row_of(row, seen_by=officer)
    return shown_row(found, found.upload, whole=False) if found and (found.problems or found.as_read) else None


@login_required
@require_http_methods(READ_OR_ACT)
def correct_claim(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Put right what a claim says and tell what is missing, while its dossier is with its lister."""
    officer = officer_of(request)
    found = standing(request, dossier)
    row = queries.claim(dossier, claim, seen_by=officer)
    last = queries.determinations(row, seen_by=officer)[0]
    names = {*last.missing, *(name for name in last.facts if name not in FILED)}
    person = ClaimForm(row, request.POST or None, today=today())
    facts = FactsForm(load_programme(found.dossier.programme).facts, names, request.POST or None, known=last.facts)
    if request.method == "POST":
        if person.is_valid() and facts.is_valid() and _corrected(request, found, row, person, facts):
            return redirect("claim", dossier, claim)
        return render(request, "dossiers/correct.html", {"on": found, "claim": row, "person": person, "facts": facts, "last": last}, status=REFUSED)
    if not _correctable(found, row):
        return redirect("claim", dossier, claim)
    return render(request, "dossiers/correct.html", {"on": found, "claim": row, "person": person, "facts": facts, "last": last})


def _corrected(request: HttpRequest, found: Standing, row: Claim, person: ClaimForm, facts: FactsForm) -> bool:
    told = {name: value for name, value in facts.facts().items() if f"fact_{name}" in facts.changed_data}
    if not person.changes() and not told:
        return True
    try:
        changed = correct(task_named(request, found).pk, row.pk, changes=person.changes(), facts=told, by=officer_of(request), at=timezone.now())
    except NotYours:
        raise
    except AlreadyDone as done:
        messages.info(request, words(done))
        return True
    except Refused as refusal:
        person.add_error(None, words(refusal))
        return False
    messages.success(request, _("Đã sửa. Theo quy định: %(outcome)s.") % {"outcome": str(changed.get_outcome_display()).lower()})
    return True


def _correctable(found: Standing, row: Claim) -> bool:
    return found.corrects and row.state == "in_review"


def explained(row: Claim, last: Determination) -> PolicyAnswer | None:
    """Ask the law again with the frozen facts of a determination; nothing where a fact can no longer be understood."""
    programme = load_programme(row.dossier.programme)
    try:
        return determine(last.facts, programme, as_of=last.as_of, policies=[row.policy]).by_policy[row.policy]
    except FactError:
        return None


def _sentences(answer: PolicyAnswer | None, found: Standing, last: Determination) -> list[str]:
    if answer is None:
        return []
    return in_words(answer, language(), programme=load_programme(found.dossier.programme), as_of=last.as_of, province=last.facts.get("province"))
