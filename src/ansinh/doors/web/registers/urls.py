"""Addresses of registers, below /nguon-du-lieu/."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.registers import pages

urlpatterns = [
    path("", pages.registers, name="registers"),
    path("gui/", pages.send, name="register_send"),
    path("ban/<uuid:key>/", pages.snapshot, name="register_snapshot"),
    path("ban/<uuid:key>/tien-do/", pages.progress, name="register_progress"),
    path("<slug:register>/", pages.versions, name="register_versions"),
]
