"""Paper forms that came together by post, and the form and batch a filing was entered from."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('intake_batch');
CREATE FUNCTION intake_batch_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['owner_id', 'settled_by_id', 'settled_at', 'note']
        || CASE WHEN OLD.counted IS NULL THEN ARRAY['counted', 'counted_by_id', 'counted_at'] ELSE ARRAY[]::text[] END;
BEGIN
    IF OLD.settled_at IS NOT NULL OR (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) THEN
        RAISE EXCEPTION 'batch % stands as it was announced, counted and settled', OLD.number USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'announce another for forms that turn up later';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON intake_batch FOR EACH ROW EXECUTE FUNCTION intake_batch_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON intake_batch FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Behind the wall of the receiving office's place; what was counted stays."""

    dependencies = [
        ("cases", "0012_stop"),
        ("intake", "0003_employers"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="form",
            field=models.CharField(blank=True, help_text="id printed on the paper form it was entered from", max_length=14),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("number", models.CharField(help_text="province-BD-year-counter", max_length=30, unique=True)),
                ("sender", models.CharField(help_text="the post office that handed it over", max_length=160)),
                ("handed_on", models.DateField()),
                ("announced", models.IntegerField(help_text="forms on the hand-over list")),
                ("announced_at", models.DateTimeField()),
                ("counted", models.IntegerField(help_text="forms found on arrival", null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, help_text="where the forms are that differ", max_length=500)),
                ("settled_at", models.DateTimeField(null=True)),
                ("announced_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("counted_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("office", models.ForeignKey(help_text="that receives it", on_delete=django.db.models.deletion.PROTECT, to="offices.office")),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="who answers for every form of it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("announced__gt", 0)), name="batch_announces_forms"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("counted__isnull", True), ("counted_at__isnull", True), ("counted_by__isnull", True)),
                            models.Q(("counted__gte", 0), ("counted_at__isnull", False), ("counted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="batch_counted_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("note", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("counted__isnull", False),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("announced", models.F("counted")), models.Q(("note", ""), _negated=True), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="batch_settled_whole",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["office", "-id"], name="batch_by_office"),
                ],
            },
        ),
        migrations.AddField(
            model_name="filing",
            name="batch",
            field=models.ForeignKey(
                help_text="with which it came by post", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="intake.batch"
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(condition=models.Q(("form", ""), _negated=True), fields=["form"], name="filing_by_form"),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
