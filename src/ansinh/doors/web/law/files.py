"""The law's own files, to be read beside the decree or checked on another machine."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from ansinh.doors.web.law.known import programme_named
from ansinh.policy.load import PROGRAMMES

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

    from ansinh.policy.programme import Programme

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest a zip file knows: the same files give the same bytes."""


def names(programme: Programme) -> list[str]:
    """Name the files that the law's hash is made of."""
    return sorted(path.name for path in _folder(programme).glob("*.yaml"))


@require_safe
def one(request: HttpRequest, programme: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give one file of a programme; only its own are found."""
    law = programme_named(programme)
    if name not in names(law):
        raise Http404(name)
    return _attached((_folder(law) / name).read_bytes(), "application/yaml", name)


@require_safe
def everything(request: HttpRequest, programme: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give all files of a programme with its worked cases, packed."""
    law = programme_named(programme)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(_folder(law).rglob("*.yaml")):
            entry = zipfile.ZipInfo(f"{law.id}/{path.relative_to(_folder(law)).as_posix()}", MOMENT)
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return _attached(packed.getvalue(), "application/zip", f"{law.id}-{law.law_version[:12]}.zip")


def _folder(programme: Programme) -> Path:
    return PROGRAMMES / programme.id


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
