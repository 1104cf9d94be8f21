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
        """Load the rows of pairs, bodies, registers and residences beside those of people; they stand in files of their own."""
        super().import_models()
        for rows in ("models_pairs", "models_bodies", "models_registers", "models_residences"):
            import_module(f"ansinh.delivery.registry.{rows}")
