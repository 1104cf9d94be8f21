"""A paper may come before what it belongs to is filed; with the filing it moves there once, and nothing else of it changes."""

from __future__ import annotations

from django.db import migrations, models

SQL = """
CREATE OR REPLACE FUNCTION cases_paper_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := CASE OLD.state WHEN 'waiting'
        THEN ARRAY['state', 'refused_code', 'refused_what', 'sha256', 'media_type', 'size_bytes', 'pages', 'checked_at', 'erased_at']
        ELSE ARRAY['erased_at'] END
        || CASE WHEN OLD.about_kind = 'draft' AND NEW.about_kind = 'filing' AND OLD.erased_at IS NULL
            THEN ARRAY['about_kind', 'about', 'province', 'district', 'commune'] ELSE ARRAY[]::text[] END;
BEGIN
    IF (to_jsonb(OLD) - may_change) <> (to_jsonb(NEW) - may_change) OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at) THEN
        RAISE EXCEPTION 'paper % (%) stands as it was sent and checked', OLD.id, OLD.state USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'whoever has another sends another';
    END IF;
    RETURN NEW;
END $$;
"""
KINDS = models.CheckConstraint(condition=models.Q(("about_kind__in", ["claim", "filing", "draft"])), name="paper_about_known")


class Migration(migrations.Migration):
    """A kind more, an index of those not filed yet, and a guard that lets them move once."""

    dependencies = [("cases", "0018_posted_letters")]
    operations = [
        migrations.AlterField("paper", "about_kind", models.CharField(help_text="claim, filing, or draft: what somebody is about to file", max_length=10)),
        migrations.RemoveConstraint("paper", "paper_about_known"),
        migrations.AddConstraint("paper", KINDS),
        migrations.AddIndex(
            "paper",
            models.Index(condition=models.Q(("about_kind", "draft"), ("erased_at__isnull", True)), fields=["received_at"], name="paper_of_draft"),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
