"""Addresses of the pages of the outbox."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.notices import running

urlpatterns = [
    path("", running.outbox, name="outbox"),
    path("thu-lai/<str:provider>/", running.try_again, name="provider_again"),
    path("gui-lai/", running.send_again, name="notices_again"),
    path("<uuid:undelivered>/", running.settled, name="undelivered"),
]
