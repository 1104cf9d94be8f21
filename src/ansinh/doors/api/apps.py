"""The API door."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Programs knock here."""

    name = "ansinh.doors.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
