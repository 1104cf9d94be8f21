"""What the people of a decision were told: by message or on paper, and the slips that wait to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.letters import WHO_PRINTS, print_letters
from ansinh.delivery.notices.models import Notice
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here
from ansinh.doors.web.dossiers.decision import decision_on, paper, signed
from ansinh.doors.web.dossiers.moving import READ_OR_ACT
from ansinh.doors.web.dossiers.standing import standing

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def notices(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """List what each person was told, how, and whether it has left."""
    officer, found = officer_of(request), standing(request, dossier)
    decision = decision_on(found.dossier, request)
    state, text = asked(request, "xem"), asked(request, "q")
    page = queries.notices_of(decision, seen_by=officer, state=state, text=text, **cursors(request))
    counts = queries.notice_counts(decision, seen_by=officer)
    context: dict[str, Any] = {
        "on": found, "decision": decision, "notices": page.rows, "state": state, "text": text, "choices": Notice.State.choices,
        "waiting": counts.get(("letter", "queued"), 0), "printed": counts.get(("letter", "sent"), 0), "sent": _messages(counts, "sent", "delivered"),
        "unsent": _messages(counts, "queued"), "failed": _messages(counts, "failed", "bounced"), "files": queries.printed_letters(decision, seen_by=officer),
        "prints": bool(set(WHO_PRINTS) & roles_here(request)), **beside(request, page, {"xem": state, "q": text}),
    }  # fmt: skip
    return render(request, "dossiers/notices.html", context)


def _messages(counts: dict[tuple[str, str], int], *states: str) -> int:
    """Count what travels without paper."""
    return sum(count for (channel, state), count in counts.items() if channel != "letter" and state in states)


@login_required
@require_http_methods(READ_OR_ACT)
def print_notices(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Print the next slips; reading the address prints nothing."""
    decision = signed(request, dossier)
    if request.method != "POST":
        return redirect("notices", dossier)
    _file, people = print_letters(decision.pk, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã lập tệp in cho %(people)s người. Mở tệp bên dưới để in, cắt và phát.") % {"people": people})
    return redirect("notices", dossier)


@login_required
@require_safe
def printed(request: HttpRequest, dossier: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Give a file of slips."""
    files = queries.printed_letters(signed(request, dossier), seen_by=officer_of(request))
    return paper(next((found for found in files if found.pk == file), None))
