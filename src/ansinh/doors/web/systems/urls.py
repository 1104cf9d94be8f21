"""Addresses of the pages of other systems."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.systems import seeing

urlpatterns = [
    path("", seeing.systems, name="systems"),
    path("tin/<uuid:webhook>/gui-lai/", seeing.again, name="webhook_again"),
]
