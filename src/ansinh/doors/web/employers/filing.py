"""An employer files: for its workers by a form or a workbook, for itself by the law's questions; faults are shown where they stand and nothing is filed half."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.intake.checking import RowsRefused
from ansinh.delivery.intake.employers.file import FOR_ITSELF, FOR_WORKERS, file_for_itself, file_for_workers
from ansinh.delivery.intake.file import Original
from ansinh.delivery.offices.refusals import Refused
from ansinh.doors.web.asking import today
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.employers.forms import ListedForms, ListedWorkbookForm, MoneyForm, WorkbookForm, WorkerForms
from ansinh.doors.web.employers.session import for_accountants
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.refusals import words
from ansinh.papers.lists.handing_out import make_template
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import read_in_child
from ansinh.papers.lists.stamp import UNSIGNED, Stamp
from ansinh.papers.lists.told import MEANINGS
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django import forms
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from ansinh.delivery.intake.models import Filing
    from ansinh.delivery.intake.models_employers import Accountant
    from ansinh.papers.lists.people import Row
    from ansinh.papers.lists.reading import ListReading
    from ansinh.policy.programme import Policy

PROGRAMME = "nq68"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 8 * 2**20
MOST_SHOWN = 100
REFUSED = 422
OF_PEOPLE = frozenset(
    {"requests_support", "province", "date_of_birth", "has_labour_contract", "pregnant", "children_under_6", "worker_isolated_or_locked_down"}
)
"""Facts a list of workers tells of each, or that its filing says by itself."""
OF_COLUMNS = frozenset({"leave_start", "leave_days", "stoppage_start", "stoppage_days"})


@for_accountants
@require_http_methods(["GET", "HEAD", "POST"])
def file_policy(request: HttpRequest, accountant: Accountant, *, policy: str) -> HttpResponse:
    """File one policy: workers row by row, or the employer's own request."""
    law = _policy(policy)
    if policy in FOR_ITSELF:
        return _for_itself(request, accountant, law)
    facts, rows = _facts_form(law, request), WorkerForms(_with_more(request), prefix="w")
    context: dict[str, Any] = {"policy": law, "accountant": accountant, "facts": facts, "rows": rows, "workbook": WorkbookForm()}
    if request.method != "POST" or "them" in request.POST:
        return render(request, "employers/workers.html", context)
    told = [form.told() for form in rows if form.told()] if rows.is_valid() else []
    if facts.is_valid() and rows.is_valid() and told:
        done = _filed(request, lambda: file_for_workers(policy, told, _known(facts), by=accountant, at=timezone.now()), context)
        if done:
            return done
        _mark(rows, context.get("faults", []))
    if not told:
        context["said"] = _("Ghi ít nhất một người lao động.")
    return render(request, "employers/workers.html", context, status=REFUSED)


@for_accountants
@require_http_methods(["POST"])
def file_workbook(request: HttpRequest, accountant: Accountant, *, policy: str) -> HttpResponse:
    """File a workbook; while a row of it needs a correction, each is named with its cell and nothing is filed."""
    law = _policy(policy)
    if policy not in FOR_WORKERS:
        raise Http404
    facts, form = _facts_form(law, request), WorkbookForm(request.POST, request.FILES)
    context: dict[str, Any] = {"policy": law, "accountant": accountant, "facts": facts, "rows": WorkerForms(prefix="w"), "workbook": form, "by_workbook": True}
    if not (form.is_valid() and facts.is_valid()):
        return render(request, "employers/workers.html", context, status=REFUSED)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        content, reading = _read(file, policy)
    except ListRefused as refusal:
        form.add_error("file", refusal.message[language()])
        return render(request, "employers/workers.html", context, status=REFUSED)
    if _at_fault(reading, form, context):
        return render(request, "employers/workers.html", context, status=REFUSED)
    rows = [_told(row) for row in reading.rows]
    sent = Original(content, file.name or "danh-sach.xlsx", "application/octet-stream")
    done = _filed(request, lambda: file_for_workers(policy, rows, _known(facts), by=accountant, at=timezone.now(), sent=sent), context)
    return done or render(request, "employers/workers.html", context, status=REFUSED)


@for_accountants
@require_safe
def template(request: HttpRequest, accountant: Accountant, *, policy: str) -> HttpResponse:  # noqa: ARG001 - for those signed in
    """Hand out the blank workbook of a policy, with its columns, choices and checks."""
    if policy not in (*FOR_WORKERS, *FOR_ITSELF):
        raise Http404
    law = load_programme(PROGRAMME)
    response = HttpResponse(make_template(law.policy(policy).name["vi"], Stamp(PROGRAMME, policy, law.law_version), UNSIGNED), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-{policy}.xlsx"'
    return response


def asked_facts(law: Policy) -> list[str]:
    """Name what the employer is asked once for all its workers: what no list tells and no register of the insurance agency knows."""
    definitions = load_programme(PROGRAMME).facts
    return [name for name in law.version_on(today()).facts if name not in OF_PEOPLE | OF_COLUMNS and "si_register" not in definitions[name].vouched_by]


def _for_itself(request: HttpRequest, accountant: Accountant, law: Policy) -> HttpResponse:
    """File the employer's own request, with the workers it concerns: one by one, or as a workbook."""
    names = [name for name in law.version_on(today()).facts if name not in ("requests_support", "province", "date_of_birth")]
    facts, money = FactsForm(load_programme(PROGRAMME).facts, names, request.POST or None), MoneyForm(request.POST or None)
    rows = ListedForms(_with_more(request), prefix="w")
    form = ListedWorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"policy": law, "accountant": accountant, "facts": facts, "money": money, "rows": rows, "workbook": form}
    if request.method != "POST" or "them" in request.POST:
        return render(request, "employers/itself.html", context)
    if facts.is_valid() and money.is_valid() and form.is_valid() and rows.is_valid():
        listed, sent = _listed(form, rows, context)
        if listed is not None:
            context["listed"] = bool(listed)
            told = money.cleaned_data
            done = _filed(request, lambda: file_for_itself(law.id, _known(facts), by=accountant, at=timezone.now(), listed=listed, sent=sent, **told), context)
            if done:
                return done
            if sent is None:
                _mark(rows, context.get("faults", []))
    return render(request, "employers/itself.html", context, status=REFUSED)


