"""The room `offices`."""

from __future__ import annotations

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Places, offices, officers, roles and scope."""

    name = "ansinh.delivery.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"
