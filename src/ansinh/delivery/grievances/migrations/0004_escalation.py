"""Who was told of late complaints: behind the wall of their place, only added, read without a word of what they say."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys
from ansinh.delivery.cases.models_pace import Escalation

WALL = """
SELECT ansinh_secure('grievances_grievanceescalation');
SELECT ansinh_only_add('grievances_grievanceescalation');

CREATE FUNCTION grievances_told(of_officer uuid, most integer)
RETURNS TABLE (key uuid, number text, rung text, due_on date, owner text, office text, sensitive boolean)
LANGUAGE sql STABLE SET ansinh.level = 'national' SET ansinh.sensitive = 'all' AS $$
    -- that they are late and with whom, no other word of them
    SELECT * FROM (SELECT DISTINCT ON (r.id) r.id, r.number::text, e.rung::text, r.due_on, o.full_name::text, f.name::text, r.sensitive
        FROM grievances_grievanceescalation e JOIN grievances_grievance r ON r.id = e.grievance_id AND r.state = 'filed'
        JOIN offices_officer o ON o.id = r.owner_id JOIN offices_office f ON f.id = r.office_id
        WHERE e.told_id = of_officer AND e.rung <> 'reminder' ORDER BY r.id, e.made_at DESC) late ORDER BY due_on, id LIMIT most
$$;
"""


class Migration(migrations.Migration):
    """One table and who reads it."""

    dependencies = [("grievances", "0003_amendment"), ("offices", "0007_signing_limits")]
    operations = [
        migrations.CreateModel(
            name="GrievanceEscalation",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("rung", models.CharField(choices=Escalation.Rung.choices, max_length=8)),
                ("made_at", models.DateTimeField()),
                (
                    "grievance",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="grievances.grievance"),
                ),
                (
                    "told",
                    models.ForeignKey(
                        help_text="empty where nobody without part in the matter heads the office, which is an alarm of its own",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["told", "-made_at"], name="grievance_escalation_by_told")],
                "constraints": [models.UniqueConstraint(fields=("grievance", "rung"), name="grievance_escalation_once")],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
