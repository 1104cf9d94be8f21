"""The room `registry`."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """People and the national register of draws."""

    name = "ansinh.delivery.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
