"""The order of work in bounded parts: a province is looked at until nothing is left, and a task that only changes its place is not counted anew."""

from __future__ import annotations

from django.db import migrations, models

WHEN = """
DROP TRIGGER one_task ON cases_task;
CREATE CONSTRAINT TRIGGER one_task AFTER INSERT OR UPDATE OF dossier_id, done_at ON cases_task DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION cases_one_task();
"""


class Migration(migrations.Migration):
    """A mark of a province, and a guard that asks only when what it guards changes."""

    dependencies = [("cases", "0031_minutes")]

    operations = [
        migrations.AddField(
            model_name="pace",
            name="settled",
            field=models.BooleanField(db_default=False, default=False, help_text="that an hour after it no task was found out of it"),
        ),
        migrations.RunSQL(WHEN, migrations.RunSQL.noop),
    ]
