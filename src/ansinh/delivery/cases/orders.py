"""The ministry orders provinces in writing; each answers by a working day, with a file where there is one; the ministry takes it or asks again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from ansinh.delivery.cases.escalate import TOLD
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.measures import ENTER
from ansinh.delivery.cases.models_orders import MinistryOrder, OrderAnswer, OrderedProvince
from ansinh.delivery.cases.plans import PROGRAMME
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.register_plan import named_by_content
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021, roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

    from ansinh.delivery.cases.models import StoredFile
    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.offices.placed import Placed

SHORTEST = 10
MOST_DAYS = 60


@dataclass(frozen=True)
class Words:
    """What an order says: its number and title, what is to be done, about which policy (none: all), within how many working days."""

    number: str
    title: str
    text: str
    working_days: int
    policy: str = ""


@dataclass(frozen=True)
class Enclosed:
    """A file that comes with an order or an answer."""

    content: bytes
    name: str


def may_command(officer: Officer, *, on: date) -> bool:
    """Say whether an officer orders provinces in the ministry's name: its head or an analyst of it."""
    return officer.office.level == Level.NATIONAL and bool(ENTER & roles_of(officer, on=on))


def may_answer(officer: Officer, province: str, *, on: date) -> bool:
    """Say whether an officer answers for a province: head, analyst or approver in an office of the province level."""
    roles = {*ENTER, "approver"}
    return officer.office.level == Level.PROVINCE and officer.office.province == province and bool(roles & roles_of(officer, on=on))


def issue(
    words: Words, provinces: Collection[str], enclosed: Enclosed | None = None, *, by: Officer, at: datetime, programme: str = PROGRAMME
) -> MinistryOrder:
    """Order provinces to do something and answer within working days; whoever heads each on this day is told by name.

    Raises `NotYours` for anybody but the ministry, `Refused` for words that are missing, days out of bounds, no province or one that is none.
    """
    _demand_command(by, at)
    codes = _checked(words, provinces, programme)
    on = local_day(at)
    row = MinistryOrder(
        programme=programme, policy=words.policy, number=_line(words.number, 60), title=_line(words.title, 200), text=words.text.strip()[:2000],
        working_days=words.working_days, due_on=vietnam_calendar().due_on(on, words.working_days), office=by.office, issued_by=by, issued_at=at,
    )  # fmt: skip
    with act(actor_of(by), "cases.issue_order", at=at, province="") as deed:
        row.file = _kept(enclosed, row, by=by, at=at)
        row.save(force_insert=True)
        deed.event("ministry_order", row, after={"number": row.number, "title": row.title, "due_on": row.due_on.isoformat(), "provinces": len(codes)})
        with connection.cursor() as cursor:
            cursor.execute(
                f"""INSERT INTO cases_orderedprovince (id, province, district, commune, order_id, owner_id, due_on, state)
                    SELECT ansinh_key(), r.province, '', '', %(order)s, {TOLD["province"]}, %(due)s, 'open' FROM unnest(%(codes)s::text[]) AS r (province)""",  # noqa: S608 - our own words
                {"order": row.pk, "at": at, "on": on, "due": row.due_on, "codes": codes},
            )
        deed.events_of(
            "ordered_province",
            """SELECT p.id, p.province, '', '', NULL::jsonb, jsonb_build_object('owner', coalesce(o.full_name, ''), 'due_on', p.due_on)
               FROM cases_orderedprovince p LEFT JOIN offices_officer o ON o.id = p.owner_id WHERE p.order_id = %(order)s ORDER BY p.province""",
            {"order": row.pk},
        )
    return row


def answer(of: uuid.UUID, text: str, enclosed: Enclosed | None = None, *, by: Officer, at: datetime) -> OrderAnswer:
    """Answer an order for a province. A late answer is taken and shown as late.

    Raises `NotYours` for other offices, `DoesNotExist` out of scope, `Refused` for an answer that says nothing, `AlreadyDone` while one waits
    for the ministry or was taken.
    """
    if len(text.strip()) < SHORTEST:
        raise Refused("answer_missing", "Ghi nội dung trả lời (ít nhất 10 ký tự).", "Say what you answer (at least 10 characters).")
    with transaction.atomic():
        row = _held(of, by)
        if not may_answer(by, row.province, on=local_day(at)):
            raise NotYours("order_elsewhere", "Chỉ tỉnh nhận chỉ đạo trả lời được.", "Only the province that was ordered answers.")
        if row.state not in (OrderedProvince.State.OPEN, OrderedProvince.State.AGAIN):
            raise AlreadyDone("order_answered", "Tỉnh đã trả lời chỉ đạo này.", "This order was answered already.")
        with act(actor_of(by), "cases.answer_order", at=at, province=row.province) as deed:
            given = OrderAnswer(province=row.province, of=row, text=text.strip()[:4000], due_on=row.due_on, answered_by=by, answered_at=at)
            given.file = _kept(enclosed, given, by=by, at=at)
            given.save(force_insert=True)
            _move(row, OrderedProvince.State.ANSWERED, row.due_on)
            deed.event("order_answer", given, after={"text": given.text[:300], "file": bool(given.file), "late": local_day(at) > row.due_on})
    return given


