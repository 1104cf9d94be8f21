"""Where the table of a sheet begins and what each of its columns means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ansinh.papers.lists.cells import Cell, Line, is_blank, letter, text_of
from ansinh.papers.lists.headings import LONGEST_HEADING, Meaning, meaning_of, meaning_under, unit_of, words_of
from ansinh.papers.lists.lines import is_column_numbers, is_group_text
from ansinh.policy.identifiers import CCCD_PROVINCES

Merged = Sequence[tuple[int, int, int, int]]

TALLEST_HEADING = 4
_SURE_ENOUGH = 50
_SURE = 90
_SAID = 200
UNREAD = "unread"
"""The meaning of a column that people want left alone."""
_MANY = frozenset({"full_name", "surname"})
_SECOND = {"address": "other_address", "id_number": "other_id_number", "amount": "amount_part", "date_of_birth": "other_birth", "phone": "other_phone"}
_QUIET = frozenset({"note", "signature", "order", "amount_part", "account_holder", "other_address", "id_issued_on", "id_issued_by", "other_phone", "row_key"})
_OF_PEOPLE = frozenset({"full_name", "surname", "given_name", "id_number"})
_ALSO_VALUES = frozenset({"male", "female", "group_f0", "group_f1", "group", "address", "bank_name", "occupation"})
"""Meanings whose words also stand in the cells of people."""
_TITLE = ("danh sach", "kem theo", "mau so", "bieu so", "don vi tinh", "dvt", "cong hoa xa hoi", "doc lap", "to trinh", "quyet dinh")


@dataclass(slots=True)
class Layout:
    """The heading of a table: its rows (from 1), the column of each meaning (from 0), and what was not understood."""

    heading_rows: list[int]
    columns: dict[str, int]
    joined: dict[str, list[int]] = field(default_factory=dict)
    """Further columns under one merged heading, read together with the first."""
    unknown: dict[int, str] = field(default_factory=dict)
    unit: int = 1
    beside: int | None = None
    """Where a second table of people stands to the right of this one; it is not read."""
    words: frozenset[str] = frozenset()
    """The heading's texts, by which a heading repeated on a later page is known."""
    texts: dict[int, str] = field(default_factory=dict)
    """The headings of each column from top to bottom."""
    unread: frozenset[int] = frozenset()
    """Columns that people said are not to be read."""
    by_people: frozenset[int] = frozenset()
    """Columns whose meaning people have told, now or earlier."""

    def letters(self) -> dict[str, str]:
        """Give the column of each meaning as a letter, as the contract's `columns`."""
        return {meaning: letter(column) for meaning, column in self.columns.items()}


class Head(NamedTuple):
    """Index of the first and the last line of a heading."""

    top: int
    bottom: int


def find_heading(lines: Sequence[Line], merged: Merged, start: int = 0) -> Head | None:
    """Find the first heading at or after `lines[start]`: a row whose cells say what a list of people says."""
    for index in range(start, len(lines)):
        if is_heading(lines[index]):
            top = index
            while top > start and index - top < TALLEST_HEADING - 1 and _belongs_above(lines, top - 1, merged):
                top -= 1
            bottom = index
            while bottom + 1 < len(lines) and bottom - top < TALLEST_HEADING and _belongs_below(lines, top, bottom + 1, merged):
                bottom += 1
            return Head(top, bottom)
    return None


def is_heading(line: Line) -> bool:
    """Tell whether a row names the columns of a list: that of the name or the number and another, or four others."""
    texts = [cell for cell in line if isinstance(cell, str) and cell and not cell.isspace()]
    if len(texts) < 2:  # noqa: PLR2004 - one cell is a title
        return False
    meanings = {m.name for text in texts if (m := _cell_meaning(text))} - _ALSO_VALUES
    return len(meanings) >= (2 if meanings & _OF_PEOPLE else 4)


def _cell_meaning(text: str) -> Meaning | None:
    if len(text) > LONGEST_HEADING or sum(c.isdigit() for c in text) > 4:  # noqa: PLR2004 - `Nghị quyết 68` is still a heading
        return None
    if ":" in text.strip().rstrip(":") and not text.rstrip().endswith(")"):
        return None
    meaning = meaning_of(text)
    return meaning if meaning and meaning.sureness >= _SURE_ENOUGH else None


