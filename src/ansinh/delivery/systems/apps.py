"""The room `systems`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Other systems: who may call, and what they are told."""

    name = "ansinh.delivery.systems"
    label = "systems"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of both files."""
        super().import_models()
        import_module("ansinh.delivery.systems.models_exchange")
