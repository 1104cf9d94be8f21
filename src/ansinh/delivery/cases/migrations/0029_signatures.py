"""Digital signatures on papers, added and never changed, and papers that wait for a key; behind the wall of their place."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['cases_papersignature', 'cases_signingwait']::regclass[]) AS t;
SELECT ansinh_only_add('cases_papersignature');

CREATE FUNCTION cases_signing_wait_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.settled_at IS NOT NULL OR (to_jsonb(OLD) - ARRAY['tried_at', 'tries', 'why', 'settled_at']) <> (to_jsonb(NEW) - ARRAY['tried_at', 'tries', 'why', 'settled_at'])
       OR NEW.settled_at IS NOT NULL AND NOT EXISTS (SELECT FROM cases_papersignature s WHERE s.document_id = NEW.document_id) THEN
        RAISE EXCEPTION 'paper % waits until it is signed', OLD.document_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON cases_signingwait FOR EACH ROW EXECUTE FUNCTION cases_signing_wait_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON cases_signingwait FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION cases_signature_by_verification(of_code text)
RETURNS TABLE (code text, path text, sha256 text, subject text, issuer text, serial text, signed_at timestamptz, timestamped boolean, trial boolean)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT of_code, f.path, f.sha256, s.subject, s.issuer, s.serial, s.signed_at, s.timestamped, s.trial
    FROM cases_papersignature s JOIN cases_storedfile f ON f.id = s.file_id
    WHERE s.document_id IN (SELECT d.document_id FROM cases_decision d WHERE d.verification = of_code
        UNION ALL SELECT r.document_id FROM cases_revision r WHERE r.verification = of_code)
$$;

CREATE FUNCTION cases_paper_by_hash(of_hash text) RETURNS TABLE (code text, signed boolean)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT coalesce(d.verification, r.verification), s.id IS NOT NULL
    FROM cases_storedfile f LEFT JOIN cases_papersignature s ON s.file_id = f.id
    LEFT JOIN cases_decision d ON d.document_id = coalesce(s.document_id, f.id) LEFT JOIN cases_revision r ON r.document_id = coalesce(s.document_id, f.id)
    WHERE f.sha256 = of_hash AND f.kind IN ('decision', 'signed') AND (d.id IS NOT NULL OR r.id IS NOT NULL)
    ORDER BY 2 DESC LIMIT 1
$$;
"""


class Migration(migrations.Migration):
    """Two tables, walled and guarded, and what a code or a file proves."""

    dependencies = [
        ("cases", "0028_found_and_kept"),
        ("offices", "0007_signing_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperSignature",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("subject", models.CharField(help_text="whom the certificate names", max_length=300)),
                ("issuer", models.CharField(max_length=300)),
                ("serial", models.CharField(help_text="of the certificate, hexadecimal", max_length=80)),
                ("signed_at", models.DateTimeField()),
                ("timestamped", models.BooleanField(help_text="that a time stamping authority proves the time")),
                ("trial", models.BooleanField(help_text="that the key is the test authority's and proves nothing")),
                (
                    "document",
                    models.OneToOneField(
                        help_text="the paper as it was set", on_delete=django.db.models.deletion.PROTECT, related_name="signature", to="cases.storedfile"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        help_text="the same, signed", on_delete=django.db.models.deletion.PROTECT, related_name="signs", to="cases.storedfile"
                    ),
                ),
                ("officer", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", models.F("file")), _negated=True),
                            models.Q(("serial", ""), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                        ),
                        name="paper_signature_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningWait",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("tried_at", models.DateTimeField()),
                ("tries", models.PositiveIntegerField(default=1)),
                ("why", models.CharField(help_text="what the key's library or service said last", max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
                ("document", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="signing_wait", to="cases.storedfile")),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False, help_text="whose chief is told too", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        help_text="who decided and must sign",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("settled_at__isnull", True)), fields=["office", "officer"], name="signing_wait_told"),
                    models.Index(condition=models.Q(("settled_at__isnull", True)), fields=["tried_at"], name="signing_wait_open"),
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("tries__gt", 0)), name="signing_wait_tried")],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