def _listed(form: ListedWorkbookForm, rows: Any, context: dict[str, Any]) -> tuple[list[dict[str, Any]] | None, Original | None]:
    """Give the workers named and the workbook they stand in; nothing where a row of it needs a correction, which is said in `context`."""
    typed = [one.told() for one in rows if one.told()]
    file: UploadedFile[bytes] | None = form.cleaned_data["file"]
    if file is None:
        return typed, None
    context["by_workbook"] = True
    if typed:
        form.add_error("file", _("Chọn một cách: gửi tệp, hoặc ghi từng người."))
        return None, None
    try:
        content, reading = _read(file, None)
    except ListRefused as refusal:
        form.add_error("file", refusal.message[language()])
        return None, None
    if _at_fault(reading, form, context):
        return None, None
    return [_told(row) for row in reading.rows], Original(content, file.name or "danh-sach.xlsx", "application/octet-stream")


def _at_fault(reading: ListReading, form: WorkbookForm, context: dict[str, Any]) -> bool:
    """Say whether a workbook needs a correction first, or names nobody; what is wrong is kept in `context` and beside the box."""
    errors = [one for one in reading.problems if one.severity == "error" and one.code not in ("id_missing", "amount_differs_from_law")]
    context["problems"] = errors[:MOST_SHOWN]
    if errors or not reading.rows:
        said = _("Tệp có dòng cần sửa; chưa có gì được nộp. Sửa trong tệp rồi gửi lại.") if reading.rows else _("Không thấy người nào trong tệp.")
        form.add_error("file", said)
    return bool(errors or not reading.rows)


def _filed(request: HttpRequest, file: Callable[[], Filing], context: dict[str, Any]) -> HttpResponse | None:
    """File, and go on to the filing's page; keep what was refused in `context`."""
    try:
        made = file()
    except RowsRefused as refusal:
        context["faults"], context["said"] = refusal.faults[:MOST_SHOWN], words(refusal)
        return None
    except Refused as refusal:
        context["said"] = words(refusal)
        return None
    messages.success(
        request,
        _("Đã nộp. Mỗi người lao động được báo và có thể nói “không đúng” bằng mã của mình.")
        if made.policy in FOR_WORKERS or made.rows.filter(listed=True).exists()
        else _("Đã nộp."),
    )
    return redirect("employer_filing", made.pk)


def _policy(policy: str) -> Policy:
    if policy not in (*FOR_WORKERS, *FOR_ITSELF):
        raise Http404
    return load_programme(PROGRAMME).policy(policy)


def _facts_form(law: Policy, request: HttpRequest) -> FactsForm:
    return FactsForm(load_programme(PROGRAMME).facts, asked_facts(law), request.POST or None)


def _known(facts: FactsForm) -> dict[str, Any]:
    return {name: value for name, value in facts.facts().items() if value is not None}


def _with_more(request: HttpRequest) -> Mapping[str, Any] | None:
    """Give what was sent; where another worker is wanted, with room for one more."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    sent.setdefault("w-TOTAL_FORMS", "1")
    sent.setdefault("w-INITIAL_FORMS", "0")
    if "them" in sent:
        sent["w-TOTAL_FORMS"] = str(min(int(sent.get("w-TOTAL_FORMS") or 1) + 1, 100)) if sent.get("w-TOTAL_FORMS", "1").isdigit() else "1"
    return sent


def _told(row: Row) -> dict[str, Any]:
    """Give a person of the workbook as a form would tell her."""
    told = {name: getattr(row, name, None) for name in (*MEANINGS, "birth_precision") if name not in ("order", "row_key")}
    return {name: value for name, value in told.items() if value is not None}


def _mark(rows: Any, faults: Sequence[Any]) -> None:
    """Put each fault at the field of the worker it speaks of."""
    filled: list[forms.Form] = [form for form in rows if form.told()]
    for fault in faults:
        form = filled[fault.row - 1]
        form.add_error(fault.field if fault.field in form.fields else None, fault.message[language()])


def _read(file: UploadedFile[bytes], policy: str | None) -> tuple[bytes, ListReading]:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ListRefused({"vi": "Tệp lớn hơn 8 MB. Hãy tách thành nhiều tệp.", "en": "The file is larger than 8 MB. Split it into several."}, "too_large")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.name or '').suffix[:5]}"
        path.write_bytes(content)
        return content, read_in_child(path, policy=policy, today=today())
