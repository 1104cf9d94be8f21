"""Who does not accept an answer goes on, once: the second complaint names the first."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A reference, and of which kinds it may be."""

    dependencies = [("grievances", "0007_by_index")]
    operations = [
        migrations.AddField(
            model_name="grievance",
            name="follows",
            field=models.OneToOneField(
                help_text="the complaint whose answer this one does not accept; answered by an office above",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed",
                to="grievances.grievance",
            ),
        ),
        migrations.AddConstraint(
            model_name="grievance",
            constraint=models.CheckConstraint(
                condition=models.Q(("follows__isnull", True), models.Q(("kind__in", ["conduct", "objection"]), _negated=True), _connector="OR"),
                name="grievance_goes_on_from_a_complaint",
            ),
        ),
    ]
