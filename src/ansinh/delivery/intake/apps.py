"""The room `intake`."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What people, employers, facilities and other systems file, until the lister takes it into a dossier."""

    name = "ansinh.delivery.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
