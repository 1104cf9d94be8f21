"""An inspector's note is her own side's unless she says that it is for the office."""

from __future__ import annotations

from django.db import migrations, models

STANDS = """
CREATE OR REPLACE FUNCTION cases_note_of_its_dossier() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF NEW.claim_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases_claim c WHERE c.id = NEW.claim_id AND c.dossier_id = NEW.dossier_id)
       OR NEW.strikes_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases_note n WHERE n.id = NEW.strikes_id AND n.dossier_id = NEW.dossier_id AND n.strikes_id IS NULL) THEN
        RAISE EXCEPTION 'note % is not of its dossier', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.strikes_id IS NOT NULL AND EXISTS (SELECT FROM cases_note n WHERE n.id = NEW.strikes_id AND n.inspectors_of <> NEW.inspectors_of) THEN
        RAISE EXCEPTION 'note % is read by others than the one it strikes out', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """One column; what was written before stays for whoever works on the dossier, as its writers knew."""

    dependencies = [("cases", "0040_notes_for_whom")]
    operations = [
        migrations.AddField(
            model_name="note",
            name="inspectors_of",
            field=models.CharField(
                blank=True,
                choices=[("national", "Trung ương"), ("province", "Cấp tỉnh"), ("district", "Cấp huyện"), ("commune", "Cấp xã")],
                db_default="",
                help_text="an inspector's own: the level of her office, above which heads read it too; empty: for whoever works on the dossier",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("inspectors_of", ""), ("for_step", ""), _connector="OR"), name="note_of_inspectors_for_no_step"
            ),
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
    ]
