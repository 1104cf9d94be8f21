"""The room `payments`."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Ledger, instructions, files, statements."""

    name = "ansinh.delivery.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
