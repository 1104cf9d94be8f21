"""A correction of what is kept of a person is asked for as a complaint is."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more kind."""

    dependencies = [
        ("grievances", "0002_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="grievance",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision", "Khiếu nại quyết định"),
                    ("delay", "Chậm giải quyết"),
                    ("missing", "Bị bỏ sót"),
                    ("conduct", "Hành vi của cán bộ"),
                    ("objection", "Ý kiến về danh sách niêm yết"),
                    ("amendment", "Đề nghị sửa thông tin"),
                ],
                max_length=9,
            ),
        ),
    ]
