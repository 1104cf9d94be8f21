"""Row security of messages."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Walls of the outbox."""

    dependencies = [("notices", "0001_initial"), ("offices", "0002_walls")]
    operations = [migrations.RunSQL("SELECT ansinh_secure('notices_notice')", migrations.RunSQL.noop)]
