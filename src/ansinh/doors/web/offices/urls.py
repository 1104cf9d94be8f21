"""Addresses of an office's own page."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.offices import answering

urlpatterns = [
    path("", answering.office, name="office"),
    path("vang-mat/", answering.absence, name="absence_new"),
]
