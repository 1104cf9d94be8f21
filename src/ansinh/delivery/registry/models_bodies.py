"""Employers and household businesses by their tax code, households with their members: what is told of each stands with source and days, and is ended, never overwritten."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.registry.models import Identifier, Person


class Told(Placed):
    """Something that holds from a day on, who says so, on which evidence, and, once it has ended, why: the columns of what is dated."""

    source = models.CharField(max_length=8, choices=Identifier.Source.choices)
    evidence = models.CharField(max_length=200, help_text="which paper, list or register was looked at")
    since = models.DateField(help_text="the first day it is known to hold")
    until = models.DateField(null=True, help_text="the last day; empty while it holds")
    ended_because = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="empty where nobody of an office entered it: `evidence` then says who did"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        """Columns only."""

        abstract = True


def told_rightly(what: str) -> list[models.CheckConstraint]:
    """Give the checks of what is dated: it ends after it begins, with why, and rests on evidence."""
    return [
        models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=f"{what}_ends_after_it_begins"),
        models.CheckConstraint(condition=Q(until__isnull=True, ended_because="") | Q(until__isnull=False) & ~Q(ended_because=""), name=f"{what}_ends_with_why"),
        models.CheckConstraint(condition=~Q(evidence=""), name=f"{what}_has_evidence"),
    ]


class Body(Placed):
    """Whatever the tax office knows by a code; its name, address and the rest are `Particular` rows."""

    id = models.UUIDField(primary_key=True, default=new_key)
    tax_code = models.CharField(max_length=13, help_text="ten digits, a branch three more, without signs between")
    known_since = models.DateTimeField()

    class Meta:
        """Columns only."""

        abstract = True

    def __str__(self) -> str:
        """Name it by its code."""
        return self.tax_code


class Employer(Body):
    """An employer, once in the whole country."""

    class Meta:
        """A tax code is one employer."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["tax_code"], name="employer_once")]


class HouseholdBusiness(Body):
    """A household business, once in the whole country; `owner` is who registered it, where the registry knows her."""

    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="businesses")

    class Meta:
        """A tax code is one household business."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["tax_code"], name="household_business_once")]


class Particular(Told):
    """One thing told of an employer or a household business; what is told anew ends what was told before."""

    class Kind(models.TextChoices):
        """What it is."""

        NAME = "name", "Tên"
        ADDRESS = "address", "Địa chỉ"
        PLACE = "place", "Địa bàn"
        SI_UNIT = "si_unit", "Mã đơn vị BHXH"

    id = models.UUIDField(primary_key=True, default=new_key)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="particulars")
    business = models.ForeignKey(HouseholdBusiness, models.PROTECT, null=True, related_name="particulars")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    value = models.CharField(max_length=200)
    folded_value = models.CharField(max_length=200, help_text="lower case, without marks: what a search runs along")

    class Meta:
        """Of exactly one body; one thing of a kind holds at a time; a name is found by how it begins."""

        constraints: ClassVar[list[Any]] = [
            *told_rightly("particular"),
            models.CheckConstraint(condition=Q(employer__isnull=True) ^ Q(business__isnull=True), name="particular_of_one_body"),
            models.CheckConstraint(condition=~Q(value=""), name="particular_says_something"),
            models.UniqueConstraint(fields=["employer", "kind"], condition=Q(until__isnull=True, employer__isnull=False), name="particular_once_an_employer"),
            models.UniqueConstraint(fields=["business", "kind"], condition=Q(until__isnull=True, business__isnull=False), name="particular_once_a_business"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(OpClass("folded_value", "text_pattern_ops"), name="particular_by_name", condition=Q(kind="name"))]


class Household(Placed):
    """People who live and keep house together; who they are is told by `Member` rows."""

    id = models.UUIDField(primary_key=True, default=new_key)
    address = models.CharField(max_length=200, blank=True)
    known_since = models.DateTimeField()

    def __str__(self) -> str:
        """Name it by its address."""
        return self.address


class Member(Told):
    """That a person belongs to a household, from a day on."""

    class Relation(models.TextChoices):
        """What she is in it."""

        HEAD = "head", "Chủ hộ"
        SPOUSE = "spouse", "Vợ, chồng"
        CHILD = "child", "Con"
        PARENT = "parent", "Cha, mẹ"
        OTHER = "other", "Khác"

    id = models.UUIDField(primary_key=True, default=new_key)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=6, choices=Relation.choices)

    class Meta:
        """Nobody belongs to two households at once; a household has one head at a time."""

        constraints: ClassVar[list[Any]] = [
            *told_rightly("member"),
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="member_of_one_household"),
            models.UniqueConstraint(fields=["household"], condition=Q(until__isnull=True, relation="head"), name="one_head_a_household"),
        ]
