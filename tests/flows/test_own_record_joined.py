"""The municipality makes a placement of a child the family has written down by itself: the family joins the two."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from plejebro.audit.models import Event
from plejebro.audit.types import System
from plejebro.enquiries.models import Enquiry
from plejebro.families.actions import tie_to_municipality
from plejebro.families.enums import LinkOrigin
from plejebro.flows.own_record import join_own_record, tell_of_own_record
from plejebro.flows.start import NewPlacement, start_placement
from plejebro.kernel.refusals import NotPossible
from plejebro.notifications.models import OutboxMessage
from plejebro.placements.models import Placement
from tests.filling import words

NOBODY = {"unit": None, "adviser": None, "consultant": None, "protection": None, "cpr": None, "plan_dated": None}


@pytest.fixture
def made(cast: Any) -> Placement:
    """Ådal, which Mona's record names here, has taken her in and placed Viktor with her itself; Sara decides about him."""
    Placement.objects.filter(pk=cast.viktor.pk).update(municipality=cast.municipality("901"))
    tie_to_municipality(
        actor=System(),
        family=cast.family("vind"),
        municipality=cast.municipality("901"),
        origin=LinkOrigin.MUNICIPALITY,
        starts=cast.today,
        shared=True,
    )
    wanted = {**NOBODY, "unit": cast.unit("Børn og Unge Nord"), "adviser": cast.job("sara")}
    child = NewPlacement(
        given_name="Viktor", family_name="Lindeskov", born_on=date(2016, 2, 3), starts=date(2026, 10, 1), **wanted
    )
    return start_placement(
        actor=cast.sara.viewer(), family=cast.family("vind"), municipality=cast.municipality("901"), wanted=child
    )


def url(placement: Placement) -> str:
    return f"/anbringelser/{placement.public_id}/del/"


def own_ones(cast: Any) -> list[Enquiry]:
    return list(Enquiry.objects.filter(placement=cast.viktor).order_by("pk"))


def joins(cast: Any, made: Placement, *chosen: Enquiry) -> Any:
    data = {"into": str(made.public_id), "enquiries": [str(row.public_id) for row in chosen]}
    return cast.mona.client().post(url(cast.viktor), data)


def test_mona_is_told_without_names_and_asked_whether_it_is_the_same_child(cast: Any, made: Placement) -> None:
    notice = OutboxMessage.objects.get(kind="placement.same_child")
    assert (notice.recipient_id, notice.path) == (cast.mona.user_pk, url(cast.viktor))
    assert "Viktor" not in notice.body and "Ådal" not in notice.body
    page = words(cast.mona.client().get(notice.path))
    assert "Ja, Viktor Lindeskov, hos jer fra 1. oktober 2026" in page
    assert "slutter så med en henvisning" in page
    assert "Sara Lund" in page, "those who can read it afterwards are named"
    assert "Vælg en af mulighederne" in words(cast.mona.client().post(url(cast.viktor), {}))


def test_mona_moves_one_enquiry_with_thread_and_clock_and_keeps_the_others(cast: Any, made: Placement) -> None:
    first, *rest = own_ones(cast)
    texts, due = list(first.messages.order_by("pk").values_list("text", flat=True)), first.clock and first.clock.due_on
    assert rest, "the story has more than one"
    answer = joins(cast, made, first)
    assert answer.status_code == 302, words(answer)
    moved = Enquiry.objects.get(pk=first.pk)
    assert (moved.placement, moved.shared) == (made, True)
    assert (moved.case_number, moved.made_on) == (first.case_number, first.made_on)
    assert (moved.clock and moved.clock.due_on) == due
    assert list(moved.messages.order_by("pk").values_list("text", flat=True))[: len(texts)] == texts
    for row in rest:
        row.refresh_from_db()
        assert (row.placement, row.shared) == (cast.viktor, False)
    thread = reverse("enquiries:thread", args=[first.public_id])
    assert "Flyttet fra familiens egen optegnelse 24. november 2026" in words(cast.sara.client().get(thread))
    assert first.title in words(cast.sara.client().get(f"/anbringelser/{made.public_id}/"))
    assert cast.sara.client().get(reverse("enquiries:thread", args=[rest[0].public_id])).status_code == 404
    assert OutboxMessage.objects.filter(kind="placement.joined", recipient_id=cast.sara.user_pk).count() == 1


