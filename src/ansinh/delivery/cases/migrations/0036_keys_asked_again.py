"""When a certificate ends, and that somebody had a key asked again at once."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STANDS = """
CREATE OR REPLACE FUNCTION cases_signing_wait_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told text[] := ARRAY['tried_at', 'tries', 'why', 'settled_at', 'asked_at', 'asked_by_id'];
BEGIN
    IF OLD.settled_at IS NOT NULL OR (to_jsonb(OLD) - told) <> (to_jsonb(NEW) - told)
       OR NEW.settled_at IS NOT NULL AND NOT EXISTS (SELECT FROM cases_papersignature s WHERE s.document_id = NEW.document_id) THEN
        RAISE EXCEPTION 'paper % waits until it is signed', OLD.document_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Three columns, one index, and the guard that lets two of them be told."""

    dependencies = [
        ("cases", "0035_lists_go_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="papersignature",
            name="valid_until",
            field=models.DateTimeField(help_text="when the certificate ends; unknown of papers signed before this was kept", null=True),
        ),
        migrations.AddField(
            model_name="signingwait",
            name="asked_at",
            field=models.DateTimeField(help_text="when somebody last said that the key be asked again at once", null=True),
        ),
        migrations.AddField(
            model_name="signingwait",
            name="asked_by",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(model_name="papersignature", index=models.Index(fields=["officer", "-signed_at"], name="paper_signature_by_officer")),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
    ]
