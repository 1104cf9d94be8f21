"""Digital signatures on papers, and papers whose signer's key was not there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class PaperSignature(Placed):
    """Who signed a paper, by which certificate, when, and the signed file; once, and never changed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    document = models.OneToOneField(StoredFile, models.PROTECT, related_name="signature", help_text="the paper as it was set")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="signs", help_text="the same, signed")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=300, help_text="whom the certificate names")
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80, help_text="of the certificate, hexadecimal")
    signed_at = models.DateTimeField()
    timestamped = models.BooleanField(help_text="that a time stamping authority proves the time")
    trial = models.BooleanField(help_text="that the key is the test authority's and proves nothing")
    valid_until = models.DateTimeField(null=True, help_text="when the certificate ends; unknown of papers signed before this was kept")
    revocation = models.CharField(
        max_length=7, blank=True, help_text="what its issuer said just before it signed: good, unknown; empty where it names nobody to ask"
    )
    revocation_by = models.CharField(max_length=300, blank=True, help_text="who was asked: OCSP or CRL, and the address")
    revocation_at = models.DateTimeField(null=True, help_text="as of when the issuer's answer stands")

    class Meta:
        """A signed file is another file; a certificate has a number."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(document=models.F("file")) & ~Q(serial="") & ~Q(subject=""), name="paper_signature_whole"),
            models.CheckConstraint(
                condition=Q(revocation="", revocation_by="", revocation_at=None)
                | Q(revocation="unknown", revocation_at=None) & ~Q(revocation_by="")
                | Q(revocation="good", revocation_at__isnull=False) & ~Q(revocation_by=""),
                name="paper_signature_revocation_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["officer", "-signed_at"], name="paper_signature_by_officer")]


class SigningWait(Placed):
    """A paper that waits to be signed because its signer's key was not there or refused: an alarm until it is signed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    document = models.OneToOneField(StoredFile, models.PROTECT, related_name="signing_wait")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False, help_text="who decided and must sign")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, help_text="whose chief is told too")
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    why = models.CharField(max_length=300, help_text="what the key's library or service said last")
    settled_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="when somebody last said that the key be asked again at once")
    asked_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        """Those that wait are few, and sought by who is told."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(tries__gt=0), name="signing_wait_tried")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["office", "officer"], name="signing_wait_told", condition=Q(settled_at__isnull=True)),
            models.Index(fields=["tried_at"], name="signing_wait_open", condition=Q(settled_at__isnull=True)),
        ]
