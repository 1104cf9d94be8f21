"""A claim is found by whom it is for, open work by its kinds, by what it waits for, by where it is posted."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0027_order_by_group"),
        ("offices", "0007_signing_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["identity"], name="claim_by_identity"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at__isnull", True)), fields=["owner", "office", "action"], name="task_open_by_kind"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True), ("posted_on__isnull", False)), fields=["province", "commune", "posted_on"], name="task_posted"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("answered_on__isnull", True), ("asked_on__isnull", False), ("done_at__isnull", True)),
                fields=["asked_on", "id"],
                name="task_waiting",
            ),
        ),
    ]
