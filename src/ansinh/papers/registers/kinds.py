"""Which registers are read, by which columns their rows are known, and what being in one says by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.policy.names import fold

if TYPE_CHECKING:
    from ansinh.policy.programme import FactDefinition, Programme

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id_number": ("so cccd/cmnd", "so cccd", "cccd", "so dinh danh ca nhan", "so dinh danh", "so can cuoc", "so cmnd", "cmnd", "so giay to"),
    "full_name": ("ho va ten", "ho ten"),
    "date_of_birth": ("ngay sinh", "ngay thang nam sinh", "ngay, thang, nam sinh"),
    "tax_code": ("ma so thue", "mst", "ma so thue don vi"),
    "body_name": ("ten don vi", "ten doanh nghiep", "ten ho kinh doanh", "ten nguoi nop thue"),
    "address": ("dia chi",),
    "si_number": ("ma so bhxh", "so so bhxh", "so bhxh"),
    "si_unit": ("ma don vi", "ma don vi bhxh"),
    "insured_from": ("tham gia tu thang", "tu thang"),
    "insured_through": ("tham gia den thang", "den thang"),
    "valid_until": ("han su dung", "co gia tri den", "ngay het han"),
    "province": ("ma tinh",),
    "district": ("ma huyen",),
    "commune": ("ma xa",),
}
"""Columns that are no facts, with the headings they go by beside their own name, folded."""

ONE_OF_SUBJECTS = ("id_number", "tax_code")


@dataclass(frozen=True)
class RegisterKind:
    """A register: `needs` are columns it cannot do without; `says` the facts that are true of whoever stands in it.

    Of one `of_both` a row speaks of the person and of the body with its tax code alike.
    """

    id: str
    needs: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    of_both: bool = False


KINDS: Mapping[str, RegisterKind] = {
    kind.id: kind
    for kind in (
        RegisterKind("population", needs=("id_number", "full_name", "date_of_birth")),
        RegisterKind("si_register"),
        RegisterKind("ui_register", needs=("id_number",)),
        RegisterKind("tax_roll", needs=("tax_code",), says=("business_tax_registered",), of_both=True),
        RegisterKind("business_register", needs=("tax_code",), says=("business_registered",), of_both=True),
        RegisterKind("stop_orders", of_both=True),
        RegisterKind("health_list", needs=("id_number",)),
        RegisterKind("allowance_list", needs=("id_number",), says=("elderly_decree20",)),
        RegisterKind("disability_list", needs=("id_number",), says=("severe_disability",)),
        RegisterKind("culture_list", needs=("id_number",), says=("performing_artist_grade4",)),
        RegisterKind("guide_register", needs=("id_number",), says=("guide_card",)),
        RegisterKind("credit_register", needs=("tax_code",)),
    )
}


@dataclass(frozen=True)
class Plan:
    """How the columns of one file are read: the file's heading of each column and fact, and the headings nobody knows."""

    kind: RegisterKind
    columns: Mapping[str, str]
    facts: Mapping[str, str]
    ignored: tuple[str, ...]
    definitions: Mapping[str, FactDefinition]


def facts_of_register(kind: str, programme: Programme) -> dict[str, FactDefinition]:
    """Give the facts the programme lets a register vouch for."""
    return {name: fact for name, fact in programme.facts.items() if kind in fact.vouched_by}


class ColumnsMissing(ValueError):
    """A file without columns its register cannot do without; `message` names them and the headings read."""

    def __init__(self, missing: Collection[str], known: Collection[str]) -> None:
        """Say which, and what the file has."""
        named = "; ".join(f"{name} ({', '.join(HEADINGS.get(name, ())[:3])})" for name in missing)
        has = ", ".join(known) or "–"
        vi, en = f"Tệp thiếu cột: {named}. Các cột đọc được: {has}.", f"The file lacks columns: {named}. Columns read: {has}."
        super().__init__(en)
        self.message = {"vi": vi, "en": en}


def plan_columns(kind: str, headings: Collection[str], programme: Programme) -> Plan:
    """Find what each heading of a file means, by name alone. Raises `ColumnsMissing` where the register cannot be read without another column."""
    register, definitions = KINDS[kind], facts_of_register(kind, programme)
    meant = {spelled: name for name, spellings in HEADINGS.items() for spelled in (name, *spellings)}
    of_fact = {spelled: name for name, fact in definitions.items() for spelled in (name, fold(fact.label.get("vi", name)), fold(fact.label.get("en", name)))}
    columns: dict[str, str] = {}
    facts: dict[str, str] = {}
    ignored = []
    for heading in headings:
        said = fold(heading)
        column, fact = meant.get(said), of_fact.get(said)
        if (column is None or column in columns) and (fact is None or fact in facts):
            ignored.append(heading)
        if column and column not in columns:
            columns[column] = heading
        if fact and fact not in facts:
            facts[fact] = heading
    if "date_of_birth" in definitions and "date_of_birth" in columns:
        facts.setdefault("date_of_birth", columns["date_of_birth"])
    missing = [name for name in register.needs if name not in columns]
    if not missing and not any(name in columns for name in ONE_OF_SUBJECTS):
        missing = [*ONE_OF_SUBJECTS]
    if not missing and not (facts or register.says or "insured_from" in columns):
        missing = sorted(definitions)
    if missing:
        raise ColumnsMissing(missing, list(headings))
    return Plan(register, columns, facts, tuple(ignored), definitions)
