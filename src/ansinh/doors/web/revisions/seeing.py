"""Later decisions and proposals of the scope, one of them with those it concerns, its papers, and the list to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import revisions as reads
from ansinh.delivery.cases.erase import GONE
from ansinh.delivery.cases.models_revisions import Revision, State
from ansinh.delivery.cases.queries import events
from ansinh.delivery.cases.revision_papers import revision_annex
from ansinh.delivery.cases.signatures import signed_file
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.payments.queries import recoveries_of, standing_of
from ansinh.delivery.registry.need import Where, demand_need
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.decision import paper
from ansinh.doors.web.dossiers.keys import key_of
from ansinh.doors.web.dossiers.words import fact_words, timeline
from ansinh.doors.web.sheets import csv_of
from ansinh.doors.web.states import shown as state_shown
from ansinh.policy.load import load_programme
from ansinh.policy.person_numbers import masked

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models_revisions import RevisionItem

MOST_TAKEN = 20_000
MASKED = {"id_number", "account_number"}


@login_required
@require_safe
def revisions(request: HttpRequest) -> HttpResponse:
    """List them, the newest first, each with who has it until when."""
    told = _told(request)
    page = reads.revisions(seen_by=officer_of(request), **told, **cursors(request))
    kept = _kept(request)
    rows = [{"revision": row, "left": left(row.due_on, today()) if row.state == State.PROPOSED else None} for row in page.rows]
    context = {"rows": rows, **told, "states": State.choices, "kinds": Revision.Kind.choices, "export": f"?{urlencode(kept)}", **beside(request, page, kept)}
    return render(request, "revisions/revisions.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give those that are seen, with the filters, as a table; it names no person concerned."""
    rows = reads.revisions_matching(seen_by=officer_of(request), **_told(request)).order_by("-pk")[:MOST_TAKEN]
    heads = [
        _("Số"), _("Loại"), _("Quyết định"), _("Hồ sơ"), _("Tình trạng"), _("Số người"), _("Trước (đồng)"), _("Nay (đồng)"), _("Người giữ"), _("Hạn"), _("Ngày ký"),
        _("Lý do"), _("Căn cứ"),
    ]  # fmt: skip
    return csv_of("thu-hoi-dinh-chinh", [heads, *map(_cells, rows)])


def _cells(row: Revision) -> list[Any]:
    return [
        row.number, row.get_kind_display(), row.decision.number, row.decision.dossier.number, str(state_shown("revision", row.state).label), row.claims, row.before_vnd,
        row.after_vnd, row.owner.full_name, row.due_on, row.decided_on or "", row.reason, row.article,
    ]  # fmt: skip


@login_required
@require_safe
def revision(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one: what it does to whom, who has it, what follows for money, its papers, what happened."""
    officer, text = officer_of(request), asked(request, "q")
    row = reads.revision(key, seen_by=officer)
    page = reads.items(row, seen_by=officer, text=text, **cursors(request))
    context = {
        **about(row, request), "items": [{"item": item, "changes": changes(item, row)} for item in page.rows], "text": text,
        "recoveries": recoveries_of(row, seen_by=officer), "annex": revision_annex(row) if row.document_id else None,
        **key_of(request, row.document),
        "timeline": timeline(events([row.pk], seen_by=officer)), **beside(request, page, {"q": text}),
    }  # fmt: skip
    return render(request, "revisions/revision.html", context)


@login_required
@require_safe
def document(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the paper, signed digitally where it is."""
    found = _signed(request, key).document
    return paper(signed_file(found) if found else None)


@login_required
@require_safe
def annex(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the list as a workbook, where it was too long for paper."""
    return paper(revision_annex(_signed(request, key)))


def about(row: Revision, request: HttpRequest) -> dict[str, Any]:
    """Give what every page of one shows: the policy, how long is left, who may answer, what its money would do."""
    dossier = row.decision.dossier
    mine = row.state == State.PROPOSED and row.owner_id == officer_of(request).pk
    return {
        "revision": row, "policy": load_programme(dossier.programme).policy(dossier.policy), "mine": mine, "differs_vnd": row.after_vnd - row.before_vnd,
        "left": left(row.due_on, today()) if row.state == State.PROPOSED else None, "money": standing_of(row) if row.state == State.PROPOSED else None,
        "ready": Instruction.State.READY,
    }  # fmt: skip


def changes(item: RevisionItem, of: Revision) -> list[dict[str, str]]:
    """Say what a correction changes of a person, numbers masked."""
    names = {
        "full_name": _("Họ và tên"), "date_of_birth": _("Ngày sinh"), "id_number": _("Số giấy tờ"), "bank_name": _("Ngân hàng"), "account_number": _("Số tài khoản"),
    }  # fmt: skip
    found = [
        {"name": label, "before": _shown(name, item.before.get(name)), "after": _shown(name, item.after[name])}
        for name, label in names.items()
        if name in item.after
    ]
    programme = of.decision.dossier.programme
    for name, value in item.after.get("facts", {}).items():
        was = item.before.get("facts", {}).get(name)
        question, after = fact_words(name, value, programme) if value is not None else (fact_words(name, was, programme)[0], "–")
        found.append({"name": question, "before": fact_words(name, was, programme)[1] if was is not None else "–", "after": after})
    return found


def _shown(name: str, value: str | None) -> str:
    if not value:
        return "–"
    if value == GONE:
        return _("đã hết thời hạn lưu giữ")
    if name in MASKED:
        return masked(value)
    return "/".join(reversed(value.split("-"))) if name == "date_of_birth" else value


def _signed(request: HttpRequest, key: uuid.UUID) -> Revision:
    found = reads.revision(key, seen_by=officer_of(request))
    demand_need(Where.DECISION, roles_here(request))
    if found.state != State.SIGNED:
        raise Http404
    return found


def _told(request: HttpRequest) -> dict[str, Any]:
    return {"state": asked(request, "tinh-trang"), "kind": asked(request, "loai"), "text": asked(request, "q"), "mine": bool(asked(request, "cua-toi"))}


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in ("tinh-trang", "loai", "q", "cua-toi") if (value := asked(request, name))}
