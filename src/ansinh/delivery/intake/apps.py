"""The room `intake`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What people, employers, facilities and other systems file, until the lister takes it into a dossier."""

    name = "ansinh.delivery.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of employers' portals beside those of filings; they stand in a file of their own."""
        super().import_models()
        import_module("ansinh.delivery.intake.models_employers")
