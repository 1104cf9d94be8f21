"""Addresses of signing in: allauth's, less the ones that make no sense where an administrator makes the accounts."""

from __future__ import annotations

from django.urls import include, path, re_path

from ansinh.doors.web.accounts.refusals import closed

urlpatterns = [
    re_path(r"^(?:signup|email|confirm-email|password/set|password/reset|login/code|3rdparty/signup|3rdparty/$|social)", closed),
    path("", include("allauth.urls")),
]
