"""What its issuer said of a certificate just before it signed."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Three columns that belong together."""

    dependencies = [("cases", "0037_notes")]

    operations = [
        migrations.AddField(
            model_name="papersignature",
            name="revocation",
            field=models.CharField(
                blank=True,
                default="",
                help_text="what its issuer said just before it signed: good, unknown; empty where it names nobody to ask",
                max_length=7,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="papersignature",
            name="revocation_by",
            field=models.CharField(blank=True, default="", help_text="who was asked: OCSP or CRL, and the address", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="papersignature",
            name="revocation_at",
            field=models.DateTimeField(help_text="as of when the issuer's answer stands", null=True),
        ),
        migrations.AddConstraint(
            model_name="papersignature",
            constraint=models.CheckConstraint(
                condition=Q(revocation="", revocation_by="", revocation_at=None)
                | Q(revocation="unknown", revocation_at=None) & ~Q(revocation_by="")
                | Q(revocation="good", revocation_at__isnull=False) & ~Q(revocation_by=""),
                name="paper_signature_revocation_whole",
            ),
        ),
    ]
