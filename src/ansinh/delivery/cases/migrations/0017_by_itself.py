"""Mandates and what completed by itself, behind the wall of their place; what was given and what was found stands."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_mandate');
SELECT ansinh_secure('cases_completion');

CREATE FUNCTION cases_mandate_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - 'held') <> (to_jsonb(NEW) - 'held') OR lower(OLD.held) <> lower(NEW.held) OR (upper(OLD.held) IS NOT NULL AND NEW.held @> upper(OLD.held)) THEN
        RAISE EXCEPTION 'mandate % stands as it was given', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'end it and give another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_mandate FOR EACH ROW EXECUTE FUNCTION cases_mandate_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_mandate FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_completion_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - '{finding,remark,found_by_id,found_at}'::text[]) <> (to_jsonb(NEW) - '{finding,remark,found_by_id,found_at}'::text[]) OR OLD.finding <> '' THEN
        RAISE EXCEPTION 'completion % stands as it was found', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'what was found wrong is put right by a later act';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_completion FOR EACH ROW EXECUTE FUNCTION cases_completion_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_completion FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Two tables and when a step was last tried."""

    dependencies = [
        ("cases", "0016_erasure"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="tried_at",
            field=models.DateTimeField(help_text="when it was last seen that the step does not complete by itself", null=True),
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("policy", models.CharField(max_length=20)),
                ("most_vnd", models.BigIntegerField(help_text="the most one claim may come to")),
                ("basis", models.CharField(help_text="the written act that gives it", max_length=120)),
                ("held", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("given_at", models.DateTimeField()),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="offices.office")),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("office", "="), ("officer", "="), ("policy", "="), ("held", "&&")], name="mandate_once_at_a_time"
                    ),
                    models.CheckConstraint(condition=models.Q(("given_by", models.F("officer")), _negated=True), name="mandate_of_another"),
                    models.CheckConstraint(condition=models.Q(("most_vnd__gt", 0)), name="mandate_has_a_limit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("claims", models.IntegerField()),
                ("vouched", models.JSONField(help_text="for each fact the registers that told it, with source and day, and of how many claims")),
                ("made_at", models.DateTimeField()),
                ("review_by", models.DateField(help_text="the day by which it is to be looked at; empty where it was not drawn", null=True)),
                ("finding", models.CharField(blank=True, choices=[("right", "Đúng"), ("wrong", "Sai")], max_length=5)),
                ("remark", models.CharField(blank=True, max_length=500)),
                ("found_at", models.DateTimeField(null=True)),
                ("found_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("task", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="completion", to="cases.task")),
                ("mandate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="completions", to="cases.mandate")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", ""), ("found_at__isnull", True), ("found_by__isnull", True)),
                            models.Q(models.Q(("finding", ""), _negated=True), ("found_at__isnull", False), ("found_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="finding_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("finding", "wrong"), _negated=True), models.Q(("remark", ""), _negated=True), _connector="OR"),
                        name="wrong_is_said",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("finding", ""), ("review_by__isnull", False)), fields=["mandate", "review_by"], name="completion_to_look_at"
                    ),
                    models.Index(fields=["mandate", "-made_at"], name="completion_by_mandate"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
