"""People as the programme knows them, their numbers, which of them are one human being, and the national register of draws.

Pairs that a human must decide stand in `models_pairs`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, ExtractYear, NullIf

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
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
    id_kind = models.CharField(max_length=4, choices=[("cccd", "CCCD"), ("cmnd", "CMND"), ("tax", "MST")], blank=True)
    phone = models.CharField(max_length=15, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        """Columns only."""

        abstract = True


class Person(Named):
    """A person of a province, once for each identity there; `identity` is the identifier or, without one, name, birth and commune.

    Two rows that turn out to be one human being stay; `same_as` then names the one that speaks for both.
    """

    id = models.UUIDField(primary_key=True, default=new_key)
    identity = models.CharField(max_length=140)
    known_since = models.DateTimeField()
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="also", db_index=False)
    name_key = models.GeneratedField(
        expression=Func(F("folded_name"), function="registry_name_key"),
        output_field=models.CharField(max_length=101, db_collation="C"),
        db_persist=True,
        help_text="given name first, y as i: what a search runs along",
    )
    birth_year = models.GeneratedField(expression=ExtractYear("date_of_birth"), output_field=models.SmallIntegerField(null=True), db_persist=True)

    class Meta:
        """An identity is one person of the province; one index carries every search by name, another those that tell the year of birth."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["province", "identity"], name="person_identity_once"),
            models.CheckConstraint(condition=Q(date_of_birth__isnull=False) | Q(birth_precision="none"), name="person_birth_known_or_none"),
            models.CheckConstraint(condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")), name="person_same_as_another"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["province", "name_key", "birth_year", "district", "commune"], include=["id"], name="person_by_name"),
            models.Index(fields=["birth_year", "name_key", "province", "district", "commune"], include=["id"], name="person_by_year"),
            models.Index(fields=["same_as"], name="person_also", condition=Q(same_as__isnull=False)),
        ]


class Identifier(Placed):
    """A number by which a person is, or was, known beside her cards; never overwritten, only ended.

    A second CCCD or CMND is no row here: it is another identity, and an `IdentityLink` joins the two.
    """

    class Kind(models.TextChoices):
        """What issued it."""

        SI = "si", "Mã số BHXH"
        TAX = "tax", "Mã số thuế"
        PHONE = "phone", "Điện thoại"
        ACCOUNT = "account", "Tài khoản ngân hàng"

    class Source(models.TextChoices):
        """Who says so."""

        PAPER = "paper", "Giấy tờ đã xem"
        SELF = "self", "Người dân khai"
        LIST = "list", "Danh sách"
        REGISTER = "register", "Cơ sở dữ liệu"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    value = models.CharField(max_length=34)
    bank_name = models.CharField(max_length=100, blank=True, help_text="of an account only")
    bank_code = models.CharField(max_length=6, blank=True, help_text="of the bank at the national payment switch")
    holder_name = models.CharField(max_length=100, blank=True, help_text="whose account it is, as the bank prints it")
    authority = models.CharField(max_length=200, blank=True, help_text="by which paper she is paid to another's account")
    source = models.CharField(max_length=8, choices=Source.choices)
    evidence = models.CharField(max_length=200, help_text="which paper, list or register was looked at")
    since = models.DateField(help_text="the first day it is known to hold")
    until = models.DateField(null=True, help_text="the last day; empty while it holds")
    ended_because = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """A number that holds is entered once a person, with its evidence; one that ended says why."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "kind", "value", "bank_name"], condition=Q(until__isnull=True), name="identifier_once"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="identifier_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_because="") | Q(until__isnull=False) & ~Q(ended_because=""), name="identifier_ends_with_why"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="identifier_has_evidence"),
            models.CheckConstraint(condition=Q(bank_name="") | Q(kind="account"), name="only_accounts_have_banks"),
            models.CheckConstraint(condition=Q(bank_code="", holder_name="", authority="") | Q(kind="account"), name="only_accounts_have_holders"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "value"], name="identifier_by_value")]


class IdentityLink(Placed):
    """That two identities are one human being: `identity` counts as `holder` in the register of draws, over the whole country, until undone."""

    id = models.UUIDField(primary_key=True, default=new_key)
    identity = models.CharField(max_length=140)
    holder = models.CharField(max_length=140)
    evidence = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    linked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    yielded = ArrayField(models.UUIDField(), default=list, help_text="claims that gave up their draw to an earlier one of the same person")
    contested = ArrayField(models.UUIDField(), default=list, help_text="claims that hold a second draw which nobody here may take from them")
    undone_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """One identity counts as one other at most; the database refuses chains (a trigger)."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["identity"], condition=Q(undone_at__isnull=True), name="identity_linked_once"),
            models.CheckConstraint(condition=~Q(identity=F("holder")), name="identity_linked_to_another"),
            models.CheckConstraint(condition=~Q(evidence="") & ~Q(reason=""), name="identity_link_has_grounds"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_because="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because=""),
                name="identity_link_undone_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["holder"], name="identity_link_by_holder", condition=Q(undone_at__isnull=True))]


class Access(Placed):
    """That an officer looked for people, or at one, and what for. Only ever added; placed where the officer serves."""

    class Kind(models.TextChoices):
        """How close the look was."""

        SEARCH = "search", "Tìm"
        VIEW = "view", "Xem, đã che"
        OPEN = "open", "Xem đầy đủ"

    class Purpose(models.TextChoices):
        """Why people are looked for; each rests on the officer's task in the programme."""

        INTAKE = "intake", "Tiếp nhận, lập danh sách"
        VERIFY = "verify", "Xác minh, đối chiếu"
        ANSWER = "answer", "Trả lời người dân"
        GRIEVANCE = "grievance", "Giải quyết khiếu nại"
        SUPERVISE = "supervise", "Giám sát"

    id = models.UUIDField(primary_key=True, default=new_key)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    purpose = models.CharField(max_length=9, choices=Purpose.choices)
    text = models.CharField(max_length=200, blank=True, help_text="what was searched for, or why a person was opened")
    person = models.UUIDField(null=True)
    found = models.IntegerField(default=0)

    class Meta:
        """Opening somebody says why; read by person and by officer."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=~Q(kind__in=["search", "open"]) | ~Q(text=""), name="access_says_what")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "-at"], name="access_by_person", condition=Q(person__isnull=False)),
            models.Index(fields=["officer", "-at"], name="access_by_officer"),
            models.Index(fields=["-at", "-id"], name="access_by_time"),
        ]


class Draw(Placed):
    """That an identity holds its one chance of a policy, and of an exclusive group, for the claim named.

    The only uniqueness across provinces: whoever comes second is refused by the index, at once, wherever the first was.
    `identity` is what the claim says; `holder` is who that counts as, once two numbers are known to be one person's.
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
    holder = models.CharField(max_length=140)
    claim = models.UUIDField()
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        """One live draw an identity for each exclusive group, and for each policy in none, over the whole country."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim"], condition=Q(released_at__isnull=True), name="draw_claim_once"),
            models.UniqueConstraint(fields=["holder", "programme", "slot"], condition=Q(released_at__isnull=True), name="draw_slot_once"),
            models.CheckConstraint(condition=~Q(holder=""), name="draw_has_a_holder"),
        ]
