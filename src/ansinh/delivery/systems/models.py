"""Other systems that call: who they are, who answers for them here, what they may do, and how long."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer


class Ability(models.TextChoices):
    """What a client may be allowed; the word is the scope of OAuth 2.0."""

    WRITE = "dossiers:write", "Nộp hồ sơ"
    READ = "dossiers:read", "Xem hồ sơ mình nộp"
    SEARCH = "social-registry:search", "Tra cứu sổ đăng ký xã hội"


class ApiClient(models.Model):
    """Another system, as one named officer let it in: it sees no further than the office it works with, and no longer than its last day."""

    id = models.UUIDField(primary_key=True, default=new_key)
    client_id = models.CharField(max_length=40, unique=True, help_text="the name it calls by: dvc-quoc-gia")
    name = models.CharField(max_length=100)
    contact = models.CharField(max_length=200, help_text="who is called when it fails: a duty desk, no private number")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="api_clients")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", help_text="whose place bounds what it files and sees")
    programmes = ArrayField(models.CharField(max_length=20))
    abilities = ArrayField(models.CharField(max_length=40, choices=Ability.choices))
    per_minute = models.PositiveSmallIntegerField(help_text="calls a minute")
    secret_sha256 = models.CharField(max_length=64, blank=True, help_text="of a secret of 256 bits that was shown once")
    public_key = models.JSONField(null=True, help_text="a JSON Web Key, for private_key_jwt")
    certificate_sha256 = models.CharField(max_length=64, blank=True, help_text="thumbprint of its TLS certificate, for tls_client_auth")
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="the last day")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """It proves itself in at least one way, may do something, and is revoked whole."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(secret_sha256="") | Q(public_key__isnull=False) | ~Q(certificate_sha256=""),
                name="client_proves_itself",
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="client_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(per_minute__gt=0), name="client_may_call"),
            models.CheckConstraint(condition=~Q(abilities=[]) & ~Q(programmes=[]), name="client_may_do_something"),
            models.CheckConstraint(condition=~Q(contact="") & ~Q(name=""), name="client_has_a_contact"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because=""),
                name="client_revoked_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["owner"], name="client_by_owner")]

    def __str__(self) -> str:
        """Name it."""
        return self.name
