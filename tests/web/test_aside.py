"""What stands beside a child on the family's home comes along with the child, right and in order on both databases."""

from __future__ import annotations

from datetime import time, timedelta

from plejebro.agenda.calendar.dates import Written, write_date
from plejebro.web.queries.family_home import family_home
from tests.cast import Cast


def test_the_three_nearest_dates_stand_in_order_with_their_hours(cast: Cast) -> None:
    for days, at, what in ((5, None, "Femte"), (1, time(13, 30), "Anden"), (1, time(9, 0), "Første"), (2, None, "Tredje")):
        on = cast.today + timedelta(days=days)
        write_date(actor=cast.inger.viewer(), placement=cast.noah, written=Written(on, at, 60, what))
    card = next(card for card in family_home(cast.inger.viewer()).cards if card.public_id == cast.noah.public_id)
    assert [what for _, what in card.dates] == ["Første", "Anden", "Tredje"]
    assert card.dates[0][0].endswith("kl. 9.00") and card.dates[1][0].endswith("kl. 13.30")


def test_the_people_of_each_child_are_its_own(cast: Cast) -> None:
    cards = {card.child.short_name: card for card in family_home(cast.inger.viewer()).cards}
    assert {contact.name for contact in cards["Noah"].contacts} == {"Sara Lund", "Mette Holm"}
    assert "Sara Lund" not in {contact.name for contact in cards["Mia"].contacts}
    assert all(contact.since and contact.initials for card in cards.values() for contact in card.contacts)


def test_a_family_alone_with_its_record_has_nobody_beside_the_child(cast: Cast) -> None:
    home = family_home(cast.mona.viewer())
    assert [card.contacts for card in home.cards] == [[]]
    assert [name for _, name in home.tabs] == ["Viktor"]
