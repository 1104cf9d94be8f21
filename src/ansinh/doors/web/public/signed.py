"""Is this file ours, and unchanged? Somebody drops a paper and is told; the signature behind a code is checked anew."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.signatures import code_of_file, signature_behind
from ansinh.doors.web.limits import allow
from ansinh.papers.scans.kinds import MOST_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

PER_CALLER = (20, 600)
"""Files and seconds for one caller: each may cost seconds of a processor."""
PDF_STARTS = b"%PDF-"


class FileForm(forms.Form):
    """One file to look at; nothing of it is kept."""

    file = forms.FileField(
        label=_("Tệp văn bản (PDF)"), help_text=_("Tối đa 10 MB. Tệp chỉ được đọc để trả lời, không lưu lại."), widget=forms.FileInput({"accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Chọn tệp PDF cần kiểm tra."), "empty": _("Tệp rỗng.")},
    )  # fmt: skip

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is larger than may be read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 10 MB. Văn bản của hệ thống không lớn như vậy."))
        return file


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Take a file and say whether it is a decision's paper, unchanged; else what its own signature says."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "public/verify_file.html", {"form": FileForm()})
    if not allow(f"verify-file:{get_adapter().get_client_ip(request)}", *PER_CALLER):
        return render(request, "public/where_busy.html", status=429)
    if not form.is_valid():
        return render(request, "public/verify_file.html", {"form": form}, status=422)
    file = form.cleaned_data["file"]
    return render(request, "public/verify_file.html", {"form": FileForm(), "name": file.name, "looked": True, **_looked_at(bytes(file.read(MOST_BYTES + 1)))})


def signature_shown(code: str) -> dict[str, Any]:
    """Give the signature behind a code and how it stands now; nothing where the paper has none."""
    found = signature_behind(code)
    if found is None:
        return {"signature": None}
    from ansinh.delivery.cases.check_signed import standing_of  # noqa: PLC0415 - half a second of libraries that only who checks needs

    return {"signature": found, "standing": standing_of(found)}


def _looked_at(content: bytes) -> dict[str, Any]:
    known = code_of_file(hashlib.sha256(content).hexdigest())
    if known:
        return {"code": known[0], "signed": known[1]}
    if PDF_STARTS not in content[:1024]:
        return {"verdict": {"state": "unreadable"}}
    from ansinh.delivery.cases.check_signed import check_stranger  # noqa: PLC0415 - as above

    return {"verdict": check_stranger(content) or {"state": "unknown"}}
