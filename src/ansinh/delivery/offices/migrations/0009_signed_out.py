"""When somebody last ended all sessions of an officer."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("offices", "0008_one_time_passwords")]
    operations = [
        migrations.AddField(
            model_name="officer",
            name="signed_out_at",
            field=models.DateTimeField(help_text="what she signed in with before is over, sessions and tokens; empty: nobody has ended them", null=True),
        ),
    ]
