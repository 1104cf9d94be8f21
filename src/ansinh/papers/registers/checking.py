"""The lines of a snapshot, checked a block at a time by columns: entries that can be kept, and faults with row and field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ansinh.papers.registers.reading import LINE
from ansinh.policy.facts import LARGEST
from ansinh.policy.identifiers import CCCD_PROVINCES
from ansinh.policy.language.nodes import Kind

if TYPE_CHECKING:
    from ansinh.papers.registers.kinds import Plan
    from ansinh.policy.programme import FactDefinition

TRUE, FALSE = ("true", "1", "x", "có", "co", "đúng", "yes", "y"), ("false", "0", "không", "khong", "sai", "no", "n")
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
MOST_FAULTS = 200
"""Faults of a block that are named one by one; all are counted."""
ENTRY = ("line", "subject", "full_name", "told", "province", "district", "commune")
MONTH = r"^\d{1,2}/\d{4}$"
WORDS = {
    "subject_missing": ("không có số giấy tờ hay mã số thuế", "neither an identity number nor a tax code"),
    "id_unusable": ("không phải số CCCD (12 số) hay CMND (9 số)", "neither a CCCD (12 digits) nor a CMND (9 digits)"),
    "tax_unusable": ("không phải mã số thuế (sai số kiểm tra)", "no tax code (wrong check digit)"),
    "day_unreadable": ("không đọc được ngày", "no readable day"),
    "day_ahead": ("ở sau ngày của bản dữ liệu", "lies after the day of the snapshot"),
    "month_unreadable": ("không đọc được tháng", "no readable month"),
    "value_unreadable": ("không đúng kiểu của thông tin này", "not of the type of this fact"),
    "place_unusable": ("không phải mã địa bàn", "no code of a place"),
    "place_elsewhere": ("ở ngoài địa bàn của bản dữ liệu", "outside the place of the snapshot"),
}


class Fault(NamedTuple):
    """One fault: the line and field it stands in, the code of `WORDS`, and what stands there."""

    line: int
    column: str
    code: str
    value: str


@dataclass
class Checked:
    """A block: entries as `ENTRY`, how many lines had a fault, the first faults by name, all of them by code."""

    entries: pl.DataFrame
    lines: int
    faulty: int
    faults: list[Fault]
    counts: dict[str, int]


@dataclass
class _Checks:
    """What is computed of a block and what must not be, column by column."""

    values: dict[str, pl.Expr] = field(default_factory=dict)
    faults: list[tuple[str, str, pl.Expr]] = field(default_factory=list)


def check(block: pl.DataFrame, plan: Plan, *, dated: date, place: tuple[str, str, str]) -> Checked:
    """Check one block of text cells; `place` (province, district, commune) holds for lines that name none, and every line must lie in it.

    A line with a fault makes no entry. Of a register that speaks of both, a line makes an entry for the person and one for the body.
    """
    checks = _Checks()
    _subject(checks, plan)
    _days(checks, plan, dated)
    for name, heading in plan.facts.items():
        _fact(checks, plan.definitions[name], heading, dated)
    _place(checks, plan, place)
    wrong = {f"__fault{number}": bad.fill_null(value=False) for number, (_column, _code, bad) in enumerate(checks.faults)}
    known = block.with_columns(**{f"_{name}": value for name, value in checks.values.items()}).with_columns(**wrong)
    any_wrong = known.select(pl.any_horizontal(*wrong)).to_series()
    return Checked(_entries(known.filter(~any_wrong), plan, place), block.height, int(any_wrong.sum()), *_named(known, checks))


def _bare(heading: str) -> pl.Expr:
    return pl.col(heading).str.replace_all(r"[\s.\-']", "")


def _given(heading: str) -> pl.Expr:
    return pl.col(heading).str.strip_chars().str.len_chars().fill_null(0) > 0


def _subject(checks: _Checks, plan: Plan) -> None:
    subjects = []
    if "id_number" in plan.columns:
        heading = plan.columns["id_number"]
        digits = _bare(heading)
        card = digits.str.contains(r"^\d{12}$") & digits.str.slice(0, 3).is_in(list(CCCD_PROVINCES))
        old = digits.str.contains(r"^\d{9}$")
        checks.values["person"] = pl.when(card).then(pl.lit("cccd:") + digits).when(old).then(pl.lit("cmnd:") + digits)
        checks.faults.append((heading, "id_unusable", _given(heading) & ~(card | old)))
        subjects.append(heading)
    if "tax_code" in plan.columns:
        heading = plan.columns["tax_code"]
        digits = _bare(heading)
        good = _is_tax_code(digits)
        checks.values["tax_code"] = pl.when(good).then(digits)
        checks.faults.append((heading, "tax_unusable", _given(heading) & ~good))
        subjects.append(heading)
    checks.faults.append((subjects[0], "subject_missing", ~pl.any_horizontal(*map(_given, subjects))))


def _is_tax_code(digits: pl.Expr) -> pl.Expr:
    """Tell whether bare text is a tax code: ten digits with a right check digit, a branch of three more (see `stdnum.vn.mst`, which a test holds beside this)."""
    total = sum((digits.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(TAX_WEIGHTS)), start=pl.lit(0))
    right = (10 - total % 11).cast(pl.String) == digits.str.slice(9, 1)
    shaped = digits.str.contains(r"^\d{10}(\d{3})?$") & (digits.str.slice(2, 7) != "0000000") & (digits.str.slice(10) != "000")
    return shaped & right.fill_null(value=False)


def _day(heading: str) -> pl.Expr:
    text = pl.col(heading).str.strip_chars()
    return pl.coalesce(text.str.to_date("%Y-%m-%d", strict=False), text.str.to_date("%d/%m/%Y", strict=False))


def _month(heading: str) -> pl.Expr:
    """Read a month, or a day of it, as the month's first day."""
    text = pl.col(heading).str.strip_chars()
    first = pl.when(text.str.contains(MONTH)).then(pl.lit("01/") + text).otherwise(text)
    whole = pl.when(first.str.contains(r"^\d{4}-\d{2}$")).then(first + "-01").otherwise(first)
    return pl.coalesce(whole.str.to_date("%Y-%m-%d", strict=False), whole.str.to_date("%d/%m/%Y", strict=False)).dt.truncate("1mo")


