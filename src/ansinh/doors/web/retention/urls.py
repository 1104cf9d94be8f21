"""Addresses of retention periods, below /luu-giu/."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.retention import pages

urlpatterns = [
    path("", pages.retention, name="retention"),
    path("de-xuat/<uuid:key>/", pages.answer_one, name="retention_answer"),
    path("<slug:programme>/<slug:kind>/", pages.propose_one, name="retention_propose"),
]