def _belongs_above(lines: Sequence[Line], index: int, merged: Merged) -> bool:
    """Tell whether the line holds headings that span those below it, and is not the title."""
    texts = [(c, str(cell)) for c, cell in enumerate(lines[index]) if isinstance(cell, str) and not is_blank(cell)]
    if not texts or any(len(text) > LONGEST_HEADING or words_of(text).startswith(_TITLE) for _, text in texts):
        return False
    if not all(isinstance(cell, str) for cell in lines[index]):
        return False
    width = sum(not is_blank(cell) for cell in lines[index + 1])
    row = index + 1
    spans = [right - left + 1 for top, left, bottom, right in merged if top == row and (right > left or bottom > top)]
    if spans and max(spans) >= max(width, 2) and len(texts) == 1:
        return False
    reaching = any(top == row and bottom > row for top, _, bottom, _ in merged)
    return reaching or (len(texts) > 1 and (bool(spans) or any(_cell_meaning(text) for _, text in texts)))


def _belongs_below(lines: Sequence[Line], top: int, index: int, merged: Merged) -> bool:
    """Tell whether the line still belongs to the heading: words under words, not the first person or group."""
    line = lines[index]
    filled = [(c, cell) for c, cell in enumerate(line) if not is_blank(cell)]
    if not filled or is_column_numbers(line) or not all(isinstance(cell, str) and len(cell) <= LONGEST_HEADING for _, cell in filled):
        return False
    if any(is_group_text(str(cell)) for _, cell in filled) and not (len(filled) > 1 and any(_is_surely_a_heading(str(cell)) for _, cell in filled)):
        return False
    return all(_is_sub_heading(lines, top, index, column, merged) for column, _ in filled)


def _is_surely_a_heading(text: str) -> bool:
    meaning = _cell_meaning(text)
    return meaning is not None and meaning.sureness >= _SURE


def _is_sub_heading(lines: Sequence[Line], top: int, index: int, column: int, merged: Merged) -> bool:
    text = str(lines[index][column])
    under_span = any(t <= index and b <= index and t > top and left <= column <= right and right > left for t, left, b, right in merged)
    if any(c.isdigit() for c in text) and not _cell_meaning(text):
        return False
    above = [text_of(_at(lines[i], column)) for i in range(top, index)]
    return (
        under_span
        or _cell_meaning(text) is not None
        or _names_a_part(text)
        or (
            any(above) and meaning_under((*above, text)) is not None and len(text.split()) <= 3 and text[:1].islower()  # noqa: PLR2004
        )
    )


def _names_a_part(text: str) -> bool:
    return words_of(text) in {"ngay", "thang", "nam", "tu", "den", "so", "noi cap", "ngay cap", "ten", "ho", "xa", "huyen", "tinh", "dong", "nguoi", "f0", "f1"}


def _at(line: Line, column: int) -> Cell:
    return line[column] if column < len(line) else ""


def read_layout(lines: Sequence[Line], head: Head, merged: Merged, sample: Sequence[Line], told: Mapping[str, str] | None = None) -> Layout:
    """Read the heading at `head`; `sample` are lines below it, by which columns without telling words are known.

    `told` is what people said that headings mean: words of a column's headings to a meaning, or `UNREAD`; it goes before all guessing.
    """
    width = max((len(line) for line in (*lines[head.top : head.bottom + 1], *sample)), default=0)
    paths, spans = _paths(lines, head, merged, width)
    chosen: dict[str, tuple[int, int]] = {}
    joined: dict[str, list[int]] = {}
    lost: dict[int, str] = {}
    unread: set[int] = set()
    by_people: set[int] = set()
    for column, path in enumerate(paths):
        said = (told or {}).get(words_of(" ".join(path))) if path else None
        if said is not None:
            by_people.add(column)
        if said == UNREAD:
            unread.add(column)
            continue
        meaning = Meaning(said, _SAID) if said else meaning_under(path)
        if meaning is None or meaning.sureness < _SURE_ENOUGH:
            if path:
                lost[column] = " / ".join(path)
            continue
        _choose(meaning, column, path, spans, chosen, joined, lost)
    beside = _table_beside(paths, chosen, lost)
    columns = {name: column for name, (column, _) in chosen.items() if beside is None or column < beside}
    _settle_names(columns)
    _by_content(columns, lost, sample, width)
    top_text = " ".join(text_of(cell) for line in lines[max(0, head.top - 3) : head.top] for cell in line if isinstance(cell, str))
    amount_path = " ".join(paths[columns["amount"]]) if "amount" in columns else ""
    words = frozenset(words_of(str(c)) for line in lines[head.top : head.bottom + 1] for c in line if isinstance(c, str) and c.strip())
    unit = unit_of(amount_path) if unit_of(amount_path) > 1 else unit_of(top_text)
    texts = {column: " / ".join(" ".join(part.split()) for part in path) for column, path in enumerate(paths) if path}
    rows = list(range(head.top + 1, head.bottom + 2))
    return Layout(rows, columns, joined, lost, unit, beside, words, texts, frozenset(unread), frozenset(by_people))


