"""Addresses of the web door: citizens first, officers' pages after them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("ansinh.doors.web.public.urls")),
]
