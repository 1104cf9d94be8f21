"""Letters that wait in the officer's place, printed by the batch; a batch handed to the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ansinh.delivery.cases import post_letters
from ansinh.delivery.cases.post_letters import WHO_POSTS, hand_to_post, print_to_post, waiting_letters
from ansinh.delivery.cases.queries import page
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.doors.web.asking import LONGEST_SEARCH, asked, beside, cursors, demand_any, officer_of
from ansinh.doors.web.dossiers.decision import paper
from ansinh.doors.web.letters.tables import MOST_EXPORTED, workbook
from ansinh.doors.web.letters.words import KINDS
from ansinh.doors.web.refusals import words
from ansinh.papers.letters.posted import MOST

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the letters that wait to be printed, the oldest first."""
    demand_any(request, WHO_POSTS)
    officer, kind, text = officer_of(request), asked(request, "loai"), asked(request, "q")
    found = page(waiting_letters(seen_by=officer, kind=kind, text=text), ["id"], **cursors(request))
    context: dict[str, Any] = {
        "rows": [{"notice": row, "kind": KINDS.get(row.kind, row.kind)} for row in found.rows], "kinds": KINDS, "kind": kind, "text": text, "most": MOST,
        "without": post_letters.without_address(seen_by=officer), "query": urlencode({"loai": kind, "q": text}), **beside(request, found, {"loai": kind, "q": text}),
    }  # fmt: skip
    return render(request, "letters/waiting.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the letters that wait, with the page's filters, as a workbook."""
    demand_any(request, WHO_POSTS)
    rows = waiting_letters(seen_by=officer_of(request), kind=asked(request, "loai"), text=asked(request, "q")).order_by("pk")[:MOST_EXPORTED]
    head = (_("Họ và tên"), _("Địa chỉ"), _("Loại thông báo"), _("Lập lúc"))
    return workbook("thu-cho-in", head, ((row.name, row.address, str(KINDS.get(row.kind, row.kind)), _local(row.made_at)) for row in rows.iterator()))


@login_required
@require_POST
def print_batch(request: HttpRequest) -> HttpResponse:
    """Print the next letters that the filters show."""
    kind, text = (request.POST.get(name, "").replace("\x00", "")[:LONGEST_SEARCH] for name in ("loai", "q"))
    try:
        made = print_to_post(by=officer_of(request), at=timezone.now(), kind=kind, text=text)
    except AlreadyDone as done:
        messages.info(request, words(done))
        return redirect(f"{reverse('post_waiting')}?{urlencode({'loai': kind, 'q': text})}")
    messages.success(request, _("Đã lập tệp in %(count)s thư. In, cho vào phong bì có cửa sổ, rồi ghi đã giao bưu điện.") % {"count": made.letters})
    return redirect("post_batches")


@login_required
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches of the office, the newest first."""
    demand_any(request, WHO_POSTS)
    found = post_letters.batches(seen_by=officer_of(request), **cursors(request))
    return render(request, "letters/batches.html", {"rows": found.rows, **beside(request, found, {})})


@login_required
@require_safe
def file(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Give the file of a batch."""
    demand_any(request, WHO_POSTS)
    return paper(post_letters.batch(batch, seen_by=officer_of(request)).file)


@login_required
@require_POST
def hand(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Note that the post took a batch."""
    try:
        held = hand_to_post(batch, by=officer_of(request), at=timezone.now())
        messages.success(request, _("Đã ghi: bưu điện nhận %(count)s thư.") % {"count": held.letters})
    except AlreadyDone as done:
        messages.info(request, words(done))
    return redirect("post_batches")


def _local(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"
