"""The room `systems`."""

from __future__ import annotations

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Other systems: who may call, and what they are told."""

    name = "ansinh.delivery.systems"
    label = "systems"
    default_auto_field = "django.db.models.BigAutoField"
