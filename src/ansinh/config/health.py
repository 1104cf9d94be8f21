"""Is it alive, is it ready, how is it doing: for load balancers and for Prometheus."""

from __future__ import annotations

import functools
import os

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ansinh.config.running import is_migrated


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """This process answers."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The database answers and has every migration of this version; 503 with the reason otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = _migrated()
    except Error as fault:
        return JsonResponse({"status": "not ready", "reason": f"database: {type(fault).__name__}"}, status=503)
    if not migrated:
        _migrated.cache_clear()
        return JsonResponse({"status": "not ready", "reason": "migrations are missing: run `python -m ansinh.config.manage migrate`"}, status=503)
    return JsonResponse({"status": "ready"})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Requests by page, method and status, and how long they took, over all processes."""
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@functools.cache
def _migrated() -> bool:
    return is_migrated()