def _days(checks: _Checks, plan: Plan, dated: date) -> None:
    for name in ("insured_from", "insured_through"):
        if name in plan.columns:
            checks.values[name] = _month(plan.columns[name])
            checks.faults.append((plan.columns[name], "month_unreadable", _given(plan.columns[name]) & checks.values[name].is_null()))
    if "valid_until" in plan.columns:
        checks.values["valid_until"] = _day(plan.columns["valid_until"])
        checks.faults.append((plan.columns["valid_until"], "day_unreadable", _given(plan.columns["valid_until"]) & checks.values["valid_until"].is_null()))
    if "date_of_birth" in plan.columns:
        born = checks.values["born"] = _day(plan.columns["date_of_birth"])
        checks.faults.append((plan.columns["date_of_birth"], "day_ahead", born > dated))


def _fact(checks: _Checks, fact: FactDefinition, heading: str, dated: date) -> None:
    text = pl.col(heading).str.strip_chars()
    low = text.str.to_lowercase()
    value: pl.Expr
    if fact.kind is Kind.BOOL:
        value = pl.when(low.is_in(TRUE)).then(statement=True).when(low.is_in(FALSE)).then(statement=False)
    elif fact.kind is Kind.DATE:
        value = _month(heading) if fact.whole_month else _day(heading)
        checks.faults.append((heading, "day_ahead", value > dated))
    elif fact.kind is Kind.CODE:
        allowed = [*fact.codes, *fact.choices]
        value = pl.when(text.is_in(allowed) if allowed else text.str.contains(r"^\w{1,20}$")).then(text)
    else:
        number = text.str.replace_all(r"[.\s]", "").cast(pl.Int64, strict=False)
        value = pl.when(number.is_between(0, LARGEST)).then(number)
    checks.values[f"fact_{fact.id}"] = value
    partly = fact.id == "date_of_birth"  # a year alone is a birth date that tells no day: kept as unknown
    bad = _given(heading) & value.is_null()
    checks.faults.append((heading, "value_unreadable", bad & ~text.str.contains(r"^(\d{1,2}/)?\d{4}$") if partly else bad))


