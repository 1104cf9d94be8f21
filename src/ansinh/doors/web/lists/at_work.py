"""A list that is being read or submitted: how far that is, and stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.stop import stop
from ansinh.delivery.cases.work import AT_WORK, Progress, progress_of
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


def job_of(row: Upload) -> dict[str, Any]:
    """Say what is being done to a list and how far it is, as `components/progress.html` shows it."""
    found = progress_of(row) if row.state in AT_WORK else None
    return {
        "title": _title(row, found), "note": _note(row, found), "finished": row.state not in AT_WORK, "done": found.done if found else 0, "total": found.total if found else 0,
    }  # fmt: skip


def _title(row: Upload, found: Progress | None) -> str:
    if row.state == Upload.State.READING:
        return _("Đang đọc danh sách")
    return _("Đang nộp: ghi nhật ký từng người") if found and found.stage == "recording" else _("Đang nộp: đối chiếu từng người với quy định")


def _note(row: Upload, found: Progress | None) -> str:
    asked = row.stops.filter(heeded_at=None).select_related("asked_by").first()
    if asked:
        return _("Đang dừng theo yêu cầu của %(who)s; không để lại gì dở dang.") % {"who": asked.asked_by}
    if found is None:
        return _("Đang chờ đến lượt. Có thể rời trang này, việc vẫn tiếp tục.")
    return _("Có thể rời trang này, việc vẫn tiếp tục.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_work(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Stop the work on a list; too late is said so. Whoever comes by the address alone sees how far it is."""
    row = queries.upload(upload, seen_by=officer_of(request))
    if request.method != "POST":
        return redirect("upload", upload)
    try:
        row = stop(row, by=officer_of(request), at=timezone.now())
    except AlreadyDone as refusal:
        messages.info(request, words(refusal))
    else:
        messages.success(request, _("Đang dừng; trang này sẽ báo khi xong.") if row.state in AT_WORK else _("Đã dừng. Không có gì bị để lại dở dang."))
    return redirect("upload", upload)
