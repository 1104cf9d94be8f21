"""The room `reports`."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Figures that lead to the rows behind them."""

    name = "ansinh.delivery.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
