"""Claims, determinations and rows of uploads refer by sets; a claim names its person by identity; it begins in review."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

REFER = """
SELECT ansinh_refer('cases_uploadrow', 'upload_id', 'cases_upload');
SELECT ansinh_refer('cases_claim', 'dossier_id', 'cases_dossier');

DROP TRIGGER approved_are_drawn_new ON cases_claim;
CREATE FUNCTION cases_claim_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'claim % begins in review, not %', NEW.id, NEW.state USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER begins BEFORE INSERT ON cases_claim FOR EACH ROW WHEN (NEW.state <> 'in_review') EXECUTE FUNCTION cases_claim_begins();
SELECT ansinh_refer('cases_determination', 'claim_id', 'cases_claim');
"""


class Migration(migrations.Migration):
    """References of casework."""

    dependencies = [
        ("cases", "0003_attested"),
        ("registry", "0003_slot"),
        ("offices", "0003_references"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="dossier",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="claim_rows", to="cases.dossier"
            ),
        ),
        migrations.RemoveField(model_name="claim", name="person"),
        migrations.AlterField(
            model_name="claim",
            name="identity",
            field=models.CharField(help_text="who it is for: with the province, the person of the registry", max_length=140),
        ),
        migrations.AlterField(
            model_name="determination",
            name="claim",
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="determinations", to="cases.claim"),
        ),
        migrations.AlterField(
            model_name="uploadrow",
            name="upload",
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="cases.upload"),
        ),
        migrations.RunSQL(REFER, migrations.RunSQL.noop),
    ]
