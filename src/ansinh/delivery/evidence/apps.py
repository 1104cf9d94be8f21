"""The room `evidence`."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Append-only events in a chain of hashes."""

    name = "ansinh.delivery.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
