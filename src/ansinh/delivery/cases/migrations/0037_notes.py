"""Officers' notes about dossiers and claims."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('cases_note');
CREATE TRIGGER note_kept BEFORE DELETE ON cases_note FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER note_kept_whole BEFORE TRUNCATE ON cases_note FOR EACH STATEMENT EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_note_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- its words go when their time is over, with the salt, and nothing else ever changes
    IF NEW.text <> '#' OR NEW.salt <> '' OR (to_jsonb(OLD) - ARRAY['text', 'salt']) <> (to_jsonb(NEW) - ARRAY['text', 'salt']) THEN
        RAISE EXCEPTION 'note % stands as it was written', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'strike it out by a further note';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_note FOR EACH ROW EXECUTE FUNCTION cases_note_stands();

CREATE FUNCTION cases_note_of_its_dossier() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    IF NEW.claim_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases_claim c WHERE c.id = NEW.claim_id AND c.dossier_id = NEW.dossier_id)
       OR NEW.strikes_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases_note n WHERE n.id = NEW.strikes_id AND n.dossier_id = NEW.dossier_id AND n.strikes_id IS NULL) THEN
        RAISE EXCEPTION 'note % is not of its dossier', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER of_its_dossier BEFORE INSERT ON cases_note FOR EACH ROW EXECUTE FUNCTION cases_note_of_its_dossier();
"""


class Migration(migrations.Migration):
    """One table behind the wall of its place, only ever added to."""

    dependencies = [
        ("cases", "0036_keys_asked_again"),
        ("offices", "0007_signing_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("text", models.CharField(max_length=1000)),
                (
                    "salt",
                    models.CharField(
                        help_text="with it the log's hash of the text can be proved; erased with the text, so that the hash tells nothing", max_length=32
                    ),
                ),
                ("for_step", models.CharField(blank=True, help_text="the step whose owner it is for, whoever that is by then", max_length=20)),
                ("pinned", models.BooleanField(default=False)),
                (
                    "withheld",
                    models.BooleanField(default=False, help_text="it speaks of somebody else or of an inquiry: its words are not handed to the person"),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        help_text="empty where it is about the dossier as a whole",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="cases.claim",
                    ),
                ),
                ("dossier", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="cases.dossier")),
                (
                    "for_officer",
                    models.ForeignKey(
                        db_index=False,
                        help_text="the colleague it is for; her step stands in `for_step`",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False, help_text="hers when she wrote it", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                ("officer", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("strikes", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="struck", to="cases.note")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["dossier", "-id"], name="note_by_dossier"),
                    models.Index(condition=models.Q(("claim__isnull", False)), fields=["claim", "-id"], name="note_by_claim"),
                    models.Index(
                        condition=models.Q(("pinned", True), models.Q(("for_step", ""), _negated=True), _connector="OR"), fields=["dossier"], name="note_on_top"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="note_says_something"),
                    models.CheckConstraint(
                        condition=models.Q(("for_officer__isnull", True), models.Q(("for_step", ""), _negated=True), _connector="OR"),
                        name="note_for_an_officer_at_her_step",
                    ),
                    models.CheckConstraint(condition=models.Q(("strikes", models.F("id")), _negated=True), name="note_strikes_another"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="erasure",
            name="kind",
            field=models.CharField(help_text="drafts, lists, contacts, accounts, notes or corrected; papers carry their own day", max_length=10),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
