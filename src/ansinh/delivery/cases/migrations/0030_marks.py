"""Acts on many claims of a dossier, behind the wall of their place; they are undone once, never changed."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['cases_mark', 'cases_markitem']::regclass[]) AS t;
SELECT ansinh_only_add('cases_markitem');
CREATE TRIGGER mark_kept BEFORE DELETE ON cases_mark FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_mark_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.undone_at IS NOT NULL OR (to_jsonb(OLD) - 'undone_at') <> (to_jsonb(NEW) - 'undone_at') THEN
        RAISE EXCEPTION 'mark % stands as it was made and undone', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_mark FOR EACH ROW EXECUTE FUNCTION cases_mark_stands();
"""


class Migration(migrations.Migration):
    """Two tables, walled and guarded."""

    dependencies = [
        ("cases", "0029_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("action", models.CharField(choices=[("exclude", "Đề nghị loại"), ("include", "Lấy lại"), ("ask", "Yêu cầu bổ sung")], max_length=7)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("article", models.CharField(blank=True, max_length=100)),
                ("claims", models.IntegerField()),
                ("amount_vnd", models.BigIntegerField(help_text="what the law gives those of them that are eligible")),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("task", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="cases.task")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_vnd__gte", 0), ("claims__gt", 0)), name="mark_of_somebody"),
                    models.CheckConstraint(
                        condition=models.Q(("action", "include"), models.Q(("reason", ""), _negated=True), _connector="OR"), name="mark_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkItem",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("article", models.CharField(blank=True, max_length=100)),
                (
                    "claim",
                    models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="cases.claim"),
                ),
                ("mark", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.mark")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
