"""The room `offices`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Places, offices, officers, roles and scope."""

    name = "ansinh.delivery.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of measures, of incompatible roles and of signing limits beside those of places and offices; they stand in files of their own."""
        super().import_models()
        import_module("ansinh.delivery.offices.models_measures")
        import_module("ansinh.delivery.offices.models_incompatible")
        import_module("ansinh.delivery.offices.models_signing")
