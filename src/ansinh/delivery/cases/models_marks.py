"""What an officer did with many claims of one dossier by one act, and may undo while the dossier is with her."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed


class Mark(Placed):
    """That claims of a dossier were excluded, included again, or asked something missing for, for one reason; undone at most once."""

    class Action(models.TextChoices):
        """What is done with the claims."""

        EXCLUDE = "exclude", "Đề nghị loại"
        INCLUDE = "include", "Lấy lại"
        ASK = "ask", "Yêu cầu bổ sung"

    id = models.UUIDField(primary_key=True, default=new_key)
    task = models.ForeignKey(Task, models.PROTECT, related_name="marks")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    action = models.CharField(max_length=7, choices=Action.choices)
    reason = models.CharField(max_length=300, blank=True)
    article = models.CharField(max_length=100, blank=True)
    claims = models.IntegerField()
    amount_vnd = models.BigIntegerField(help_text="what the law gives those of them that are eligible")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Somebody is marked; who is taken out or asked reads why."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(claims__gt=0, amount_vnd__gte=0), name="mark_of_somebody"),
            models.CheckConstraint(condition=Q(action="include") | ~Q(reason=""), name="mark_has_a_reason"),
        ]


class MarkItem(Placed):
    """One claim of a mark, with the reason and article it had before."""

    id = models.UUIDField(primary_key=True, default=new_key)
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="items")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="marks", db_index=False, db_constraint=False)
    reason = models.CharField(max_length=300, blank=True)
    article = models.CharField(max_length=100, blank=True)
