"""What a model says no row may do, the database itself refuses: every named constraint and index is there."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection


@pytest.mark.django_db
def test_every_constraint_and_index_a_model_names_stands_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind IN ('i', 'I')")
        standing = {name for (name,) in cursor.fetchall()}
    promised = {
        rule.name: model._meta.label
        for model in apps.get_models()
        if model._meta.managed and model.__module__.startswith("ansinh.")
        for rule in (*model._meta.constraints, *model._meta.indexes)
    }
    assert {name: label for name, label in promised.items() if name not in standing} == {}
