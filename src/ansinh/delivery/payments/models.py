"""Money: instructions drawn from decisions, files that carry them, statements that answer, and a ledger that only grows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class Channel(models.TextChoices):
    """How money reaches a person."""

    BANK = "bank", "Chuyển khoản"
    POST = "post", "Bưu điện chi trả"
    CASH = "cash", "Tiền mặt tại xã"


class Fund(Placed):
    """The account a province pays a programme from, at its treasury; the one in force is the latest."""

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    name = models.CharField(max_length=140)
    account_number = models.CharField(max_length=34)
    bank_name = models.CharField(max_length=140)
    valid_from = models.DateField()
    basis = models.CharField(max_length=200, help_text="the written act that opens it")

    class Meta:
        """One account from a day."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["province", "programme", "valid_from"], name="fund_once_a_day")]


class PaymentFile(Placed):
    """One file for one channel of one decision: what left the house, with its sums."""

    id = models.UUIDField(primary_key=True, default=new_key)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="payment_files")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    name = models.CharField(max_length=100)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", help_text="the same list as PDF with a signature column")
    instructions = models.IntegerField()
    amount_vnd = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        """A file carries something."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(instructions__gt=0, amount_vnd__gt=0), name="payment_file_not_empty")]


class Instruction(Placed):
    """To pay one approved claim once. Amount, payee and claim never change; only the state moves on."""

    class State(models.TextChoices):
        """Where the money is."""

        READY = "ready", "Chờ lập tệp"
        SENT = "sent", "Đã gửi"
        PAID = "paid", "Đã nhận tiền"
        FAILED = "failed", "Không trả được"
        WITHDRAWN = "withdrawn", "Đã rút lại"

    id = models.UUIDField(primary_key=True, default=new_key)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="instructions", db_index=False, db_constraint=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="instructions", db_constraint=False)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="instructions", db_index=False, help_text="the later decision that made this payment due"
    )
    attempt = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    payee = models.CharField(max_length=100)
    bank_name = models.CharField(max_length=100, blank=True)
    account_number = models.CharField(max_length=34, blank=True)
    amount_vnd = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.READY)
    file = models.ForeignKey(PaymentFile, models.PROTECT, null=True, related_name="rows")
    made_at = models.DateTimeField()
    settled_on = models.DateField(null=True)

    class Meta:
        """At most one live instruction a claim, and one of what a later decision made due besides; a bank payment has an account."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["claim", "revision"], condition=~Q(state__in=["failed", "withdrawn"]), nulls_distinct=False, name="instruction_one_live_a_claim"
            ),
            models.UniqueConstraint(fields=["claim", "attempt"], name="instruction_attempt_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="instruction_pays_something"),
            models.CheckConstraint(condition=~Q(channel="bank") | ~Q(account_number=""), name="bank_needs_an_account"),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "withdrawn"], file__isnull=True) | ~Q(state__in=["ready", "withdrawn"]) & Q(file__isnull=False),
                name="sent_means_in_a_file",
            ),
            models.CheckConstraint(condition=~Q(state="paid") | Q(settled_on__isnull=False), name="paid_has_a_day"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["decision", "state"], name="instruction_open_by_decision", condition=Q(state__in=["ready", "sent"]))
        ]


class Entry(Placed):
    """A line of the ledger: money of one instruction moves from one account to another. Never changed, never deleted."""

    class Account(models.TextChoices):
        """Where money stands."""

        BUDGET = "budget", "Nguồn kinh phí"
        INSTRUCTED = "instructed", "Đã lập lệnh chi"
        PAID = "paid", "Đã chi trả"
        OWED = "owed", "Phải thu hồi"
        REFUND = "refund", "Phải trả lại người nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="entries", db_index=False, db_constraint=False)
    debit = models.CharField(max_length=10, choices=Account.choices, help_text="the account it leaves")
    credit = models.CharField(max_length=10, choices=Account.choices, help_text="the account it enters")
    amount_vnd = models.BigIntegerField()
    recovery = models.ForeignKey("Recovery", models.PROTECT, null=True, related_name="entries", db_index=False, help_text="what is to come back, where this is")
    part = models.ForeignKey(
        "RecoveryPart", models.PROTECT, null=True, related_name="entries", db_index=False, help_text="the part of it that came back, where this is"
    )
    refund = models.ForeignKey(
        "Refund", models.PROTECT, null=True, related_name="entries", db_index=False, help_text="what is to be given back to the person, where this is"
    )
    at = models.DateTimeField()

    class Meta:
        """Each movement of an instruction once, of a recovery once, of a part of it and of a refund once; never onto itself."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["instruction", "debit", "credit"], condition=Q(recovery__isnull=True), name="entry_once"),
            models.UniqueConstraint(
                fields=["recovery", "debit", "credit"],
                condition=Q(recovery__isnull=False, part__isnull=True, refund__isnull=True),
                name="entry_of_recovery_once",
            ),
            models.UniqueConstraint(fields=["refund", "debit", "credit"], condition=Q(refund__isnull=False), name="entry_of_refund_once"),
            models.UniqueConstraint(fields=["part"], condition=Q(part__isnull=False), name="entry_of_part_once"),
            models.CheckConstraint(
                condition=Q(part__isnull=True) | Q(recovery__isnull=False, debit__in=["owed", "paid"], credit="budget"),
                name="entry_of_part_reaches_the_budget",
            ),
            models.CheckConstraint(
                condition=Q(refund__isnull=True) & ~Q(debit="refund") & ~Q(credit="refund")
                | Q(refund__isnull=False, recovery__isnull=False, part__isnull=True) & (Q(debit="budget", credit="refund") | Q(debit="refund", credit="paid")),
                name="entry_of_refund_is_set_aside_or_given",
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0) & ~Q(debit=F("credit")), name="entry_moves_money"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["recovery"], name="entry_by_recovery", condition=Q(recovery__isnull=False))]


class Statement(Placed):
    """What a bank, the post or the commune's cashier reported, once for each content."""

    id = models.UUIDField(primary_key=True, default=new_key)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    reference = models.CharField(max_length=60)
    lines = models.IntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        """The same file counts once in the place whose office reports it; another place does not see it and may report its own part."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["province", "district", "commune", "sha256"], name="statement_once_a_place")]


class StatementLine(Placed):
    """One line of a statement, matched to its instruction at most once, or open for a human."""

    class Match(models.TextChoices):
        """What became of the line."""

        PAID = "paid", "Đã trả"
        FAILED = "failed", "Không trả được"
        REPEATED = "repeated", "Đã ghi nhận trước đó"
        UNKNOWN = "unknown", "Không tìm thấy lệnh chi"
        AMOUNT = "amount", "Sai số tiền"

    id = models.UUIDField(primary_key=True, default=new_key)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=120)
    instruction = models.ForeignKey(Instruction, models.PROTECT, null=True)
    amount_vnd = models.BigIntegerField()
    booked_on = models.DateField()
    match = models.CharField(max_length=8, choices=Match.choices)
    reason_code = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """A line once in a place, whatever file repeats it."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["province", "district", "commune", "key"], name="statement_line_once_a_place")]


