"""Somebody files: on the web, by post, at the counter, as an employer, from another system or register; an office, an officer and a due day at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.numbers import new_code
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.checking import checked
from ansinh.delivery.intake.models import Batch, Filing, FilingRow
from ansinh.delivery.intake.papers import bring_papers
from ansinh.delivery.intake.tell import tell_people
from ansinh.delivery.offices.models import Level, Officer, Place, Role
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.offices.queries import office_for, places_by_code, who_answers
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, Actor, acting, actor_of, scope_of
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.programme import NotInForce

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ansinh.policy.programme import Policy, Programme
    from ansinh.policy.workflow import Procedure

MOST_ROWS = 20_000
LONGEST_NAME = 160
ON_PAPER = frozenset({Filing.Channel.POST.value, Filing.Channel.COUNTER.value, Filing.Channel.REGISTER.value})
"""What came on paper or from a register is taken as it says; its faults wait for the office."""
PUBLIC = Actor(None, "Người nộp", None, NATION)


@dataclass(frozen=True)
class Original:
    """The workbook or message that was sent, kept instead of the rows written as JSON."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True)
class Filer:
    """Who files: herself, for another (`relation` says how they are related), an employer, a facility, a system (`reference`: tax code, client).

    `sent` is her own file; `form` the id on a paper form, `batch` that with which it came by post; `draft` the form on the web, whose papers
    come along; `listed` workers whom an employer names beside its own request, stored as rows of a list are.
    """

    kind: str
    name: str = ""
    phone: str = ""
    relation: str = ""
    reference: str = ""
    sent: Original | None = None
    form: str = ""
    batch: Batch | None = None
    draft: uuid.UUID | None = None
    listed: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class _Told:
    """All that is filed, checked."""

    programme: Programme
    policy: Policy
    procedure: Procedure
    channel: str
    home: Placed
    home_code: str
    filer: Filer
    rows: list[dict[str, Any]] = field(default_factory=list)

    def text(self) -> bytes:
        """Write it in its one form."""
        filer = {name: getattr(self.filer, name) for name in ("kind", "name", "phone", "relation", "reference")}
        told = {"programme": self.programme.id, "policy": self.policy.id, "channel": self.channel, "place": self.home_code, "filer": filer, "rows": self.rows}
        if self.filer.listed:
            told["listed"] = self.filer.listed
        if self.filer.form:
            told["form"] = self.filer.form
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def file_claims(
    policy: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    channel: str,
    place: str | Place | Placed,
    filer: Filer,
    at: datetime,
    by: Officer | None = None,
    programme: str = "nq68",
) -> Filing:
    """File claims of `rows` under a policy at a place, and give the filing with its code, owner and due day; the same again gives the same.

    A row maps fields of the list reader's `Row` (`full_name`, `date_of_birth`, `id_number`, ...; texts as people write them or ISO days) and
    `facts` of the law's vocabulary. `place` is a province, district or commune or its code of 2, 3 or 5 digits; `by` the officer who is signed in.
    Raises `Refused` for an unknown policy, place, channel or filer, no or too many rows, or a filing day that has passed; `RowsRefused` for
    faults of rows, by field; `NobodyAnswers` where no office or officer does the first step there.
    """
    law, on = _programme(programme), local_day(at)
    promised = _policy(law, policy)
    procedure = _open_procedure(promised, on)
    _demand_known(channel, filer, by)
    home, code = _place(place)
    if not 0 < len(rows) <= MOST_ROWS:
        raise Refused("rows_bound", f"Mỗi lần nộp từ 1 đến {MOST_ROWS} người.", f"One filing holds 1 to {MOST_ROWS} people.")
    data = checked(rows, law, policy, today=on, forgiving=channel in ON_PAPER)
    told = _Told(law, promised, procedure, channel, home, code, _named(filer, data), data)
    return _filed(told, at=at, by=by)


def _filed(told: _Told, *, at: datetime, by: Officer | None) -> Filing:
    first = told.procedure.steps[0]
    office = _office(told.home, first.office_kind, first.level)
    owner = who_answers(office, role=Role.LISTER, policy=told.policy.id, at=at)
    text = told.text()
    sha256 = hashlib.sha256(text).hexdigest()
    with acting(scope_of(owner)), act(actor_of(by) if by else PUBLIC, "intake.file", at=at, province=office.province) as deed:
        known = _filed_before(sha256)
        if known is not None:
            bring_papers(told.filer.draft, known, deed)
            return known
        made = _made(told, owner, at=at, by=by)
        made.content_sha256 = sha256
        sent = told.filer.sent or Original(text, f"{made.pk}.json", "application/json")
        made.file = keep(sent.content, kind="filing", name=sent.name, media_type=sent.media_type, place=made, by=by, at=at)
        made.save(force_insert=True)
        where = {"province": made.province, "district": made.district, "commune": made.commune}
        rows = [FilingRow(filing=made, order=order, data=row, **where) for order, row in enumerate(told.rows, 1)]
        tell_people(made, rows, at=at)
        rows += [FilingRow(filing=made, order=order, data=dict(row), listed=True, **where) for order, row in enumerate(told.filer.listed, len(rows) + 1)]
        FilingRow.objects.bulk_create(rows, batch_size=2000)
        deed.event("filing", made, after=_logged(made))
        bring_papers(told.filer.draft, made, deed)
    return made


