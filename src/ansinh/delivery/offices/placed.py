"""The columns that say where a row belongs: every row of a case carries them, and row security reads them."""

from __future__ import annotations

from django.db import models


class Placed(models.Model):
    """A row of one place. `province` never changes: a move closes here and opens there."""

    province = models.CharField(max_length=2)
    district = models.CharField(max_length=3, blank=True)
    commune = models.CharField(max_length=5, blank=True)

    class Meta:
        """Columns only."""

        abstract = True
