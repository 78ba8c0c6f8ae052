"""Reading notices."""

from __future__ import annotations

from django.db.models import QuerySet

from plejebro.notifications.models import OutboxMessage


def notices_of(user_id: int) -> QuerySet[OutboxMessage]:
    """The user's notices, newest first."""
    return OutboxMessage.objects.filter(recipient_id=user_id).order_by("-created_at", "-pk")


def unread_count(user_id: int) -> int:
    """How many of them the user has not seen."""
    return OutboxMessage.objects.filter(recipient_id=user_id, read_at__isnull=True).count()


def whole_outbox() -> QuerySet[OutboxMessage]:
    """Every message, newest first: for the demo's outbox page only."""
    return OutboxMessage.objects.order_by("-created_at", "-pk")