def _filed_before(sha256: str) -> Filing | None:
    """Give what stands of the same content; of two senders at the same moment the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
    return Filing.objects.filter(content_sha256=sha256, state__in=[Filing.State.FILED, Filing.State.TAKEN]).select_related("office", "owner", "file").first()


def _made(told: _Told, owner: Officer, *, at: datetime, by: Officer | None) -> Filing:
    office, first, filed_on, filer = owner.office, told.procedure.steps[0], local_day(at), told.filer
    return Filing(
        province=office.province, district=office.district, commune=office.commune, code=new_code(), channel=told.channel, programme=told.programme.id,
        policy=told.policy.id, home=told.home_code, office=office, owner=owner, filer_kind=filer.kind, filer_name=filer.name, filer_phone=filer.phone,
        filer_relation=filer.relation, filer_reference=filer.reference, row_count=len(told.rows), filed_at=at, filed_on=filed_on, filed_by=by,
        last_filing_on=told.procedure.last_filing_on, due_on=vietnam_calendar().due_on(filed_on, first.working_days), cite=first.cite,
        form=filer.form, batch=filer.batch,
    )  # fmt: skip


def _logged(made: Filing) -> dict[str, object]:
    """Give what the log keeps: no name and no code; the hash of the kept file shows that what was filed stayed as it was."""
    return {
        "channel": made.channel, "policy": made.policy, "rows": made.row_count, "home": made.home, "owner": made.owner.full_name, "office": made.office.name,
        "due_on": made.due_on.isoformat(), "file": made.file.sha256, "state": str(made.state),
    }  # fmt: skip


def _programme(name: str) -> Programme:
    if name not in programme_names():
        raise Refused("programme_unknown", f"Không có chương trình “{name[:20]}”.", f"There is no programme “{name[:20]}”.")
    return load_programme(name)


def _policy(programme: Programme, policy: str) -> Policy:
    try:
        return programme.policy(policy)
    except KeyError as error:
        raise Refused("policy_unknown", f"Chương trình không có chính sách “{policy[:20]}”.", f"The programme has no policy “{policy[:20]}”.") from error


def _open_procedure(policy: Policy, on: date) -> Procedure:
    """Give the procedure of the day. Raises `Refused` before the law begins and after the last day for filing."""
    try:
        procedure = policy.procedure_on(on)
    except NotInForce as error:
        raise Refused("not_in_force", error.message["vi"], error.message["en"]) from error
    last = procedure.last_filing_on
    if last is not None and on > last:
        raise Refused(
            "filing_closed",
            f"Hạn cuối nộp hồ sơ chính sách này là {last:%d/%m/%Y} ({procedure.cite}), nay đã qua.",
            f"The last day for filing under this policy was {last.isoformat()} ({procedure.cite}).",
        )
    return procedure


def _demand_known(channel: str, filer: Filer, by: Officer | None) -> None:
    if channel not in Filing.Channel.values:
        raise Refused("channel_unknown", f"Không có cách nộp “{channel[:20]}”.", f"There is no channel “{channel[:20]}”.")
    if filer.kind not in Filing.FilerKind.values:
        raise Refused("filer_unknown", "Cho biết ai nộp.", "Say who files.")
    if by is None and channel in {Filing.Channel.COUNTER, Filing.Channel.POST}:
        raise Refused("clerk_missing", "Hồ sơ giấy do cán bộ đã đăng nhập ghi vào.", "What comes on paper is written down by an officer who is signed in.")
    if filer.kind == Filing.FilerKind.ANOTHER and not (filer.name.strip() and filer.relation.strip()):
        raise Refused(
            "filer_unnamed",
            "Người nộp thay ghi họ tên và quan hệ với người được hỗ trợ.",
            "Who files for another gives a name and the relation to that person.",
        )
    if "\x00" in f"{filer.name}{filer.phone}{filer.relation}{filer.reference}":
        raise Refused("filer_unusable", "Tên người nộp có ký tự không dùng được.", "The filer’s name holds a character that cannot be used.")


def _named(filer: Filer, rows: Sequence[Mapping[str, Any]]) -> Filer:
    """Give the filer with bounded words; who files for herself bears the name and telephone of her row."""
    alone = rows[0] if filer.kind == Filing.FilerKind.SELF and len(rows) == 1 else {}
    name = " ".join((filer.name or str(alone.get("full_name") or "")).split())[:LONGEST_NAME]
    if not name:
        raise Refused("filer_unnamed", "Ghi tên người nộp.", "Give the name of who files.")
    phone = (filer.phone.strip() or str(alone.get("phone") or ""))[:15]
    return replace(filer, name=name, phone=phone, relation=filer.relation.strip()[:100], reference=filer.reference.strip()[:60])


def _place(place: str | Place | Placed) -> tuple[Placed, str]:
    """Give a place as codes, and the code of its narrowest unit."""
    if isinstance(place, Placed):
        return place, place.commune or place.district or place.province
    found = place if isinstance(place, Place) else places_by_code([place]).get(place)
    if found is None:
        raise Refused("place_unknown", "Chọn tỉnh, huyện, xã trong danh mục.", "Choose the province, district and commune of the official map.")
    district = found.district or (found.code if found.level == Level.DISTRICT else "")
    return Filing(province=found.province, district=district, commune=found.code if found.level == Level.COMMUNE else ""), found.code


def receiving(programme: str, policy: str, place: str, *, on: date) -> Any:
    """Give the office that would receive what is filed under a policy for a place; raises as `file_claims` does."""
    procedure = _open_procedure(_policy(_programme(programme), policy), on)
    return _office(_place(place)[0], procedure.steps[0].office_kind, procedure.steps[0].level)


def _office(home: Placed, kind: str, level: str) -> Any:
    codes = {Level.DISTRICT.value: home.district, Level.COMMUNE.value: home.commune}
    if not codes.get(level, home.province):
        raise Refused(
            "place_too_wide",
            "Chính sách này nộp ở cấp xã hoặc cấp huyện: chọn xã, phường, thị trấn.",
            "This policy is filed at a commune or district: choose the commune.",
        )
    return office_for(home, kind=kind, level=level)
