"""Who let a posted list go on by itself when its days are over."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, an index over the few rows that have it, one condition."""

    dependencies = [("cases", "0034_forward_many"), ("offices", "0007_signing_limits"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            model_name="task",
            name="goes_on_by",
            field=models.ForeignKey(
                help_text="who let the list go on by itself after its days",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True), ("goes_on_by__isnull", False)), fields=["posted_until", "id"], name="task_goes_on"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("goes_on_by__isnull", True), ("posted_until__isnull", False), _connector="OR"), name="task_goes_on_is_posted"
            ),
        ),
    ]
