"""The maps of 2021 and 2025 are whole, tied to each other, and carry an office wherever a step needs one."""

from __future__ import annotations

import pytest
from django.db import connection

from ansinh.delivery.offices.load_places import COUNTS, load_places
from ansinh.delivery.offices.models import Office, Place, PlaceSuccession

pytestmark = pytest.mark.django_db

NOT_TIED = 915
"""Communes of 2021 that were merged before 2025 and so are not in the converter of 2025."""


def test_the_maps_hold_63_provinces_705_districts_and_10599_communes_then_34_and_3321() -> None:
    for (year, level), count in COUNTS.items():
        assert Place.objects.filter(map_year=year, level=level).count() == count


def test_loading_again_changes_nothing() -> None:
    before = (Place.objects.count(), Office.objects.count(), PlaceSuccession.objects.count())
    load_places()
    assert (Place.objects.count(), Office.objects.count(), PlaceSuccession.objects.count()) == before


def test_every_commune_of_2021_lies_in_its_district_and_province() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM offices_place c LEFT JOIN offices_place d ON d.id = c.parent_id AND d.level = 'district' AND d.code = c.district AND d.province = c.province
            WHERE c.map_year = 2021 AND c.level = 'commune' AND d.id IS NULL"""
        )
        assert cursor.fetchone()[0] == 0


def test_every_province_of_2021_became_part_of_one_of_2025_and_nearly_every_commune_is_tied() -> None:
    provinces = Place.objects.filter(map_year=2021, level="province")
    assert all(province.successions.count() == 1 for province in provinces.prefetch_related("successions"))
    communes = Place.objects.filter(map_year=2021, level="commune", successions__isnull=True)
    assert communes.count() == NOT_TIED


def test_a_commune_keeps_its_history_across_the_merger() -> None:
    commune = Place.objects.get(map_year=2021, code="10630")
    later = [succession.later for succession in commune.successions.select_related("later", "later__parent")]
    assert (commune.name, str(commune.valid_to)) == ("Xã An Bình", "2025-06-30")
    assert later
    assert all(place.parent and place.parent.name == "Thành phố Hải Phòng" for place in later)


def test_each_place_has_the_committee_that_lists_appraises_or_approves() -> None:
    for level, count in {"province": 63, "district": 705, "commune": 10_599}.items():
        assert Office.objects.filter(kind="people_committee", level=level).count() == count
    assert Office.objects.get(kind="people_committee", commune="10630").name == "UBND xã An Bình"
