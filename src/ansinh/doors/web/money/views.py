"""Thin pages: read, call one verb, answer by a redirect, so that a second click finds the first one's effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.offices.models import Role
from ansinh.delivery.payments import queries, to_pay
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.models import Channel, Instruction
from ansinh.delivery.payments.rehearse import rehearse
from ansinh.delivery.payments.repair import reissue
from ansinh.delivery.payments.settle import settle
from ansinh.delivery.payments.sums import sums_of
from ansinh.delivery.registry.need import Where, demand_need
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of, roles_here, today
from ansinh.doors.web.money.forms import DrawForm, RepairForm, StatementForm
from ansinh.doors.web.refusals import words
from ansinh.doors.web.sheets import taken_away
from ansinh.doors.web.states import STATES
from ansinh.doors.web.states import shown as state_shown
from ansinh.papers.bank.refusal import PaperRefused
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from ansinh.delivery.cases.models import Decision, StoredFile

SEEING = (Role.PAYER, Role.APPROVER, Role.SUPERVISOR, Role.ANALYST)
OPENING = (*SEEING, Role.CHIEF)
"""Who opens one recovery or refund: heads too, for they are told when it is late."""
MOST_TAKEN = 20_000


@login_required
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """List decisions by where their money stands, payments that came back, and the latest statements."""
    demand_any(request, SEEING)
    officer, told = officer_of(request), _told(request)
    page, kept = to_pay.decisions(seen_by=officer, **told, **cursors(request)), _kept(request)
    context = {
        "decisions": page.rows, **told, "stages": [(value, stage.label) for value, stage in STATES["money"].items()], "filtered": bool(kept), "export": f"?{urlencode(kept)}",
        **beside(request, page, kept),
        "repairs": queries.repairs(seen_by=officer),
        "recoveries": queries.recoveries(seen_by=officer),
        "refunds": queries.refunds(seen_by=officer),
        "statements": queries.statements(seen_by=officer),
        "today": today(), "pays": Role.PAYER in roles_here(request),
    }  # fmt: skip
    return render(request, "money/payments.html", context)


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the decisions that are seen, with the filters, as a table."""
    demand_any(request, SEEING)
    rows = to_pay.decisions_matching(seen_by=officer_of(request), **_told(request)).order_by("-pk")[:MOST_TAKEN]
    heads = [gettext("Quyết định"), gettext("Hồ sơ"), gettext("Cơ quan ký"), gettext("Ngày ký"), gettext("Số người"), gettext("Số tiền (đồng)")]
    lines = [[row.number, row.dossier.number, row.office.name, row.decided_on, row.approved, row.amount_vnd, _stage_of(row)] for row in rows]
    return taken_away(
        kind, "chi-tra", [[*heads, gettext("Chi trả đến đâu")], *lines], gettext("Lập lúc %(at)s") % {"at": f"{timezone.localtime():%H:%M %d/%m/%Y}"}
    )


