"""The room `cases`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Lists, dossiers, claims, determinations, tasks, decisions."""

    name = "ansinh.delivery.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the rows of papers, letters, mandates, inboxes, paces, plans, orders, revisions, signatures, marks and notes beside those of claims; they stand in files of their own."""
        super().import_models()
        import_module("ansinh.delivery.cases.models_papers")
        import_module("ansinh.delivery.cases.models_letters")
        import_module("ansinh.delivery.cases.models_retention")
        import_module("ansinh.delivery.cases.models_mandates")
        import_module("ansinh.delivery.cases.models_inbox")
        import_module("ansinh.delivery.cases.models_minutes")
        import_module("ansinh.delivery.cases.models_pace")
        import_module("ansinh.delivery.cases.models_plans")
        import_module("ansinh.delivery.cases.models_orders")
        import_module("ansinh.delivery.cases.models_revisions")
        import_module("ansinh.delivery.cases.models_signatures")
        import_module("ansinh.delivery.cases.models_marks")
        import_module("ansinh.delivery.cases.models_notes")
