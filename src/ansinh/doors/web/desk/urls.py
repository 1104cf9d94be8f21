"""The address of the officer's desk."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.desk import bulk, work

urlpatterns = [
    path("", work.desk, name="desk"),
    path("loc/", work.keep, name="inbox_filter"),
    path("nhieu-ho-so/", bulk.bulk, name="bulk"),
    path("hoan-tac/<uuid:bulk>/", bulk.undo_bulk, name="bulk_undo"),
]
