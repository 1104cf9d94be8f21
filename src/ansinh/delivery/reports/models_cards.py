"""Scorecards: nightly sums by day, unit and policy; from them a card a unit and period, the units it is compared with, and what the one looked at says.

A unit is a person in an office, an office, a commune, a district or a province. Everything but comments can be counted again from the casework.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed

PERIODS = (7, 30, 0)
"""Days up to the day counted through; 0 is all of them."""
NOTHING = -1
"""In place of a share or a length where there is nothing to tell one from: it sorts below every figure."""
WORKED = ("received", "done", "by_itself", "in_time", "forwarded", "sent_back", "upheld", "due_open", "claims", "infected", "rows", "faults")
LENGTHS = ("step_median", "step_most", "share_median", "share_most", "money_median", "money_most")


class UnitLevel(models.TextChoices):
    """Whose card it is."""

    PERSON = "person", "cán bộ"
    OFFICE = "office", "cơ quan"
    COMMUNE = "commune", "xã"
    DISTRICT = "district", "huyện"
    PROVINCE = "province", "tỉnh"


class Slot(models.TextChoices):
    """Which of the two versions of a card: the newest, for its subject alone, or the one that everybody entitled sees."""

    FRESH = "fresh", "mới nhất"
    OPEN = "open", "đã mở"


class Unit(Placed):
    """The columns that say whose row it is; the place is that of the office, or the unit's own."""

    id = models.BigAutoField(primary_key=True)
    level = models.CharField(max_length=8, choices=UnitLevel.choices)
    unit = models.CharField(max_length=36, help_text="key of the officer or office, code of the place")
    office = models.CharField(max_length=36, blank=True, help_text="key of the office in which a person did it, and of an office itself; empty for places")
    policy = models.CharField(max_length=20, blank=True)

    class Meta:
        """Columns only."""

        abstract = True


class WorkDay(Unit):
    """What a unit received, did and had come back under a policy, each counted on the day it belongs to."""

    day = models.DateField()
    received = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    by_itself = models.IntegerField(default=0, help_text="of those done: completed under a mandate")
    in_time = models.IntegerField(default=0)
    forwarded = models.IntegerField(default=0)
    sent_back = models.IntegerField(default=0, help_text="of those forwarded: returned by the very next step")
    upheld = models.IntegerField(default=0, help_text="complaints about its work that were upheld")
    due_open = models.IntegerField(default=0, help_text="still open, by the day they are due")
    claims = models.IntegerField(default=0, help_text="in the dossiers it submitted")
    infected = models.IntegerField(default=0, help_text="of them under the policy for patients and isolated people")
    rows = models.IntegerField(default=0, help_text="of the lists it submitted, as they were read")
    faults = models.IntegerField(default=0, help_text="found in those rows when they were read")

    class Meta:
        """A sum of a unit, policy and day once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["level", "unit", "office", "province", "policy", "day"], name="work_day_once"),
            models.CheckConstraint(condition=Q(**{f"{name}__gte": 0 for name in WORKED}), name="work_day_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province"], name="work_day_by_province")]


class WorkLength(Unit):
    """How many steps took a unit so many working days, or such a share of their limit, and how many people had their money after so many."""

    class Sort(models.TextChoices):
        """What is measured."""

        STEP = "step", "ngày làm việc của một bước"
        SHARE = "share", "phần trăm của thời hạn"
        MONEY = "money", "ngày làm việc từ danh sách đến tiền"

    day = models.DateField()
    sort = models.CharField(max_length=5, choices=Sort.choices)
    length = models.IntegerField()
    times = models.IntegerField()

    class Meta:
        """A sum of a unit, policy, day and length once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["level", "unit", "office", "province", "policy", "day", "sort", "length"], name="work_length_once"),
            models.CheckConstraint(condition=Q(times__gte=0), name="work_length_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province"], name="work_length_by_province")]


