"""Documents of a province: registered, replaced, and handed out to whoever may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.plans import plan_document
from ansinh.delivery.cases.register_plan import Told, demand_registers, register_plan, replace_plan
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.moving import READ_OR_ACT
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.plans.entering import entered, handed_out
from ansinh.doors.web.plans.forms import DocumentForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.orders import Enclosed

SAID = ("kind", "number", "issued_on", "issued_by", "signed_by", "title", "published")


@require_safe
def file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand out a document's file: a published one to everybody, any other to officers."""
    return handed_out(plan_document(key, public=not request.user.is_authenticated).file)


@login_required
@require_http_methods(READ_OR_ACT)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Register a document of a province."""
    officer, now = officer_of(request), timezone.now()
    demand_registers(officer, code, now)
    form = DocumentForm(request.POST or None, request.FILES or None, initial={"kind": "plan", "published": True, "issued_by": officer.office.name})

    def act(told: dict[str, Any]) -> str:
        content = _sent(form)
        row = register_plan(code, _told(told), content.content, content.name, by=officer, at=now)
        return _("Đã đăng ký %(document)s.") % {"document": row}

    return entered(request, form, act, then=_page(code), heading=_("Đăng ký văn bản"), name=PROVINCES[code])


@login_required
@require_http_methods(READ_OR_ACT)
def replace(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Replace a document by a later one, or by itself put right; the form begins with what stands there now."""
    officer, now = officer_of(request), timezone.now()
    before = plan_document(key)
    demand_registers(officer, before.province, now)
    form = DocumentForm(request.POST or None, request.FILES or None, initial={name: getattr(before, name) for name in SAID})

    def act(told: dict[str, Any]) -> str:
        content = _sent(form)
        row = replace_plan(key, _told(told), content.content, content.name, by=officer, at=now)
        return _("Đã thay bằng %(document)s. Bản trước vẫn được giữ.") % {"document": row}

    lead = _("Thay %(document)s. Bản trước vẫn được giữ để đọc.") % {"document": before}
    return entered(request, form, act, then=_page(before.province), heading=_("Thay văn bản"), lead=lead, name=PROVINCES[before.province])


def _sent(form: DocumentForm) -> Enclosed:
    sent = form.enclosed()
    assert sent is not None  # noqa: S101 - the form demands a file
    return sent


def _told(told: dict[str, Any]) -> Told:
    return Told(**{name: told[name] for name in SAID})


def _page(code: str) -> str:
    return f"{reverse('plans_province', args=[code])}#van-ban"