@login_required
@require_safe
def decision(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a decision's money: the sums beside each other, its files, its instructions."""
    demand_any(request, SEEING)
    row = queries.decision(key, seen_by=officer_of(request))
    state, name = asked(request, "xem"), asked(request, "tim")
    states = queries.state_sums(row)
    stage = to_pay.stage_of(row, seen_by=officer_of(request))
    page = queries.instructions_of(row, state=state, words=name, **cursors(request))
    context = {
        "decision": row, "policy": load_programme(row.dossier.programme).policy(row.dossier.policy), "sums": sums_of(row.pk), "states": states, "files": queries.files_of(row),
        "instructions": page.rows, "state": state, "name": name, "choices": Instruction.State.choices, "form": DrawForm(),
        "paid": next((one for one in states if one["state"] == Instruction.State.PAID), {"count": 0, "vnd": 0}), "stage": stage, "stage_words": state_shown("money", stage).label,
        "pays": Role.PAYER in roles_here(request) and row.signed_by_id != officer_of(request).pk,
        "ready": any(found["state"] == Instruction.State.READY for found in states), "demonstration": settings.DEMO,
        **beside(request, page, {"xem": state, "tim": name}),
    }  # fmt: skip
    return render(request, "money/decision.html", context)


@login_required
@require_POST
def draw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Draw the instructions of a decision."""
    form = DrawForm(request.POST)
    otherwise = form.cleaned_data["otherwise"] if form.is_valid() else Channel.CASH
    drawn = instruct(key, by=officer_of(request), at=timezone.now(), otherwise=otherwise)
    messages.success(
        request, gettext("Đã lập %(count)s lệnh chi.") % {"count": drawn} if drawn else gettext("Lệnh chi đã được lập trước đó, không có gì thay đổi.")
    )
    return redirect("payment", key)


@login_required
@require_POST
def make(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Make the files of what is ready."""
    made = make_files(key, by=officer_of(request), at=timezone.now())
    messages.success(request, gettext("Đã lập %(count)s tệp chi.") % {"count": len(made)} if made else gettext("Không còn lệnh chi nào chờ lập tệp."))
    return redirect("payment", key)


@login_required
@require_safe
def file(request: HttpRequest, key: uuid.UUID, part: str) -> HttpResponse:
    """Give a payment file, or its list with the signature column."""
    demand_any(request, SEEING)
    row = queries.payment_file(key, seen_by=officer_of(request))
    demand_need(Where.PAYMENT, roles_here(request))
    found = row.file if part == "tep" else row.sheet
    if found is None:
        raise Http404
    return _download(found)


@login_required
@require_safe
def sandbox_answer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the sandbox bank's or cashier's answer to a file: only on a demonstration."""
    if not settings.DEMO:
        raise Http404
    row = queries.payment_file(key, seen_by=officer_of(request))
    name = "sao-ke-thu.xml" if row.channel == Channel.BANK else "sao-ke-thu.csv"
    response = HttpResponse(rehearse(row, at=timezone.now()), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_statement(request: HttpRequest) -> HttpResponse:
    """Take a statement in."""
    demand_any(request, [Role.PAYER])
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            row, new = settle(sent.read(), sent.name, by=officer_of(request), at=timezone.now())
        except PaperRefused as refusal:
            form.add_error("file", f"{refusal.where}: {words(refusal)}" if refusal.where else words(refusal))
        else:
            messages.success(request, gettext("Đã đối chiếu sao kê.") if new else gettext("Sao kê này đã được ghi nhận trước đó. Không có gì thay đổi."))
            return redirect("statement", row.pk)
    return render(request, "money/send_statement.html", {"form": form})


@login_required
@require_safe
def statement(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what became of each line of a statement."""
    demand_any(request, SEEING)
    row = queries.statement(key, seen_by=officer_of(request))
    sums = queries.line_sums(row)
    odd = sum(count for match, count in sums.items() if match != "paid")
    match = asked(request, "xem") or (queries.ODD if odd else "all")
    page = queries.lines_of(row, match=match, **cursors(request))
    context = {"statement": row, "sums": sums, "odd": odd, "match": match, "lines": page.rows, **beside(request, page, {"xem": match})}
    return render(request, "money/statement.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Put a payment right that came back, and send it again."""
    demand_any(request, [Role.PAYER])
    row = queries.repair(key, seen_by=officer_of(request))
    initial = {"channel": row.instruction.channel, "account_number": row.instruction.account_number, "bank_name": row.instruction.bank_name}
    form = RepairForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        reissue(row.pk, **form.cleaned_data, by=officer_of(request), at=timezone.now())
        messages.success(request, gettext("Đã lập lại lệnh chi. Lập tệp để gửi đi."))
        return redirect("payment", row.instruction.decision_id)
    return render(request, "money/repair.html", {"repair": row, "form": form, "reason": queries.reason_of(row.instruction), "today": today()})


def _stage_of(row: Decision) -> str:
    return str(state_shown("money", row.stage).label)  # type: ignore[attr-defined] # annotated


def _told(request: HttpRequest) -> dict[str, str]:
    return {"stage": asked(request, "tinh-trang"), "text": asked(request, "q")}


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in ("tinh-trang", "q") if (value := asked(request, name))}


def _download(found: StoredFile) -> HttpResponse:
    response = HttpResponse(content_of(found), content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name.encode("ascii", "ignore").decode() or "tep"}"'
    return response