class Card(Unit):
    """One unit over one period, for one policy or all of them (an empty one), with where it stands among its like."""

    slot = models.CharField(max_length=5, choices=Slot.choices)
    period = models.SmallIntegerField()
    kind = models.CharField(max_length=32, blank=True, help_text="kind and level of the office; empty for places")
    speaker = models.CharField(max_length=36, blank=True, help_text="the office whose head speaks for the unit; empty for a person, who speaks herself")
    name = models.CharField(max_length=160)
    folded_name = models.CharField(max_length=160)
    received = models.IntegerField()
    done = models.IntegerField()
    by_itself = models.IntegerField()
    in_time = models.IntegerField()
    forwarded = models.IntegerField()
    sent_back = models.IntegerField()
    upheld = models.IntegerField()
    overdue = models.IntegerField(help_text="on the morning after the day counted through, whatever the period")
    claims = models.IntegerField()
    infected = models.IntegerField()
    rows = models.IntegerField()
    faults = models.IntegerField()
    punctual = models.IntegerField(help_text="of 1,000 steps done or overdue so many were done in time; -1 for none")
    step_median = models.IntegerField()
    step_most = models.IntegerField()
    share_median = models.IntegerField()
    share_most = models.IntegerField()
    money_median = models.IntegerField()
    money_most = models.IntegerField()
    days_16 = models.IntegerField(help_text="days of the period under Directive 16, or in a province of group C")
    days_15 = models.IntegerField()
    group = models.CharField(max_length=1, blank=True, help_text="of its province on most days of the period")
    size = models.SmallIntegerField(default=0, help_text="class by work received, 1 the smallest; 0: not compared")
    position = models.CharField(max_length=6, blank=True, help_text="lower, middle or upper part of its like; empty: no rank")

    class Meta:
        """One card a unit, period, policy and version; lists of a level in a place."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["slot", "level", "unit", "office", "period", "policy"], name="card_once")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["slot", "level", "period", "policy", "province", "district"], name="card_by_place"),
            models.Index(fields=["slot", "office", "period", "policy"], name="card_by_office", condition=Q(level="person")),
            models.Index(fields=["speaker", "period", "policy"], name="card_by_speaker", condition=Q(slot="fresh") & ~Q(speaker="")),
        ]


class PeerGroup(models.Model):
    """Units that are compared with one another: of one level, kind, group and size; how their shares in time lie. Names nobody."""

    id = models.BigAutoField(primary_key=True)
    slot = models.CharField(max_length=5, choices=Slot.choices)
    period = models.SmallIntegerField()
    policy = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=8, choices=UnitLevel.choices)
    kind = models.CharField(max_length=32, blank=True)
    group = models.CharField(max_length=1)
    size = models.SmallIntegerField()
    units = models.IntegerField()
    fewest = models.IntegerField(help_text="work received by the one that received least")
    most = models.IntegerField()
    low = models.IntegerField(help_text="of 1,000, as the four after it")
    quarter = models.IntegerField()
    middle = models.IntegerField()
    three_quarters = models.IntegerField()
    high = models.IntegerField()

    class Meta:
        """Once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["slot", "period", "policy", "level", "kind", "group", "size"], name="peer_group_once")
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.level} {self.kind} {self.group}{self.size}"


class CardCount(models.Model):
    """When a version of the cards was counted, and through which day."""

    slot = models.CharField(primary_key=True, max_length=5, choices=Slot.choices)
    until = models.DateField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name it."""
        return f"{self.slot} {self.until}"


class CardComment(Placed):
    """What the one looked at says of her card, or the head of an office of its; it stands beside the figures and is never changed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    level = models.CharField(max_length=8, choices=UnitLevel.choices)
    unit = models.CharField(max_length=36)
    office = models.CharField(max_length=36, blank=True)
    until = models.DateField(help_text="the day through which the card she saw was counted")
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Sought by unit, the newest first."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=~Q(text=""), name="card_comment_says_something")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["level", "unit", "office", "-id"], name="card_comment_by_unit")]
