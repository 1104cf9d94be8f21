"""That tests meet the database as pages do: as a role that owns nothing."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import DatabaseError, connection


@pytest.mark.django_db
def test_a_test_connects_as_the_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole)")
        assert cursor.fetchone() == ("ansinh_app", 0)


@pytest.mark.django_db
def test_the_application_cannot_change_the_schema() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE here (x int)")


@pytest.mark.django_db
def test_the_application_cannot_delete_rows_of_any_room() -> None:
    from django.apps import apps

    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("ansinh.delivery")]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT has_table_privilege(%s, 'DELETE'), has_table_privilege(%s, 'TRUNCATE')", [table, table])
            assert cursor.fetchone() == (False, False), table


def test_an_own_database_is_seen_by_every_thread_and_by_the_owner(own_db: str, owner_connection: psycopg.Connection) -> None:
    seen: list[str] = []

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            seen.append(cursor.fetchone()[0])
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    look()
    assert seen == [own_db, own_db]
    assert owner_connection.execute("SELECT current_database(), current_setting('is_superuser')").fetchone() == (own_db, "on")
