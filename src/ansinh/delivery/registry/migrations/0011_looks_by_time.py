"""Looks are read by time, for those who supervise."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("registry", "0010_tax_identities")]
    operations = [migrations.AddIndex(model_name="access", index=models.Index(fields=["-at", "-id"], name="access_by_time"))]
