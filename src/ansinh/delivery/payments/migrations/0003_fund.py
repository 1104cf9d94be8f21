"""The account money is paid from."""

from __future__ import annotations

from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """A province's account for a programme; read by the offices of the whole province, so its walls stand at the province."""

    dependencies = [("payments", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=140)),
                ("account_number", models.CharField(max_length=34)),
                ("bank_name", models.CharField(max_length=140)),
                ("valid_from", models.DateField()),
                ("basis", models.CharField(help_text="the written act that opens it", max_length=200)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("province", "programme", "valid_from"), name="fund_once_a_day")]},
        ),
        migrations.RunSQL("SELECT ansinh_secure('payments_fund'); SELECT ansinh_only_add('payments_fund');", migrations.RunSQL.noop),
    ]
