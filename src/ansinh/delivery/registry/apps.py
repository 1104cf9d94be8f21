"""The room `registry`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """People and the national register of draws."""

    name = "ansinh.delivery.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of pairs beside those of people; they stand in a file of their own."""
        super().import_models()
        import_module("ansinh.delivery.registry.models_pairs")
