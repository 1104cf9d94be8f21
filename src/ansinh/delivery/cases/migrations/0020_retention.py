"""Retention periods as the ministry confirms them: what was proposed and answered stands."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_retentionperiod');
CREATE FUNCTION cases_retention_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := CASE WHEN OLD.answered_at IS NULL THEN ARRAY['answered_by_id', 'answered_at', 'stands', 'because'] ELSE ARRAY[]::text[] END;
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) THEN
        RAISE EXCEPTION 'period % stands as it was', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'propose another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_retentionperiod FOR EACH ROW EXECUTE FUNCTION cases_retention_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_retentionperiod FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """One table, walled and guarded."""

    dependencies = [
        ("cases", "0019_papers_of_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("kind", models.CharField(help_text="as the programme's file names it, or `ends`: the programme's last day", max_length=10)),
                ("months", models.PositiveSmallIntegerField(help_text="after the programme's last day", null=True)),
                ("ends_on", models.DateField(help_text="the programme's last day", null=True)),
                ("basis", models.CharField(help_text="the written document that says so", max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("stands", models.BooleanField(help_text="whether the second officer confirmed it", null=True)),
                ("because", models.CharField(blank=True, help_text="what was looked at, or why not", max_length=200)),
                (
                    "answered_by",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("proposed_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "kind", "-answered_at"], name="retention_by_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_on__isnull", False), ("kind", "ends"), ("months__isnull", True)),
                            models.Q(models.Q(("kind", "ends"), _negated=True), ("ends_on__isnull", True), ("months__gte", 1)),
                            _connector="OR",
                        ),
                        name="retention_period_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("basis", ""), _negated=True), name="retention_has_a_basis"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True), ("because", ""), ("stands__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("stands__isnull", False),
                                models.Q(("because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retention_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by__isnull", True), models.Q(("answered_by", models.F("proposed_by")), _negated=True), _connector="OR"),
                        name="retention_four_eyes",
                    ),
                    models.UniqueConstraint(condition=models.Q(("answered_at__isnull", True)), fields=("programme", "kind"), name="retention_proposed_once"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
