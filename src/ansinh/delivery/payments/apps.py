"""The room `payments`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Ledger, instructions, files, statements."""

    name = "ansinh.delivery.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of what climbs beside those of money; they stand in a file of their own."""
        super().import_models()
        import_module("ansinh.delivery.payments.models_pace")
