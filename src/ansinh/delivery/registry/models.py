"""People as the programme knows them, and the national register of draws that keeps anybody from drawing twice."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.placed import Placed


class Sex(models.TextChoices):
    """As the state's identifiers record it."""

    FEMALE = "female", "Nữ"
    MALE = "male", "Nam"


class Birth(models.TextChoices):
    """How much of a birth date is known; the date then starts the period."""

    DAY = "day", "ngày"
    MONTH = "month", "tháng"
    YEAR = "year", "năm"
    NONE = "none", "không rõ"


class Named(Placed):
    """Who somebody is, as a paper or a register says it: the columns a person and a claim share."""

    full_name = models.CharField(max_length=100)
    folded_name = models.CharField(max_length=100, help_text="lower case, without marks")
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    date_of_birth = models.DateField(null=True)
    birth_precision = models.CharField(max_length=5, choices=Birth.choices, default=Birth.NONE)
    id_number = models.CharField(max_length=20, blank=True)
    id_kind = models.CharField(max_length=4, choices=[("cccd", "CCCD"), ("cmnd", "CMND")], blank=True)
    phone = models.CharField(max_length=15, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        """Columns only."""

        abstract = True


class Person(Named):
    """A person of a province, once for each identity there; `identity` is the identifier or, without one, name, birth and commune."""

    id = models.UUIDField(primary_key=True, default=new_key)
    identity = models.CharField(max_length=140)
    known_since = models.DateTimeField()

    class Meta:
        """An identity is one person of the province."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["province", "identity"], name="person_identity_once"),
            models.CheckConstraint(condition=Q(date_of_birth__isnull=False) | Q(birth_precision="none"), name="person_birth_known_or_none"),
        ]


class Draw(Placed):
    """That an identity holds its one chance of a policy, and of an exclusive group, for the claim named.

    The only uniqueness across provinces: whoever comes second is refused by the index, at once, wherever the first was.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20)
    exclusive_group = models.CharField(max_length=20, blank=True)
    slot = models.GeneratedField(
        expression=Coalesce(NullIf("exclusive_group", Value("")), "policy"),
        output_field=models.CharField(max_length=20),
        db_persist=True,
        help_text="what one identity may hold once: the exclusive group, or the policy itself where it is in none",
    )
    identity = models.CharField(max_length=140)
    claim = models.UUIDField()
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        """One live draw an identity for each exclusive group, and for each policy in none, over the whole country."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim"], condition=Q(released_at__isnull=True), name="draw_claim_once"),
            models.UniqueConstraint(fields=["identity", "programme", "slot"], condition=Q(released_at__isnull=True), name="draw_slot_once"),
        ]
