"""Letters of refusal: each refused claim of a decision has one, numbered, with its own code, and stands in one printed file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office
from ansinh.delivery.offices.placed import Placed


class RefusalLetter(Placed):
    """The letter that tells one person why nothing is given, under which article, and where to complain."""

    id = models.UUIDField(primary_key=True, default=new_key)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="letters", db_index=False)
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="letter")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    counted = models.IntegerField(help_text="its number among the letters of the office and year")
    verification = models.CharField(max_length=14, unique=True, help_text="the code behind its QR")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", help_text="the file in which it was set to be printed")
    made_at = models.DateTimeField()

    @property
    def number(self) -> str:
        """The number people read: `12/TB-UBND`."""
        return f"{self.counted}/TB-{self.office.symbol}"

    class Meta:
        """Numbers once an office and year; those without a file are sought by their decision."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["office", "year", "counted"], name="refusal_letter_number_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["decision", "counted"], name="refusal_letter_by_decision")]
