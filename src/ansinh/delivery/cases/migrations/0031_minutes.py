"""Minutes of hand-overs, added and never changed, behind the wall of their place."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_handoverminutes'), ansinh_only_add('cases_handoverminutes');

CREATE FUNCTION cases_minutes_by_verification(of_code text) RETURNS TABLE (number text, office text, made_on date, tasks integer)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT m.counted || '/BB-' || o.symbol, o.name, (m.made_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, m.tasks
    FROM cases_handoverminutes m JOIN offices_office o ON o.id = m.office_id WHERE m.verification = of_code
$$;
"""


class Migration(migrations.Migration):
    """One table, walled and guarded, and what a code proves."""

    dependencies = [
        ("cases", "0030_marks"),
        ("offices", "0007_signing_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOverMinutes",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("counted", models.IntegerField(help_text="its number among the minutes of the office and year")),
                ("tasks", models.IntegerField(help_text="open tasks that had changed hands")),
                ("verification", models.CharField(help_text="the code behind its QR", max_length=14, unique=True)),
                ("made_at", models.DateTimeField()),
                ("absence", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="offices.absence")),
                ("file", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.storedfile")),
                ("made_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("office", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "counted"), name="minutes_number_once"),
                    models.CheckConstraint(condition=models.Q(("tasks__gte", 0)), name="minutes_tasks_not_negative"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
