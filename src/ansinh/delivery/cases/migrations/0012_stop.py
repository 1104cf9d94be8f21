"""That the work on a list may be stopped, and how far it is."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

WORK = """
SELECT ansinh_secure('cases_stop');
SELECT ansinh_refer('cases_stop', 'upload_id', 'cases_upload');

-- an application that logs in as the owner and steps down does not see its own connections' names
CREATE FUNCTION cases_work(upload uuid) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'ansinh ' || replace(upload::text, '-', '') || ' %'
$$;
"""


class Migration(migrations.Migration):
    """A table of its own, behind the wall of its place."""

    dependencies = [("cases", "0011_vouched"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("heeded_at", models.DateTimeField(null=True)),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "upload",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="cases.upload"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(condition=models.Q(("heeded_at__isnull", True)), fields=("upload",), name="stop_open_once")]},
        ),
        migrations.RunSQL(WORK, migrations.RunSQL.noop),
    ]
