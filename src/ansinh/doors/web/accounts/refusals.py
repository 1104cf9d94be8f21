"""What a locked-out person sees, and the pages of allauth that do not exist here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG001 - axes' signature
    """Say how long to wait and whom to ask; nothing about whether the name exists."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    page = render(request, "account/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Give the name somebody tried to sign in with, in one spelling, however it reached us."""
    return str((credentials or {}).get("username") or request.POST.get("login") or "").casefold()[:60]


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Nobody registers, and nobody changes an address or resets a password without the administrator."""
    raise Http404