def test_the_own_record_ends_by_a_reference_and_the_pages_lead_to_each_other(cast: Any, made: Placement) -> None:
    joins(cast, made)
    own = cast.viktor
    assert (own.continued_in, own.end_reason, own.ends) == (made, "joined", cast.today - timedelta(days=1))
    assert own.shared_at is None
    mona, sara = cast.mona.client(), cast.sara.client()
    before = mona.get(f"/anbringelser/{own.public_id}/")
    assert "Jeres egen optegnelse er samlet med kommunens anbringelse" in words(before)
    assert f"/anbringelser/{made.public_id}/" in before.content.decode()
    after = mona.get(f"/anbringelser/{made.public_id}/")
    assert "Jeres egen optegnelse fra før" in words(after)
    assert str(own.public_id) not in sara.get(f"/anbringelser/{made.public_id}/").content.decode()
    for who in ("sara", "hanne", "birgit"):
        assert getattr(cast, who).client().get(f"/anbringelser/{own.public_id}/").status_code == 404, who
    assert mona.get(reverse("enquiries:new", args=[own.public_id])).status_code == 403
    assert mona.get(reverse("enquiries:new", args=[made.public_id])).status_code == 200
    event = Event.objects.filter(action="placement.join").get()
    assert {str(row.public_id) for row in event.subjects.filter(kind="placement")} == {
        str(own.public_id),
        str(made.public_id),
    }


def test_more_can_be_moved_later_and_the_old_record_is_never_shared_as_a_second_one(cast: Any, made: Placement) -> None:
    joins(cast, made)
    mona, first = cast.mona.client(), own_ones(cast)[0]
    page = words(mona.get(url(cast.viktor)))
    assert "Flyt flere henvendelser til Ådal Kommune" in page and "Er det et af de børn" not in page
    assert mona.post(url(cast.viktor), {"enquiries": [str(first.public_id)]}).status_code == 302
    assert Enquiry.objects.get(pk=first.pk).placement == made
    assert cast.viktor.shared_at is None
    mona.post(url(cast.viktor), {"enquiries": [str(row.public_id) for row in own_ones(cast)]})
    assert not own_ones(cast)
    assert "Der er ikke flere henvendelser at flytte" in words(mona.get(url(cast.viktor), follow=True))


def test_another_child_is_no_the_record_is_shared_for_itself(cast: Any, made: Placement) -> None:
    answer = cast.mona.client().post(url(cast.viktor), {"into": "nej", "enquiries": []})
    assert answer.status_code == 302
    assert cast.viktor.shared_at is not None and cast.viktor.continued_in is None


def test_only_the_familys_own_record_and_the_same_municipalitys_child_are_joined(cast: Any, made: Placement) -> None:
    def try_to_join(someone: Any, own: Placement, into: Placement) -> None:
        with pytest.raises(NotPossible):
            join_own_record(actor=someone.viewer(), own=own, into=into, enquiry_ids=[])

    try_to_join(cast.mona, cast.viktor, cast.mia)  # another family's, another municipality's
    try_to_join(cast.mona, cast.viktor, cast.noah)  # another family's
    try_to_join(cast.inger, cast.noah, cast.mia)  # the municipality's own
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=cast.noah.pk).update(continued_in=cast.mia)
    answer = cast.mona.client().post(url(cast.viktor), {"into": str(cast.noah.public_id)})
    assert answer.status_code == 200 and cast.viktor.continued_in is None


def test_outsiders_with_records_of_their_own_join_nothing(cast: Any, made: Placement) -> None:
    chosen = own_ones(cast)[0]
    for who in ("inger", "karen", "sara", "birgit", "tove"):
        data = {"into": str(made.public_id), "enquiries": [str(chosen.public_id)]}
        assert getattr(cast, who).client().post(url(cast.viktor), data).status_code == 404, who
    assert cast.viktor.continued_in is None
    joins(cast, made, cast.enquiry("driving"))  # an enquiry of another placement is no choice
    assert cast.enquiry("driving").placement == cast.noah


def test_a_draft_in_the_thread_comes_along(cast: Any, made: Placement) -> None:
    first = own_ones(cast)[0]
    mona = cast.mona.client()
    mona.post(reverse("enquiries:thread_draft", args=[first.public_id]), {"text": "Halvt", "submission": str(uuid.uuid4())})
    joins(cast, made, first)
    assert "Halvt" in mona.get(reverse("enquiries:thread", args=[first.public_id])).content.decode()


def test_a_family_without_a_record_of_its_own_is_told_nothing(cast: Any) -> None:
    tell_of_own_record(cast.noah)
    assert not OutboxMessage.objects.filter(kind="placement.same_child").exists()
    assert re.search(r"\bdel\b", url(cast.noah))
    assert cast.inger.client().get(url(cast.noah)).status_code == 403


def test_a_child_still_lives_in_one_place_only(cast: Any) -> None:
    """The constraint on the table of placements was added without losing the one that was there."""
    noah = cast.noah
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            child=noah.child,
            family=cast.family("toft"),
            municipality=noah.municipality,
            starts=cast.today,
            sort_key="x",
            created_at=noah.created_at,
        )
