"""Letters: of refusal, each numbered, with its own code, in one printed file; and notices that go by post, with what came back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
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


class LetterBatch(Placed):
    """Letters printed together for the post: one file, handed over at the post's counter once."""

    id = models.UUIDField(primary_key=True, default=new_key)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    letters = models.PositiveSmallIntegerField()
    printed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    printed_at = models.DateTimeField()
    posted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    posted_at = models.DateTimeField(null=True, help_text="when the post took it")

    class Meta:
        """Handed over by somebody at some time, or by nobody yet."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True, posted_by__isnull=True) | Q(posted_at__isnull=False, posted_by__isnull=False),
                name="letter_batch_posted_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["office", "-id"], name="letter_batch_by_office")]


class PostedLetter(Placed):
    """One notice as a letter: its number, the batch it was printed in, and, where the post brought it back, who must find another way."""

    class Why(models.TextChoices):
        """Why the post brought it back."""

        NO_ADDRESS = "no_address", "Địa chỉ không có hoặc thiếu"
        UNKNOWN = "unknown", "Không có người này ở địa chỉ đó"
        MOVED = "moved", "Đã chuyển đi nơi khác"
        ABSENT = "absent", "Vắng nhà nhiều lần, không đến nhận"
        DECLINED = "declined", "Từ chối nhận"
        DIED = "died", "Người nhận đã chết"
        UNREACHABLE = "unreachable", "Bưu tá không vào được (phong tỏa, thiên tai)"

    class How(models.TextChoices):
        """What was done instead."""

        AGAIN = "again", "Gửi lại đến địa chỉ khác"
        BY_HAND = "by_hand", "Đã giao hoặc báo tận nơi"
        IN_VAIN = "in_vain", "Không tìm được người nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="letters", db_index=False)
    batch = models.ForeignKey(LetterBatch, models.PROTECT, related_name="of")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    counted = models.IntegerField(help_text="its number among the letters of the office and year, those of refusal included")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False, help_text="who noted that it came back")
    why = models.CharField(max_length=11, choices=Why.choices, blank=True)
    owner = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False, help_text="who must find another way")
    due_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    how = models.CharField(max_length=7, choices=How.choices, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="what was done, in words")

    @property
    def number(self) -> str:
        """The number people read: `12/TB-UBND`."""
        return f"{self.counted}/TB-{self.office.symbol}"

    @property
    def waits(self) -> bool:
        """Whether it came back and nobody has found another way yet."""
        return self.returned_at is not None and self.settled_at is None

    class Meta:
        """A notice is under way in one letter; what came back has a reason, an owner and a due day; what is settled says how."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["notice"], condition=~Q(how="again"), name="posted_letter_once"),
            models.UniqueConstraint(fields=["office", "year", "counted"], name="posted_letter_number_once"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, owner__isnull=True, due_on__isnull=True, why="")
                | Q(returned_at__isnull=False, returned_by__isnull=False, owner__isnull=False, due_on__isnull=False) & ~Q(why=""),
                name="posted_letter_returned_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, how="", note="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, returned_at__isnull=False) & ~Q(how="") & ~Q(note=""),
                name="posted_letter_settled_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "due_on"], name="posted_letter_waiting", condition=Q(returned_at__isnull=False, settled_at__isnull=True)),
            models.Index(fields=["office", "-id"], name="posted_letter_by_office"),
        ]
