"""An upload is once by its content: the same file sent twice at the same moment was kept twice and so taken twice."""

from __future__ import annotations

from django.db import migrations, models

FILL = """
SELECT set_config('ansinh.level', 'national', true);
UPDATE cases_upload u SET sha256 = f.sha256 FROM cases_storedfile f WHERE f.id = u.file_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """The hash stands in the upload itself."""

    dependencies = [("cases", "0005_counts")]
    operations = [
        migrations.RemoveConstraint(model_name="upload", name="upload_once"),
        migrations.AddField(
            model_name="upload",
            name="sha256",
            field=models.CharField(default="", help_text="of the file's content; two clicks keep two files, but one upload", max_length=64),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["refused", "discarded"]), _negated=True), fields=("office", "policy", "sha256"), name="upload_once"
            ),
        ),
    ]
