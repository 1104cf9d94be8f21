"""Notes for a step or a colleague, and pinned ones, are found at the end of an index each."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three indexes in the place of one."""

    dependencies = [
        ("cases", "0039_proposals_climb"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="note",
            name="note_on_top",
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(condition=models.Q(("pinned", True)), fields=["dossier", "-id"], name="note_pinned"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(condition=models.Q(("for_step", ""), _negated=True), fields=["dossier", "for_step", "-id"], name="note_for_step"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(condition=models.Q(("for_officer__isnull", False)), fields=["dossier", "for_officer", "-id"], name="note_for_officer"),
        ),
    ]
