"""What is late in a province by whichever day comes first is found there, not among what is late in the country."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("cases", "0041_notes_of_inspectors")]
    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["province", "queue_on", "id"], name="task_open_by_province_day"),
        ),
    ]
