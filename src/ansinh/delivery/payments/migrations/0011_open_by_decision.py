"""Which decisions have money to file or to be answered is found by an index; a payment that is drawn waits for its file."""

from __future__ import annotations

from django.db import migrations, models

STATES = [("ready", "Chờ lập tệp"), ("sent", "Đã gửi"), ("paid", "Đã nhận tiền"), ("failed", "Không trả được"), ("withdrawn", "Đã rút lại")]


class Migration(migrations.Migration):
    """A word and an index."""

    dependencies = [("payments", "0010_by_index")]
    operations = [
        migrations.AlterField(model_name="instruction", name="state", field=models.CharField(choices=STATES, default="ready", max_length=9)),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(condition=models.Q(("state__in", ["ready", "sent"])), fields=["decision", "state"], name="instruction_open_by_decision"),
        ),
    ]