def _place(checks: _Checks, plan: Plan, place: tuple[str, str, str]) -> None:
    for name, digits, held in zip(("province", "district", "commune"), (2, 3, 5), place, strict=True):
        if name not in plan.columns:
            continue
        heading = plan.columns[name]
        value = pl.col(heading).str.strip_chars().str.zfill(digits)
        given = _given(heading)
        checks.values[name] = pl.when(given).then(value).otherwise(pl.lit(held))
        checks.faults.append((heading, "place_unusable", given & ~value.str.contains(rf"^\d{{{digits}}}$")))
        if held:
            checks.faults.append((heading, "place_elsewhere", given & value.str.contains(rf"^\d{{{digits}}}$") & (value != held)))


def _entries(known: pl.DataFrame, plan: Plan, place: tuple[str, str, str]) -> pl.DataFrame:
    facts = [
        pl.col(f"_fact_{name}").alias(name) if plan.definitions[name].kind is not Kind.DATE else pl.col(f"_fact_{name}").dt.to_string().alias(name)
        for name in plan.facts
    ]
    told = [pl.struct(facts).alias("facts")] if facts else []
    told += [
        pl.col(f"_{name}").dt.to_string().alias(name) for name in ("insured_from", "insured_through", "valid_until", "born") if f"_{name}" in known.columns
    ]
    told += [pl.col("_tax_code").alias("tax_code")] if "_tax_code" in known.columns else []
    told += [pl.col(plan.columns[name]).alias(name) for name in ("si_number", "si_unit", "body_name", "address") if name in plan.columns]
    told = told or [pl.lit(value=True).alias("listed")]
    names = dict(zip(("province", "district", "commune"), place, strict=True))
    body = pl.lit("tax:") + pl.col("_tax_code") if "_tax_code" in known.columns else pl.lit(None, pl.String)
    person = pl.col("_person") if "_person" in known.columns else pl.lit(None, pl.String)
    name = pl.col(plan.columns["full_name"]).fill_null("").str.slice(0, 100) if "full_name" in plan.columns else pl.lit("")
    rows = known.select(
        pl.col(LINE).alias("line"), person.alias("person"), body.alias("body"), name.alias("full_name"), pl.struct(told).struct.json_encode().alias("told"),
        *(pl.col(f"_{at}").alias(at) if f"_{at}" in known.columns else pl.lit(code).alias(at) for at, code in names.items()),
    )  # fmt: skip
    if not plan.kind.of_both:
        return rows.with_columns(subject=pl.coalesce("person", "body")).select(ENTRY)
    both = [rows.with_columns(subject=pl.col(column)).filter(pl.col("subject").is_not_null()).select(ENTRY) for column in ("person", "body")]
    return pl.concat(both).sort("line", maintain_order=True)


def _named(known: pl.DataFrame, checks: _Checks) -> tuple[list[Fault], dict[str, int]]:
    named: list[Fault] = []
    counts: dict[str, int] = {}
    for number, (column, code, _bad) in enumerate(checks.faults):
        met = known.filter(pl.col(f"__fault{number}"))
        if met.height:
            counts[code] = counts.get(code, 0) + met.height
            named += [Fault(line, column, code, (value or "")[:60]) for line, value in met.select(LINE, column).head(MOST_FAULTS).iter_rows()]
    return sorted(named)[:MOST_FAULTS], counts
