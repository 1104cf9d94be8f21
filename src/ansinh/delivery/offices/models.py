"""Places of a dated administrative map, offices in them, officers in those, and the roles officers hold from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key

if TYPE_CHECKING:
    from collections.abc import Iterator


class Level(models.TextChoices):
    """How far an office's responsibility reaches."""

    NATIONAL = "national", "Trung ương"
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class Place(models.Model):
    """A unit of the administrative map as it stood in a period; the code is the General Statistics Office's."""

    id = models.CharField(primary_key=True, max_length=12, help_text="map year and code: 2021.26734")
    map_year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Level.choices)
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=80, help_text="with its kind: Xã An Bình")
    short_name = models.CharField(max_length=80)
    folded_name = models.CharField(max_length=80, help_text="without marks, lower case: for search and for sorting")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    province = models.CharField(max_length=2)
    district = models.CharField(max_length=3, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the last day; empty while it stands")

    class Meta:
        """One code, one level, one map."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["map_year", "level", "code"], name="place_once_a_map"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="place_ends_after_it_begins"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["map_year", "province", "level", "folded_name"], name="place_by_province")]

    def __str__(self) -> str:
        """Name it as people do."""
        return self.name


class PlaceSuccession(models.Model):
    """That the people of one place came under another on a day; many to many, since communes were also split."""

    id = models.BigAutoField(primary_key=True)
    earlier = models.ForeignKey(Place, models.PROTECT, related_name="successions")
    later = models.ForeignKey(Place, models.PROTECT, related_name="predecessions")
    on = models.DateField()

    class Meta:
        """Each pair once."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["earlier", "later"], name="succession_once")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.earlier_id} -> {self.later_id}"


class Office(models.Model):
    """An authority or body that owns steps of procedures."""

    class Kind(models.TextChoices):
        """What the office is."""

        PEOPLE_COMMITTEE = "people_committee", "Ủy ban nhân dân"
        LABOUR = "labour", "Cơ quan lao động"
        SOCIAL_INSURANCE = "social_insurance", "Bảo hiểm xã hội"
        POLICY_BANK = "policy_bank", "Ngân hàng Chính sách xã hội"
        TAX = "tax", "Cơ quan thuế"
        HEALTH = "health", "Cơ quan y tế"
        POST = "post", "Bưu điện"
        TREASURY = "treasury", "Kho bạc Nhà nước"
        FATHERLAND_FRONT = "fatherland_front", "Mặt trận Tổ quốc"
        JOB_CENTRE = "job_centre", "Trung tâm dịch vụ việc làm"
        CULTURE = "culture", "Sở Văn hóa và Thể thao"
        TOURISM = "tourism", "Sở Du lịch"
        EMPLOYER = "employer", "Người sử dụng lao động"
        MINISTRY = "ministry", "Bộ Lao động - Thương binh và Xã hội"

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    level = models.CharField(max_length=8, choices=Level.choices)
    name = models.CharField(max_length=160)
    symbol = models.CharField(max_length=20, help_text="in the numbers of its documents: UBND")
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    province = models.CharField(max_length=2, blank=True)
    district = models.CharField(max_length=3, blank=True)
    commune = models.CharField(max_length=5, blank=True)

    class Meta:
        """One office of a kind a place; its codes reach exactly as far as its level."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "level", "place"], name="office_once_a_place", condition=~Q(kind="employer"), nulls_distinct=False),
            models.CheckConstraint(
                name="office_codes_fit_level",
                condition=Q(level="national", province="", district="", commune="")
                | Q(level="province", district="", commune="") & ~Q(province="")
                | Q(level="district", commune="") & ~Q(province="") & ~Q(district="")
                | Q(level="commune") & ~Q(province="") & ~Q(commune=""),
            ),
        ]

    def __str__(self) -> str:
        """Name it."""
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    """How officers are made: by an administrator or a loader, never by themselves. They come with their office, since no officer acts without it."""

    def get_queryset(self) -> models.QuerySet[Officer]:
        """Select officers together with their offices."""
        return super().get_queryset().select_related("office")

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Officer:
        """Make an officer with a hashed password."""
        officer = self.model(username=username, **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser):
    """A named person who holds an office; the one who signs in and the one who answers."""

    id = models.UUIDField(primary_key=True, default=new_key)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=100)
    title = models.CharField(max_length=100, blank=True, help_text="Phó Chủ tịch, Công chức LĐ-TB&XH")
    salutation = models.CharField(max_length=4, default="", blank=True, choices=[("ông", "ông"), ("bà", "bà")])
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=15, blank=True, help_text="of the office, shown to the people concerned")
    office = models.ForeignKey(Office, models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, help_text="until when her one-time password may be used to choose one of her own; empty once she has")
    signed_out_at = models.DateTimeField(null=True, help_text="what she signed in with before is over, sessions and tokens; empty: nobody has ended them")
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    is_staff = False
    is_superuser = False

    objects = OfficerManager()

    def __str__(self) -> str:
        """Name the person."""
        return f"{self.salutation} {self.full_name}".strip()

    def get_session_auth_hash(self) -> str:
        """Give what a session must have been begun with: her password, and when somebody last ended all her sessions."""
        return super().get_session_auth_hash() + self.signed_out

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Give the same under the earlier secret keys."""
        return (known + self.signed_out for known in super().get_session_auth_fallback_hash())

    @property
    def signed_out(self) -> str:
        """What a session or a token begun since carries; empty while nobody has ended hers."""
        return f".{self.signed_out_at.isoformat()}" if self.signed_out_at else ""

    def get_full_name(self) -> str:
        """Name the person without a salutation."""
        return self.full_name

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002 - Django's signature
        """Refuse: roles are held in `Assignment`, not in Django's permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 - Django's signature
        """Refuse, as above."""
        return False


class Role(models.TextChoices):
    """What an officer may do in an office."""

    LISTER = "lister", "Lập danh sách"
    VERIFIER = "verifier", "Xác nhận"
    APPRAISER = "appraiser", "Thẩm định"
    APPROVER = "approver", "Phê duyệt"
    PAYER = "payer", "Chi trả"
    SUPERVISOR = "supervisor", "Giám sát"
    ANALYST = "analyst", "Tổng hợp"
    ADMINISTRATOR = "administrator", "Quản trị"
    CHIEF = "chief", "Người đứng đầu"


class Assignment(models.Model):
    """That an officer holds a role in her office for a period, on a written basis. An empty policy means all."""

    id = models.UUIDField(primary_key=True, default=new_key)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    office = models.ForeignKey(Office, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=13, choices=Role.choices)
    policy = models.CharField(max_length=20, blank=True)
    held = DateRangeField(help_text="from, inclusive; to, exclusive or open")
    basis = models.CharField(max_length=120, help_text="the written act that names the person")

    class Meta:
        """The same role is not held twice at once by the same person."""

        constraints: ClassVar[list[Any]] = [
            ExclusionConstraint(
                name="assignment_no_overlap",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("policy", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["office", "role"], name="assignment_by_office")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.officer_id} {self.role} {self.held}"


class Absence(models.Model):
    """That an officer is away for a time, and who stands in for her meanwhile, on a written basis."""

    id = models.UUIDField(primary_key=True, default=new_key)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Officer, models.PROTECT, related_name="deputised")
    away = DateTimeRangeField(help_text="from, inclusive; to, exclusive or open")
    basis = models.CharField(max_length=120, help_text="the written act: leave, isolation, delegation")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """Nobody is away twice at once, and nobody stands in for herself."""

        constraints: ClassVar[list[Any]] = [
            ExclusionConstraint(name="absence_no_overlap", expressions=[("officer", RangeOperators.EQUAL), ("away", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(condition=~Q(officer=F("deputy")), name="absence_has_another_deputy"),
            models.CheckConstraint(condition=~Q(basis=""), name="absence_has_a_basis"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["deputy"], name="absence_by_deputy")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.officer_id} away {self.away}, deputy {self.deputy_id}"
