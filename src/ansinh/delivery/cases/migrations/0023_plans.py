"""Documents of the provinces: read by all, added by the province and those above it only, never changed."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
ALTER TABLE cases_plandocument ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_plandocument FORCE ROW LEVEL SECURITY;
CREATE POLICY read_by_all ON cases_plandocument FOR SELECT USING (true);
CREATE POLICY added_in_scope ON cases_plandocument FOR INSERT WITH CHECK (ansinh_sees(province, district, commune));
SELECT ansinh_only_add('cases_plandocument');

CREATE FUNCTION cases_plan_document_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases_plandocument b WHERE b.id = NEW.replaces_id AND (b.programme, b.province, b.kind) = (NEW.programme, NEW.province, NEW.kind)) THEN
        RAISE EXCEPTION 'document % replaces one of another kind, province or programme', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON cases_plandocument FOR EACH ROW WHEN (NEW.replaces_id IS NOT NULL) EXECUTE FUNCTION cases_plan_document_follows();
"""


class Migration(migrations.Migration):
    """One table, walled and guarded."""

    dependencies = [
        ("cases", "0022_bulk_acts"),
        ("offices", "0005_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanDocument",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[("plan", "Kế hoạch"), ("decision", "Quyết định"), ("dispatch", "Công văn"), ("guidance", "Hướng dẫn")], max_length=8
                    ),
                ),
                ("number", models.CharField(help_text="as it stands on the document: 2434/KH-UBND", max_length=60)),
                ("issued_on", models.DateField(help_text="the day on the document; the plan's is the one from which days are counted")),
                ("issued_by", models.CharField(help_text="the office that issued it", max_length=160)),
                ("signed_by", models.CharField(help_text="who signed it, by name and title", max_length=100)),
                ("title", models.CharField(max_length=300)),
                ("published", models.BooleanField(help_text="that everybody may read it, without signing in")),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "file",
                    models.ForeignKey(
                        help_text="as it came, its own signatures in it", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.storedfile"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False, help_text="who entered it", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                ("replaces", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="cases.plandocument")),
            ],
            options={
                "indexes": [models.Index(fields=["province", "-issued_on", "-id"], name="plan_document_by_province")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "plan"), ("replaces__isnull", True)), fields=("programme", "province"), name="plan_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("issued_by", ""), _negated=True),
                            models.Q(("signed_by", ""), _negated=True),
                        ),
                        name="plan_document_is_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
