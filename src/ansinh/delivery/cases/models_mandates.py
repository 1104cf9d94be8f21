"""Steps that complete by themselves: who answers for them by a written act, what was completed so, and what was found when it was looked at."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from ansinh.delivery.cases.models import Task
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class Mandate(Placed):
    """That a named officer answers, by a written act and within a limit, for steps of a policy that registers vouch for."""

    id = models.UUIDField(primary_key=True, default=new_key)
    office = models.ForeignKey(Office, models.PROTECT, related_name="mandates")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="mandates")
    policy = models.CharField(max_length=20)
    most_vnd = models.BigIntegerField(help_text="the most one claim may come to")
    basis = models.CharField(max_length=120, help_text="the written act that gives it")
    held = DateRangeField()
    given_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """One at a time for an officer, office and policy; nobody gives it to herself."""

        constraints: ClassVar[list[Any]] = [
            ExclusionConstraint(
                name="mandate_once_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("officer", RangeOperators.EQUAL),
                    ("policy", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(given_by=F("officer")), name="mandate_of_another"),
            models.CheckConstraint(condition=Q(most_vnd__gt=0), name="mandate_has_a_limit"),
        ]


class Completion(Placed):
    """One step that completed by itself under a mandate, what vouched for it, and what a second pair of eyes found."""

    class Finding(models.TextChoices):
        """What was found."""

        RIGHT = "right", "Đúng"
        WRONG = "wrong", "Sai"

    id = models.UUIDField(primary_key=True, default=new_key)
    task = models.OneToOneField(Task, models.PROTECT, related_name="completion")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="completions")
    claims = models.IntegerField()
    vouched = models.JSONField(help_text="for each fact the registers that told it, with source and day, and of how many claims")
    made_at = models.DateTimeField()
    review_by = models.DateField(null=True, help_text="the day by which it is to be looked at; empty where it was not drawn")
    finding = models.CharField(max_length=5, choices=Finding.choices, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    found_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(null=True)

    class Meta:
        """A finding has its finder and its time; what is wrong is said."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(finding="", found_by__isnull=True, found_at__isnull=True) | ~Q(finding="") & Q(found_by__isnull=False, found_at__isnull=False),
                name="finding_whole",
            ),
            models.CheckConstraint(condition=~Q(finding="wrong") | ~Q(remark=""), name="wrong_is_said"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["mandate", "review_by"], name="completion_to_look_at", condition=Q(review_by__isnull=False, finding="")),
            models.Index(fields=["mandate", "-made_at"], name="completion_by_mandate"),
        ]
