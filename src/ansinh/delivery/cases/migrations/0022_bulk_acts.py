"""Acts on many dossiers, held before they leave: a task that is held cannot end."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

HELD = """
SELECT ansinh_secure('cases_bulkact'), ansinh_secure('cases_bulkitem');

CREATE FUNCTION cases_held_stays() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_bulkitem i WHERE i.task_id = NEW.id AND i.held) THEN
        RAISE EXCEPTION 'task % is held and cannot end', NEW.id USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'undo the act that holds it, or wait until it leaves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_stays BEFORE UPDATE OF done_at ON cases_task FOR EACH ROW WHEN (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL)
    EXECUTE FUNCTION cases_held_stays();

CREATE FUNCTION cases_bulk_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.undone_at IS NOT NULL OR OLD.left_at IS NOT NULL
       OR (to_jsonb(OLD) - 'undone_at' - 'left_at') <> (to_jsonb(NEW) - 'undone_at' - 'left_at') THEN
        RAISE EXCEPTION 'bulk act % stands as it was made and ended', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_bulkact FOR EACH ROW EXECUTE FUNCTION cases_bulk_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_bulkact FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER item_kept BEFORE DELETE ON cases_bulkitem FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """Two tables behind the wall of their place."""

    dependencies = [
        ("cases", "0021_inbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("action", models.CharField(choices=[("approve", "Phê duyệt"), ("return", "Trả lại")], max_length=7)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
                ("leaves_at", models.DateTimeField()),
                ("dossiers", models.IntegerField()),
                ("claims", models.IntegerField(help_text="people in them who are approved, or go back")),
                ("amount_vnd", models.BigIntegerField(help_text="what theirs came to in the preview")),
                ("undone_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("undone_at__isnull", True), ("left_at__isnull", True), _connector="OR"), name="bulk_act_ends_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("leaves_at__gt", models.F("made_at"))), name="bulk_act_waits"),
                    models.CheckConstraint(
                        condition=models.Q(("left_at__isnull", True), ("left_at__gte", models.F("leaves_at")), _connector="OR"),
                        name="bulk_act_leaves_after_its_wait",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("undone_at__isnull", True), ("undone_at__lt", models.F("leaves_at")), _connector="OR"),
                        name="bulk_act_undone_in_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("action", "return"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="bulk_return_has_a_reason",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_vnd__gte", 0), ("claims__gte", 0), ("dossiers__gt", 0)), name="bulk_act_holds_dossiers"),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("left_at__isnull", True), ("undone_at__isnull", True)), fields=["leaves_at"], name="bulk_act_held"),
                    models.Index(fields=["officer", "-made_at"], name="bulk_act_by_officer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("claims", models.IntegerField()),
                ("amount_vnd", models.BigIntegerField()),
                ("held", models.BooleanField(default=True)),
                ("refusal", models.JSONField(default=dict, help_text="code and words, where the dossier had changed meanwhile; its task stays with its owner")),
                ("bulk", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.bulkact")),
                ("task", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="held", to="cases.task")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("held", True)), fields=("task",), name="bulk_item_held_once"),
                ],
            },
        ),
        migrations.RunSQL(HELD, migrations.RunSQL.noop),
    ]
