"""The web door as a Django application: templates, static files, the limiter's table."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Name the door."""

    name = "ansinh.doors.web"
    label = "web"
