"""Each count has a revision of its own, so that what was drawn from it can be kept until the next."""

from __future__ import annotations

from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="counting",
            name="revision",
            field=models.UUIDField(default=ansinh.delivery.offices.keys.new_key, help_text="another one with each count, later ones larger"),
        ),
    ]
