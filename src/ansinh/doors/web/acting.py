"""Every page of a signed-in officer runs in one transaction that sees only the rows of her place; a failed page leaves nothing behind."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.queries import roles_kept
from ansinh.delivery.offices.scope import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

FAILED = 500
READS = ("GET", "HEAD")
"""A page that is read changes no assignment, so roles are asked for once; one that acts asks each time."""
OWN_WAYS = ("/api/", "/static/", "/healthz", "/readyz", "/metrics")
"""Doors that open their own transactions, or need none."""


class Undone(Exception):
    """Carries the page of a failure out of the transaction that is rolled back."""

    def __init__(self, response: HttpResponseBase) -> None:
        """Keep the page."""
        super().__init__()
        self.response = response


class ActingMiddleware:
    """Open the officer's scope for the whole request; anonymous visitors get none and see no row of any case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within the scope; what a failed page did is rolled back."""
        if request.path.startswith(OWN_WAYS) or not request.user.is_authenticated:
            return self.get_response(request)
        try:
            with acting(request.user), roles_kept() if request.method in READS else nullcontext():
                return self._answered(request)
        except Undone as undone:
            return undone.response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= FAILED or connection.needs_rollback:
            raise Undone(response)
        return response
