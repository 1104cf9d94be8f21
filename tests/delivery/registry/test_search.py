"""People are found by name, year and digits: those of one's own place, best first, masked, never by leafing, and never unseen."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.delivery.offices.models import Office
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Access, Person
from ansinh.delivery.registry.search import MOST_FOUND, Hits, find, look_for
from ansinh.policy.matching import search_key
from ansinh.policy.names import fold
from ansinh.policy.person_query import read_query
from delivery.casework import MORNING, Town, officer, person, submitted, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
NAMES = (
    "Nguyễn Thị Hoa", "Nguyễn Hoa", "Nguyễn Thị Ngọc Hoa", "Trần Thị Hoa", "Hoa Thị Nguyễn", "Nguyễn Thị Hòa", "Nguyễn Văn Hoan", "Lý Thị Mỹ", "Đỗ Văn Ẩn",
)  # fmt: skip


def listed(here: Town, names: tuple[str, ...] = NAMES, first: int = 1, **more: str) -> None:
    submitted(here, [person(number, full_name=name, **more) for number, name in enumerate(names, first)])


def looked(by: Officer, text: str) -> Hits:
    with acting(by):
        return look_for(text, purpose="verify", by=by, at=MORNING)


def names(hits: Hits) -> list[str]:
    return [found.full_name for found in hits.people]


def test_the_right_people_come_first_whatever_marks_were_typed() -> None:
    here = town()
    listed(here)
    assert sorted(names(looked(here.lister, "nguyen thi hoa 87"))[:2]) == ["Nguyễn Thị Hoa", "Nguyễn Thị Hòa"]
    assert names(looked(here.lister, "NGUYỄN THỊ HOÀ 1987"))[:2] == names(looked(here.lister, "nguyen thi hoa 87"))[:2]
    assert names(looked(here.lister, "do van an")) == ["Đỗ Văn Ẩn"]
    assert names(looked(here.lister, unicodedata.normalize("NFD", "Đỗ Văn Ẩn 87"))) == ["Đỗ Văn Ẩn"]
    assert names(looked(here.lister, "li mi")) == ["Lý Thị Mỹ"]


def test_dropped_added_and_swapped_names_are_found_after_the_exact_ones() -> None:
    here = town()
    listed(here)
    full = names(looked(here.lister, "nguyen thi hoa 87"))
    assert set(full) == {"Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Nguyễn Thị Ngọc Hoa", "Nguyễn Hoa", "Hoa Thị Nguyễn"}
    assert full.index("Nguyễn Thị Ngọc Hoa") > 1
    assert "Trần Thị Hoa" in names(looked(here.lister, "thi hoa 87"))
    assert "Nguyễn Thị Hoa" in names(looked(here.lister, "hoa nguyen 87"))
    assert set(names(looked(here.lister, "hoa 87"))) >= {"Nguyễn Thị Hoa", "Trần Thị Hoa"}


def test_a_year_and_the_last_digits_narrow_a_search() -> None:
    here = town()
    listed(here)
    submitted(here, [person(50, full_name="Nguyễn Thị Hoa", id_number="030190000050", date_of_birth="1990-01-01")])
    assert [found.birth_year for found in looked(here.lister, "nguyen thi hoa 90").people] == [1990]
    assert [found.number[-3:] for found in looked(here.lister, "nguyen hoa 050").people] == ["050"]
    assert looked(here.lister, "nguyen thi hoa 1955").people == []


def test_a_whole_number_finds_its_person_in_scope_and_shows_its_last_three_digits_alone() -> None:
    here = town()
    listed(here)
    (found,) = looked(here.lister, "030 187 000 001").people
    assert (found.full_name, found.number, found.birth_year) == ("Nguyễn Thị Hoa", "•••••••••001", 1987)


def test_nobody_of_another_place_is_found() -> None:
    here, there, far = town(), town("10633"), town("26734", "760", "79")
    listed(here)
    listed(far, ("Nguyễn Thị Hoa",), first=70)
    for by in (there.lister, far.lister, far.chair):
        assert "030187000001"[-3:] not in [found.number[-3:] for found in looked(by, "nguyen thi hoa 87").people]
        assert looked(by, "030187000001").people == []
    assert len(looked(here.appraiser, "030187000001").people) == 1
    assert len(looked(here.chair, "nguyen thi hoa 87").people) == 5
    office = Office.objects.filter(kind="ministry").first() or Office.objects.create(kind="ministry", level="national", name="Bộ", symbol="B")
    ministry = officer("bo.tim", office, "supervisor")
    assert len(looked(ministry, "nguyen thi hoa 87").people) == 6


def test_leafing_through_people_is_refused_in_words_and_asks_nothing() -> None:
    here = town()
    for text in ("", "hoa", "87", "hoa ", "1987 234"):
        with acting(here.lister), pytest.raises(Refused, match="ít nhất hai phần"):
            look_for(text, purpose="verify", by=here.lister, at=MORNING)
    with acting(here.lister), pytest.raises(Refused, match="mục đích"):
        look_for("nguyen thi hoa", purpose="", by=here.lister, at=MORNING)


def test_each_search_is_kept_with_who_what_for_and_how_many_and_can_be_neither_changed_nor_removed() -> None:
    here = town()
    listed(here)
    looked(here.lister, " nguyen  thi hoa 87 ")
    with acting(NATION):
        kept = Access.objects.get()
        assert (kept.officer_id, kept.kind, kept.purpose, kept.text, kept.found) == (here.lister.pk, "search", "verify", "nguyen thi hoa 87", 5)
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            Access.objects.update(text="khác")
    with acting(town("10633").lister):
        assert not Access.objects.exists()


def test_no_more_than_a_page_is_ever_shown_and_one_statement_finds_it() -> None:
    here = town()
    listed(here, ("Nguyễn Thị Hoa",) * (MOST_FOUND + 5))
    hits = looked(here.lister, "nguyen thi hoa")
    assert (len(hits.people), hits.more) == (MOST_FOUND, True)
    with acting(here.lister), CaptureQueriesContext(connection) as asked:
        find(read_query("nguyen thi hoa 87"), seen_by=here.lister)
    assert len(asked) == 1


def test_what_is_typed_reaches_the_database_as_values_only() -> None:
    here = town()
    for text in ("'; DROP TABLE registry_person; -- hoa", "hoa %s _ lan", "%(year)s hoa", "hoa \\ nguyen", "hoa ! nguyen"):
        looked(here.lister, text)
    with acting(NATION):
        assert Person.objects.count() == 0


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyỳýỷÀẢÃÁẠ '-0", max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_makes_the_same_key_as_the_program(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_name_key(%s::text)", [fold(name)])
        assert cursor.fetchone() == (search_key(name),)
