"""Counts and times every answer, by the name of the page, never by its address: addresses hold people's keys."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

REQUESTS = Counter("ansinh_requests_total", "Answers given", ["page", "method", "status"])
SECONDS = Histogram("ansinh_request_seconds", "Time to an answer", ["page"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10))
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MeasuringMiddleware:
    """Outermost, so that the time is the whole time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then count."""
        begun = time.perf_counter()
        response = self.get_response(request)
        page = (request.resolver_match.view_name if request.resolver_match else "") or "other"
        REQUESTS.labels(page, request.method if request.method in METHODS else "other", response.status_code).inc()
        SECONDS.labels(page).observe(time.perf_counter() - begun)
        return response
