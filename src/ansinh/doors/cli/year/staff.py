"""Who works in the simulated year: offices of the true map with named officers in them, each with a mood."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ansinh.delivery.cases.assign import assign
from ansinh.delivery.offices.models import Office, Officer, Place, Role
from ansinh.delivery.payments.models import Fund
from ansinh.doors.cli.demo_plan import FAMILIES, MEN, WOMEN
from ansinh.doors.cli.year.world import moment

if TYPE_CHECKING:
    import random
    import uuid
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ansinh.doors.cli.year.asked import Asked

SINCE = date(2021, 1, 1)
BASIS = "Quyết định phân công 01/QĐ (mô phỏng)"
MIDDLES = ("", "Minh", "Thanh", "Thu", "Quang", "Ngọc", "Kim", "Đức")


class Mood(StrEnum):
    """How somebody works: `careless` as quick as `prompt`, but what she hands on is returned more often."""

    PROMPT = "prompt"
    STEADY = "steady"
    SLOW = "slow"
    CARELESS = "careless"


MOODS = (Mood.PROMPT,) * 8 + (Mood.STEADY,) * 7 + (Mood.SLOW,) * 3 + (Mood.CARELESS,) * 2
"""Of twenty officers so many; ours, since nobody has counted."""


class Post(NamedTuple):
    """A place to be filled: in which office, with which roles."""

    kind: str
    level: str
    roles: tuple[Role, ...]
    title: str


COMMITTEE = "people_committee"
LISTER = Post(COMMITTEE, "commune", (Role.LISTER,), "Công chức LĐ-TB&XH")
COMMITTEES = (
    Post(COMMITTEE, "district", (Role.APPRAISER,), "Trưởng phòng LĐ-TB&XH"),
    Post(COMMITTEE, "province", (Role.APPROVER,), "Phó Chủ tịch"),
    Post(COMMITTEE, "province", (Role.CHIEF,), "Chủ tịch UBND tỉnh"),
)
SPECIAL = (
    Post("social_insurance", "district", (Role.LISTER, Role.VERIFIER), "Cán bộ BHXH huyện"),
    Post("social_insurance", "district", (Role.CHIEF,), "Giám đốc BHXH huyện"),
    Post("social_insurance", "province", (Role.LISTER, Role.VERIFIER), "Trưởng phòng thu"),
    Post("social_insurance", "province", (Role.APPROVER,), "Phó Giám đốc BHXH tỉnh"),
    Post("social_insurance", "province", (Role.CHIEF,), "Giám đốc BHXH tỉnh"),
    Post("labour", "province", (Role.LISTER, Role.APPRAISER), "Trưởng phòng Việc làm"),
    Post("labour", "province", (Role.APPROVER,), "Phó Giám đốc Sở"),
    Post("labour", "province", (Role.CHIEF,), "Giám đốc Sở"),
    Post("labour", "province", (Role.PAYER,), "Kế toán trưởng"),
    Post("job_centre", "province", (Role.LISTER, Role.VERIFIER), "Trưởng phòng Bảo hiểm thất nghiệp"),
    Post("job_centre", "province", (Role.CHIEF,), "Giám đốc Trung tâm"),
    Post("culture", "province", (Role.LISTER, Role.APPRAISER), "Trưởng phòng Nghệ thuật"),
    Post("tourism", "province", (Role.LISTER, Role.APPRAISER), "Trưởng phòng Lữ hành"),
    Post("tax", "district", (Role.VERIFIER,), "Đội trưởng Chi cục Thuế"),
    Post("tax", "district", (Role.CHIEF,), "Chi cục trưởng"),
    Post("policy_bank", "province", (Role.LISTER,), "Cán bộ tín dụng"),
    Post("policy_bank", "province", (Role.APPROVER,), "Phó Giám đốc chi nhánh"),
    Post("policy_bank", "province", (Role.CHIEF,), "Giám đốc chi nhánh"),
    Post(COMMITTEE, "district", (Role.CHIEF,), "Chủ tịch UBND huyện"),
)
"""What a province needs beside its committees to do every policy."""
BESIDE = {
    "commune": Post(COMMITTEE, "commune", (Role.CHIEF,), "Chủ tịch UBND xã"),
    "district": Post(COMMITTEE, "district", (Role.CHIEF,), "Chủ tịch UBND huyện"),
}
"""Who stands beside somebody who is alone in her office."""


@dataclass
class Member:
    """An officer of the simulation: how she works, and until which day she stays away without anybody having recorded it."""

    officer: Officer
    post: Post
    mood: Mood
    missing_until: date | None = None
    gone: bool = False


@dataclass
class Staff:
    """Everybody, by key; where lists are made; which provinces do every policy, and in which of them mandates are given."""

    members: dict[uuid.UUID, Member] = field(default_factory=dict)
    communes: list[Place] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    mandated: list[str] = field(default_factory=list)
    analyst: Officer | None = None

    def of_office(self, office: uuid.UUID) -> list[Member]:
        """Give who works in an office, those who are gone left out."""
        return [member for member in self.members.values() if member.officer.office_id == office and not member.gone]


class _Hiring:
    """Fills posts; names and moods come by chance, those of the whole provinces alike, so that they can be compared."""

    def __init__(self, asked: Asked, named: Callable[[str], random.Random]) -> None:
        self.asked, self.chance, self.named = asked, named("staff"), named
        self.staff, self.count = Staff(), 0
        self.offices: dict[tuple[str, str, str], Office] = {}

    def office(self, post: Post, code: str) -> Office:
        key = (post.kind, post.level, code)
        if key not in self.offices:
            codes = {} if post.level == "national" else {post.level: code}
            self.offices[key] = Office.objects.get(kind=post.kind, level=post.level, **codes)
        return self.offices[key]

    def hire(self, post: Post, code: str, mood: Mood | None = None) -> Member:
        self.count += 1
        member = made_up(self.office(post, code), post, self.chance, self.count, mood=mood)
        self.staff.members[member.officer.pk] = member
        return member


def name_for(members: Sequence[Member], *, since: date, at: datetime) -> None:
    """Enter officers, and give them the roles of their posts from a day on. Needs national scope."""
    Officer.objects.bulk_create(member.officer for member in members)
    for member in members:
        for role in member.post.roles:
            assign(member.officer, role, policy="", since=since, until=None, basis=BASIS, by=None, at=at)


def made_up(office: Office, post: Post, chance: random.Random, number: int, *, mood: Mood | None = None) -> Member:
    """Make up an officer for a post; nobody is entered yet."""
    woman = chance.random() < 0.5  # noqa: PLR2004 - one of two
    words = (chance.choice(FAMILIES), "Thị" if woman else "Văn", chance.choice(MIDDLES), chance.choice(WOMEN if woman else MEN))
    officer = Officer(
        username=f"mophong.{number:04d}", full_name=" ".join(word for word in words if word), salutation="bà" if woman else "ông", title=post.title,
        phone=f"024 {number:08d}", office=office, password="!",  # noqa: S106 - nobody signs in by it
    )  # fmt: skip
    return Member(officer, post, mood or chance.choice(MOODS))


def staffed(asked: Asked, named: Callable[[str], random.Random]) -> Staff:
    """Choose provinces and communes of the map of 2021 and name everybody who works there. Needs national scope."""
    hiring, chance = _Hiring(asked, named), named("places")
    staff = hiring.staff
    provinces = sorted(chance.sample(sorted(Place.objects.filter(map_year=2021, level="province").values_list("code", flat=True)), asked.provinces))
    staff.whole = sorted(chance.sample(provinces, asked.whole_provinces))
    staff.mandated = {"none": [], "half": staff.whole[::2], "all": staff.whole}[asked.automatic]
    alone: list[tuple[str, str]] = []
    moods = [chance.choice(MOODS) for _post in (*COMMITTEES, *SPECIAL)]
    for turn, province in enumerate(provinces):
        count = asked.communes // asked.provinces + (turn < asked.communes % asked.provinces)
        places = _communes(province, count, chance)
        staff.communes += places
        for place in places:
            hiring.hire(LISTER, place.code)
        alone += [("commune", place.code) for place in places]
        whole = province in staff.whole
        posts = (*COMMITTEES, *SPECIAL) if whole else COMMITTEES
        for post, mood in zip(posts, moods, strict=False):
            hiring.hire(post, places[0].district if post.level == "district" else province, mood if whole else None)
        alone = [*alone, *([] if whole else [("district", places[0].district)])]
    _beside(hiring, alone, asked.officers - hiring.count)
    staff.analyst = _ministry(hiring)
    name_for(list(staff.members.values()), since=SINCE, at=moment(asked.first, 5))
    _funds(provinces)
    return staff


def _communes(province: str, count: int, chance: random.Random) -> list[Place]:
    """Choose communes of one district, the largest of the province where it takes more of them than another has."""
    by_district: dict[str, list[Place]] = {}
    for place in Place.objects.filter(map_year=2021, level="commune", province=province).order_by("code"):
        by_district.setdefault(place.district, []).append(place)
    enough = [code for code in sorted(by_district) if len(by_district[code]) >= count]
    district = chance.choice(enough) if enough else max(sorted(by_district), key=lambda code: len(by_district[code]))
    return sorted(chance.sample(by_district[district], min(count, len(by_district[district]))), key=lambda place: place.code)


def _beside(hiring: _Hiring, alone: list[tuple[str, str]], left: int) -> None:
    """Let whoever is left over stand beside somebody who is alone, districts first."""
    for level, code in sorted(alone, key=lambda one: one[0] != "district")[: max(0, left)]:
        hiring.hire(BESIDE[level], code)


def _ministry(hiring: _Hiring) -> Officer:
    analyst = hiring.hire(Post("ministry", "national", (Role.ANALYST,), "Chuyên viên chính"), "")
    hiring.hire(Post("ministry", "national", (Role.CHIEF,), "Thứ trưởng"), "")
    return analyst.officer


def _funds(provinces: list[str]) -> None:
    for province in provinces:
        Fund.objects.create(
            province=province, programme="nq68", valid_from=SINCE, name="Sở Lao động - Thương binh và Xã hội", account_number=f"95230{province}00068",
            bank_name="Kho bạc Nhà nước", basis="Tài khoản mô phỏng",
        )  # fmt: skip
