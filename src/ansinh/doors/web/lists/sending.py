"""Sending a list, and the lists sent before."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.jobs import read_upload
from ansinh.delivery.cases.keep import digest
from ansinh.delivery.cases.receive import receive
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import assignments_on
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.doors.web.asking import beside, cursors, demand_any, officer_of, today
from ansinh.doors.web.lists.forms import SendForm
from ansinh.doors.web.refusals import words
from ansinh.policy.load import load_programme, policy_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer

REFUSED = 422


@login_required
@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    """List what the officer's scope has sent, the newest first."""
    page = queries.uploads(seen_by=officer_of(request), **cursors(request))
    rows = [{"upload": row, "policy": policy_of(row.programme, row.policy)} for row in page.rows]
    return render(request, "lists/uploads.html", {"rows": rows, **beside(request, page, {})})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Take a list in and lead to its page, where it is read; the same file sent twice leads to the first."""
    demand_any(request, [Role.LISTER])
    choices = listable(officer_of(request))
    form = SendForm(choices, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("upload", _take(form.cleaned_data["file"], form.cleaned_data["policy"], officer_of(request), request))
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error("file", words(refusal))
    return render(request, "lists/send.html", {"form": form}, status=REFUSED if form.errors else 200)


def _take(file: UploadedFile[bytes], policy: str, by: Officer, request: HttpRequest) -> object:
    content = cast("IO[bytes]", file)
    try:
        upload = receive(content, file.name or "danh-sach", policy=policy, by=by, at=timezone.now())
    except AlreadyDone as refusal:
        same = queries.same_file(digest(content)[0], policy, seen_by=by)
        if same is None:
            raise
        messages.info(request, words(refusal))
        return same.pk
    read_upload.defer(upload=str(upload.pk), officer=str(by.pk))
    return upload.pk


def listable(officer: Officer) -> list[tuple[str, str]]:
    """Give the policies the officer may send lists for: those whose first step is her office's, by her assignments."""
    held = set(assignments_on(today()).filter(officer=officer, office=officer.office_id, role=Role.LISTER).values_list("policy", flat=True))
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    allowed = [policy for policy in load_programme().policies if "" in held or policy.id in held]
    own = [policy for policy in allowed if policy.procedures and _begins_at(policy.procedure_on(today()).steps, officer)]
    return [(policy.id, f"{policy.number}. {policy.name[language]}") for policy in own or allowed]


def _begins_at(steps: object, officer: Officer) -> bool:
    first = next(iter(steps), None)  # type: ignore[call-overload] # a tuple of steps
    return first is not None and (first.office_kind, first.level) == (officer.office.kind, officer.office.level)
