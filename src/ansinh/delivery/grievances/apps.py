"""The room `grievances`."""

from __future__ import annotations

from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    """Complaints, appeals, objections to posted lists."""

    name = "ansinh.delivery.grievances"
    label = "grievances"
    default_auto_field = "django.db.models.BigAutoField"
