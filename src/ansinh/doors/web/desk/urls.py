"""The address of the officer's desk."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.desk import work

urlpatterns = [path("", work.desk, name="desk"), path("loc/", work.keep, name="inbox_filter")]
