"""The room `reports`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Figures that lead to the rows behind them."""

    name = "ansinh.delivery.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of scorecards beside those of figures; they stand in a file of their own."""
        super().import_models()
        import_module("ansinh.delivery.reports.models_cards")
