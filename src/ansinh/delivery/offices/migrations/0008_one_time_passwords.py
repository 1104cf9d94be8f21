"""Until when a one-time password may be used to choose one of one's own."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("offices", "0007_signing_limits")]
    operations = [
        migrations.AddField(
            model_name="officer",
            name="one_time_until",
            field=models.DateTimeField(help_text="until when her one-time password may be used to choose one of her own; empty once she has", null=True),
        ),
    ]
