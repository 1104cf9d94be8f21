"""The room `cases`."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Lists, dossiers, claims, determinations, tasks, decisions."""

    name = "ansinh.delivery.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
