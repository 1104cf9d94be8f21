"""Which two roles one officer never holds at once, why, and what that rests on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Role


class Incompatibility(models.Model):
    """That nobody holds two roles for one policy on one day; rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=new_key)
    role = models.CharField(max_length=13, choices=Role.choices)
    other = models.CharField(max_length=13, choices=Role.choices)
    not_in = models.CharField(max_length=20, choices=Office.Kind.choices, blank=True, help_text="a kind of office in which the two may meet")
    for_deputies = models.BooleanField(help_text="that nobody comes to both by standing in for a colleague either; else each dossier is looked at")
    why_vi = models.CharField(max_length=160)
    why_en = models.CharField(max_length=160)
    cite = models.CharField(max_length=100, blank=True, help_text="the article; empty where the rule is this system's own")
    verified = models.BooleanField(help_text="whether the article was compared with the gazette")

    class Meta:
        """A pair once, in the order of its letters; a role stands beside itself."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["role", "other"], name="incompatibility_once"),
            models.CheckConstraint(condition=Q(role__lt=F("other")), name="incompatibility_in_order"),
            models.CheckConstraint(condition=~Q(cite="") | Q(verified=False), name="incompatibility_without_an_article_is_not_verified"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.role} / {self.other}"