class Repair(Placed):
    """A payment that came back, open until its owner has put it right."""

    id = models.UUIDField(primary_key=True, default=new_key)
    instruction = models.OneToOneField(Instruction, models.PROTECT, related_name="repair")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="repairs")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    replaced_by = models.OneToOneField(Instruction, models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="+", db_index=False, help_text="the later decision by which there is nothing left to repair"
    )

    class Meta:
        """Done means by whom, and by which new instruction or later decision."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, replaced_by__isnull=True, revision__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False)
                & (Q(replaced_by__isnull=False, revision__isnull=True) | Q(replaced_by__isnull=True, revision__isnull=False)),
                name="repair_done_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["owner", "due_on"], name="repair_open_by_owner", condition=Q(done_at__isnull=True))]


class Recovery(Placed):
    """Money that went out and, by a later decision, has to come back: open before one named officer until all of it did, or until the payment failed."""

    class Outcome(models.TextChoices):
        """How it ended."""

        RECOVERED = "recovered", "Đã thu hồi"
        CAME_BACK = "came_back", "Tiền chưa đến người nhận, đã về nguồn"

    id = models.UUIDField(primary_key=True, default=new_key)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="recoveries", db_constraint=False)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="recoveries")
    amount_vnd = models.BigIntegerField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", help_text="which paid it and sees to it that it comes back, whoever owns it")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="recoveries")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="empty where a statement told that the payment failed")
    returned_on = models.DateField(null=True, help_text="the day of the last part")
    evidence = models.CharField(max_length=200, blank=True, help_text="the receipt or transfer of the last part")

    class Meta:
        """Once for an instruction and later decision; who says that money came back says when and by which paper."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["instruction", "revision"], name="recovery_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="recovery_of_something"),
            models.CheckConstraint(
                condition=Q(outcome="", done_at__isnull=True, done_by__isnull=True, returned_on__isnull=True, evidence="")
                | Q(outcome="came_back", done_at__isnull=False)
                | Q(outcome="recovered", done_at__isnull=False, done_by__isnull=False, returned_on__isnull=False) & ~Q(evidence=""),
                name="recovery_done_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "due_on"], name="recovery_open_by_owner", condition=Q(outcome="")),
            models.Index(fields=["province", "due_on"], name="recovery_open_by_province", condition=Q(outcome="")),
        ]


class RecoveryPart(Placed):
    """A part of what has to come back that did, or all of it at once: on which day, by which paper. Only ever added."""

    id = models.UUIDField(primary_key=True, default=new_key)
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="parts", db_index=False)
    amount_vnd = models.BigIntegerField()
    returned_on = models.DateField()
    evidence = models.CharField(max_length=200, help_text="the receipt or transfer by which it came back")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """A part is of something, and a paper proves one part of a recovery."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recovery", "evidence"], name="recovery_part_once_a_paper"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0) & ~Q(evidence=""), name="recovery_part_of_something"),
        ]


class Refund(Placed):
    """What came back of a payment beyond what was paid: owed to the person, open before one named officer until it is given back."""

    id = models.UUIDField(primary_key=True, default=new_key)
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="refunds")
    amount_vnd = models.BigIntegerField()
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", help_text="which took the money in and sees to it that it is given back, whoever owns it"
    )
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="refunds")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    given_on = models.DateField(null=True, help_text="the day on which the person had it again")
    evidence = models.CharField(max_length=200, blank=True, help_text="the receipt she signed, or the transfer")

    class Meta:
        """Of something; who says that it was given back says when and by which paper."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="refund_of_something"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, given_on__isnull=True, evidence="")
                | Q(done_at__isnull=False, done_by__isnull=False, given_on__isnull=False) & ~Q(evidence=""),
                name="refund_done_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "due_on"], name="refund_open_by_owner", condition=Q(done_at__isnull=True)),
            models.Index(fields=["province", "due_on"], name="refund_open_by_province", condition=Q(done_at__isnull=True)),
        ]
