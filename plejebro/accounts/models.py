"""Users, platform roles, invitations and the list of where a user is logged in."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from plejebro.accounts.enums import InvitationKind, PlatformRoleKind
from plejebro.accounts.managers import UserManager


class User(AbstractBaseUser):
    """A person who can log in. What they may do follows from employments and families, never from here.

    ``created_at`` and ``last_seen_at`` are real time, also when the demo clock has been moved.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(
        "e-mail", max_length=254, unique=True, error_messages={"unique": "E-mailadressen er allerede i brug."}
    )
    full_name = models.CharField("navn", max_length=150)
    phone = models.CharField("telefon", max_length=30, blank=True)
    is_active = models.BooleanField("kan logge ind", default=True)
    is_demo = models.BooleanField("demobruger", default=False)
    demo_group = models.CharField("demogruppe", max_length=80, blank=True)
    demo_line = models.CharField("demotekst", max_length=200, blank=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "bruger"
        verbose_name_plural = "brugere"
        constraints = [
            # Always lower case: so one e-mail is one user whatever is typed, and looking it up uses
            # the unique index.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="accounts_user_email_lower",
                violation_error_message="E-mailadressen skal stå med små bogstaver.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """The name as the user wrote it, else the e-mail."""
        return self.full_name or self.email

    def get_short_name(self) -> str:
        """The first given name, else the e-mail."""
        return self.full_name.split(" ")[0] if self.full_name else self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Every session carries this value, so a new password or a new epoch ends all of them at their
        # next request without touching the session table. Django also calls it with each old SECRET_KEY.
        text = f"{self.password}:{self.session_epoch}"
        return salted_hmac("plejebro.accounts.User", text, secret=secret, algorithm="sha256").hexdigest()


class PlatformRole(models.Model):
    """A role on the platform from–to (inclusive dates; an empty ``ends`` is open)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="platform_roles")
    role = models.CharField("rolle", max_length=20, choices=PlatformRoleKind.choices)
    starts = models.DateField("fra")
    ends = models.DateField("til", null=True, blank=True)

    class Meta:
        verbose_name = "platformsrolle"
        verbose_name_plural = "platformsroller"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="accounts_platformrole_period",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=PlatformRoleKind.values),
                name="accounts_platformrole_known",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ends__isnull=True),
                name="accounts_platformrole_open_once",
                violation_error_message="Personen har allerede rollen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} fra {self.starts:%d.%m.%Y}"


class Invitation(models.Model):
    """A one-time, expiring invitation. The link's secret is only in the mail; here is its SHA-256.

    ``payload`` holds ids only (for instance ``{"employment": 7}``), never names or case content.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField("e-mail", max_length=254)
    full_name = models.CharField("navn", max_length=150)
    kind = models.CharField("slags", max_length=20, choices=InvitationKind.choices)
    payload = models.JSONField(default=dict)
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_sent")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitationer"
        indexes = [models.Index(fields=["email"], name="accounts_invitation_email")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=InvitationKind.values), name="accounts_invitation_known"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accounts_invitation_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="accounts_invitation_one_end",
                violation_error_message="Invitationen er allerede brugt.",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="accounts_invitation_expires_later",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation til {self.email} ({self.get_kind_display()})"


class LoginSession(models.Model):
    """One place where a user is logged in, so that the user can see it and end it. Real time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField("enhed", max_length=120)
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "log ind"
        verbose_name_plural = "steder du er logget ind"

    def __str__(self) -> str:
        return f"{self.device} siden {self.started_at:%d.%m.%Y %H:%M}"


class RateCount(models.Model):
    """How often one bucket of the rate contract was used within its window. `key` is a hash: it tells nothing of whom."""

    key = models.CharField("nøgle", max_length=64, primary_key=True)
    window_ends = models.BigIntegerField("vinduet slutter")
    used = models.PositiveIntegerField("brugt")