def _table_beside(paths: Sequence[tuple[str, ...]], chosen: dict[str, tuple[int, int]], lost: dict[int, str]) -> int | None:
    """Find the name column of a second table on the same lines: a second name with a second number or birth date behind it."""
    meanings = [m.name if (m := meaning_under(path)) else "" for path in paths]
    first = chosen.get("full_name", (len(meanings), 0))[0]
    second = next((c for c in range(first + 1, len(meanings)) if c in lost and meanings[c] == "full_name"), None)
    if second is None or not any(name in meanings[:second] and name in meanings[second:] for name in ("id_number", "date_of_birth")):
        return None
    if meanings[second - 1] == "order":
        second -= 1
    for column in range(second, len(meanings)):
        lost.pop(column, None)
    return second


def _choose(
    meaning: Meaning,
    column: int,
    path: tuple[str, ...],
    spans: dict[int, int],
    chosen: dict[str, tuple[int, int]],
    joined: dict[str, list[int]],
    lost: dict[int, str],
) -> None:
    """Give a column its meaning; of two with the same meaning the surer keeps it, the other becomes second or is not read."""
    name = meaning.name
    if name not in chosen:
        chosen[name] = (column, meaning.sureness)
        return
    held, sureness = chosen[name]
    if spans.get(column, column) == spans.get(held, held):
        joined.setdefault(name, []).append(column)
        return
    if meaning.sureness > sureness:
        chosen[name] = (column, meaning.sureness)
        column = held
    second = _SECOND.get(name)
    if second and second not in chosen:
        chosen[second] = (column, 0)
    elif name not in _QUIET and second not in _QUIET:
        lost[column] = " / ".join(path)


def _paths(lines: Sequence[Line], head: Head, merged: Merged, width: int) -> tuple[list[tuple[str, ...]], dict[int, int]]:
    """Give each column its headings from top to bottom, and the first column of the lowest merged heading over it."""
    texts = [[str(_at(line, c)).strip() if isinstance(_at(line, c), str) else "" for c in range(width)] for line in lines[head.top : head.bottom + 1]]
    spans: dict[int, int] = {}
    for top, left, bottom, right in merged:
        if head.top + 1 <= top <= head.bottom + 1 and right > left:
            for column in range(left, min(right, width - 1) + 1):
                texts[top - head.top - 1][column] = texts[top - head.top - 1][left]
                if bottom >= head.bottom + 1:
                    spans[column] = left
    for level in range(len(texts) - 1):
        for column in range(1, width):
            below = [texts[lower][column] for lower in range(level + 1, len(texts))]
            left_below = [texts[lower][column - 1] for lower in range(level + 1, len(texts))]
            if not texts[level][column] and any(below) and any(left_below):
                texts[level][column] = texts[level][column - 1]
    paths = [tuple(dict.fromkeys(row[column] for row in texts if row[column])) for column in range(width)]
    return paths, spans


def _settle_names(columns: dict[str, int]) -> None:
    """Let a lone `Tên` be the full name, and a lone `Họ` too."""
    if "full_name" in columns or ("surname" in columns and "given_name" in columns):
        return
    for alone in ("given_name", "surname"):
        if alone in columns:
            columns["full_name"] = columns.pop(alone)


def _by_content(columns: dict[str, int], lost: dict[int, str], sample: Sequence[Line], width: int) -> None:
    """Know by what stands in it a column of ID numbers or of given names whose heading does not tell."""
    free = [c for c in range(width) if c not in columns.values()]
    if "id_number" not in columns:
        best = max(((_share(sample, c, _like_card), c) for c in free), default=(0.0, 0))
        if best[0] >= 0.6:  # noqa: PLR2004 - most of the cells
            columns["id_number"] = best[1]
            lost.pop(best[1], None)
    after = columns.get("full_name", -2) + 1
    if after in free and after not in lost and _share(sample, after, _like_given_name) >= 0.8:  # noqa: PLR2004 - nearly all
        columns["given_name"] = after


def _share(sample: Sequence[Line], column: int, like: object) -> float:
    cells = [text_of(_at(line, column)).strip() for line in sample]
    filled = [cell for cell in cells if cell]
    return sum(map(like, filled)) / len(filled) if len(filled) > 1 and callable(like) else 0.0


def _like_card(text: str) -> bool:
    digits = "".join(text.split())
    return digits.isdecimal() and digits.zfill(12)[:3] in CCCD_PROVINCES and 10 <= len(digits) <= 12  # noqa: PLR2004 - with zeros eaten


def _like_given_name(text: str) -> bool:
    return text.isalpha() and text[:1].isupper()
