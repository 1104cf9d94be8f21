"""What is typed to find somebody, and what is too little."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.person_query import PersonQuery, read_query


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nguyen thi hoa 87", PersonQuery(("nguien", "thi", "hoa"), (1987, 2087))),
        ("Nguyễn Thị HOÀ 1987", PersonQuery(("nguien", "thi", "hoa"), (1987,))),
        ("hoa 5/3/1987", PersonQuery(("hoa",), (1987,))),
        ("hoa 03/1987", PersonQuery(("hoa",), (1987,))),
        ("Lý Mỹ 234", PersonQuery(("li", "mi"), ending="234")),
        ("Lý 7654", PersonQuery(("li",), ending="7654")),
        ("030 187 001 234", PersonQuery(number="030187001234")),
        ("hoa 030187001234", PersonQuery(("hoa",), number="030187001234")),
        ("", PersonQuery()),
    ],
)
def test_a_search_is_read_as_people_mean_it(typed: str, read: PersonQuery) -> None:
    assert read_query(typed) == read


@pytest.mark.parametrize("typed", ["nguyen thi", "hoa 87", "024205282", "hoa 234"])
def test_a_name_with_one_thing_more_or_a_whole_number_is_enough(typed: str) -> None:
    assert read_query(typed).enough


@pytest.mark.parametrize("typed", ["", "hoa", "87", "1987", "234", "87 234", "30187"])
def test_leafing_through_people_is_not_searching(typed: str) -> None:
    assert not read_query(typed).enough


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_whatever_is_typed_is_read(typed: str) -> None:
    read = read_query(typed)
    assert all(syllable and " " not in syllable for syllable in read.syllables)
    assert all(1900 <= year <= 2099 for year in read.years) or not read.years or "/" in typed or "-" in typed or "." in typed