def accept(given: uuid.UUID, *, remark: str = "", by: Officer, at: datetime) -> OrderAnswer:
    """Take a province's answer, as the ministry. Raises `NotYours` for anybody else, `AlreadyDone` where something was said of it."""
    return _find(given, OrderAnswer.Finding.ACCEPTED, remark, None, by=by, at=at)


def ask_again(given: uuid.UUID, *, remark: str, working_days: int, by: Officer, at: datetime) -> OrderAnswer:
    """Ask a province to answer again within working days, and say what is missing. Raises as `accept`, `Refused` without words or days."""
    if len(remark.strip()) < SHORTEST:
        raise Refused("remark_missing", "Ghi rõ còn thiếu gì (ít nhất 10 ký tự).", "Say what is missing (at least 10 characters).")
    _check_days(working_days)
    return _find(given, OrderAnswer.Finding.AGAIN, remark, vietnam_calendar().due_on(local_day(at), working_days), by=by, at=at)


def _find(given: uuid.UUID, finding: OrderAnswer.Finding, remark: str, due_on: date | None, *, by: Officer, at: datetime) -> OrderAnswer:
    _demand_command(by, at)
    with transaction.atomic():
        found = within(OrderAnswer.objects.select_for_update(of=("self",)), by).get(pk=given)
        row = _held(found.of_id, by)
        if found.finding:
            raise AlreadyDone("answer_found", "Bộ đã có ý kiến về trả lời này.", "The ministry has said what it thinks of this answer.")
        with act(actor_of(by), "cases.find_order_answer", at=at, province=found.province) as deed:
            found.finding, found.remark, found.found_by, found.found_at = finding, remark.strip()[:500], by, at
            found.save(update_fields=["finding", "remark", "found_by", "found_at"])
            state = OrderedProvince.State.ACCEPTED if due_on is None else OrderedProvince.State.AGAIN
            _move(row, state, due_on or row.due_on)
            deed.event("order_answer", found, after={"finding": str(finding), "remark": found.remark, "due_on": row.due_on.isoformat()})
    return found


def _move(row: OrderedProvince, state: OrderedProvince.State, due_on: date) -> None:
    row.state, row.due_on = state, due_on
    row.save(update_fields=["state", "due_on"])


def _held(key: uuid.UUID, by: Officer) -> OrderedProvince:
    return within(OrderedProvince.objects.select_for_update(of=("self",)).select_related("order"), by).get(pk=key)


def _demand_command(by: Officer, at: datetime) -> None:
    if not may_command(by, on=local_day(at)):
        raise NotYours("not_ministry", "Chỉ Bộ (người đứng đầu, cán bộ tổng hợp) làm được việc này.", "Only the ministry (head or analyst) does this.")


def _checked(words: Words, provinces: Collection[str], programme: str) -> list[str]:
    for text, vi, en in (
        (words.number, "số văn bản", "number of the document"),
        (words.title, "trích yếu", "title"),
        (words.text, "nội dung", "what is to be done"),
    ):
        if not text.strip():
            raise Refused("order_words_missing", f"Ghi {vi}.", f"Enter the {en}.")
    _check_days(words.working_days)
    if words.policy and words.policy not in {policy.id for policy in load_programme(programme).policies}:
        raise Refused("policy_unknown", "Chọn chính sách.", "Choose the policy.")
    codes = sorted(set(provinces))
    if not codes or Place.objects.filter(map_year=MAP_2021, level=Level.PROVINCE, code__in=codes).count() != len(codes):
        raise Refused("place_unknown", "Chọn ít nhất một tỉnh trong danh sách.", "Choose one province of the list at least.")
    return codes


def _check_days(working_days: int) -> None:
    if not 0 < working_days <= MOST_DAYS:
        raise Refused("days_missing", f"Ghi số ngày làm việc, từ 1 đến {MOST_DAYS}.", f"Enter the working days, from 1 to {MOST_DAYS}.")


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def _kept(enclosed: Enclosed | None, place: Placed, *, by: Officer, at: datetime) -> StoredFile | None:
    if enclosed is None:
        return None
    name, media_type = named_by_content(enclosed.content, enclosed.name)
    return keep(enclosed.content, kind="order", name=name, media_type=media_type, place=place, by=by, at=at)
