"""A key belongs to whoever calls: an officer, or another system."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column's name says so."""

    dependencies = [("api", "0001_initial")]
    operations = [
        migrations.RemoveConstraint(model_name="reply", name="reply_once"),
        migrations.RenameField(model_name="reply", old_name="officer", new_name="caller"),
        migrations.AddConstraint(model_name="reply", constraint=models.UniqueConstraint(fields=["caller", "key"], name="reply_once")),
    ]
