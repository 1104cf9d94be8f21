"""The room `notices`."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages, given an address and a text."""

    name = "ansinh.delivery.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
