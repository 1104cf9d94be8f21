"""Up to what an officer signs: limits by a claim and by a decision, dated, each on a written basis."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class SigningLimit(Placed):
    """That an officer who approves signs decisions up to an amount only; what is above goes to the head. An empty policy means all."""

    id = models.UUIDField(primary_key=True, default=new_key)
    office = models.ForeignKey(Office, models.PROTECT, related_name="signing_limits")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="signing_limits")
    policy = models.CharField(max_length=20, blank=True)
    most_claim_vnd = models.BigIntegerField(help_text="the most that one claim may come to")
    most_decision_vnd = models.BigIntegerField(help_text="the most that all claims of a decision may come to")
    basis = models.CharField(max_length=120, help_text="the written act that gives it")
    held = DateRangeField()
    given_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """One at a time for an officer, office and policy; nobody gives it to herself."""

        constraints: ClassVar[list[Any]] = [
            ExclusionConstraint(
                name="signing_limit_once_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("officer", RangeOperators.EQUAL),
                    ("policy", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(given_by=F("officer")), name="signing_limit_of_another"),
            models.CheckConstraint(condition=Q(most_claim_vnd__gt=0, most_decision_vnd__gte=F("most_claim_vnd")), name="signing_limit_in_order"),
            models.CheckConstraint(condition=~Q(basis=""), name="signing_limit_has_a_basis"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["office", "policy"], name="signing_limit_by_office"),
            models.Index(fields=["province", "-given_at", "-id"], name="signing_limit_by_province"),
        ]
