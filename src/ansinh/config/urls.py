"""Every address: the doors mount theirs here."""

from __future__ import annotations

from django.urls import include, path

from ansinh.config import health
from ansinh.doors.api.application import api

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("ansinh.doors.web.accounts.urls")),
    path("", include("ansinh.doors.web.urls")),
]
