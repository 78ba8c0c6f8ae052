"""What reviewers are told by notice: that there is something to do, never of whom."""

from __future__ import annotations

from django.urls import reverse

from plejebro.notifications.actions import Notice, post
from plejebro.practice_review.enums import Part
from plejebro.practice_review.models import SampledDecision, Study, StudyMember


def tell_coders(study: Study) -> None:
    """Everybody who codes in the study has decisions waiting."""
    for member in StudyMember.objects.filter(study=study, part=Part.CODER).select_related("user").order_by("pk"):
        post(
            Notice(
                kind="review.start",
                user_id=member.user_id,
                address=member.user.email,
                headline="Du har afgørelser at bedømme.",
                lines=("Bedøm dem hver for sig, og tal ikke med den anden bedømmer, før I begge er færdige.",),
                path=reverse("practice_review:codings"),
                dedupe_key=f"review.start:{study.public_id}:{member.user_id}",
            )
        )


def tell_settlers(decision: SampledDecision) -> None:
    """Two reviewers disagree; one notice per study and day would be fewer, but a decision is told of once."""
    settlers = StudyMember.objects.filter(study_id=decision.study_id, part=Part.SETTLER).select_related("user")
    for member in settlers.order_by("pk"):
        post(
            Notice(
                kind="review.disputed",
                user_id=member.user_id,
                address=member.user.email,
                headline="To bedømmere er uenige. Du afgør, hvad der gælder.",
                lines=(),
                path=reverse("practice_review:settle", args=[decision.public_id]),
                dedupe_key=f"review.disputed:{decision.public_id}:{member.user_id}",
            )
        )
