"""What those who are asked are told by e-mail: the way in, and nothing of any case."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from plejebro.kernel.danish import long_date
from plejebro.notifications.actions import Notice, post_all
from plejebro.surveys.enums import RoundKind
from plejebro.surveys.models import Round, Ticket

_AT_A_TIME = 500
_ANONYMOUS = "Dit svar bliver gemt uden navn og tidspunkt. Ingen kan se, hvad lige du har svaret."
_ONE_LINK = "Linket er dit eget. Send det ikke videre."


def invite(round_: Round, keys: Sequence[tuple[Ticket, str]]) -> None:
    """The invitation, with the one-time link: (ticket, secret) for each who is asked."""
    headline = f"Vil du svare på {round_.title}?"
    length = "Det er tre spørgsmål." if round_.kind == RoundKind.PULSE else "Det tager under 8 minutter."
    lines = (f"{length} Du kan svare til og med {long_date(round_.closes_on)}.", _ANONYMOUS, _ONE_LINK)
    _post(round_, keys, "survey.invite", headline, lines)


def remind(round_: Round, keys: Sequence[tuple[Ticket, str]]) -> None:
    """The reminder, with a link of its own: the first one is not kept anywhere, so it cannot be sent again."""
    headline = f"Du kan stadig nå at svare på {round_.title}."
    lines = (
        f"Du kan svare til og med {long_date(round_.closes_on)}.",
        "Har du allerede begyndt, så brug linket i den første e-mail: der står det, du har svaret. "
        "Du kan også begynde forfra med linket her.",
        _ANONYMOUS,
    )
    _post(round_, keys, f"survey.remind.{round_.reminders_sent}", headline, lines)


def _post(round_: Round, keys: Sequence[tuple[Ticket, str]], kind: str, headline: str, lines: tuple[str, ...]) -> None:
    notices = [
        Notice(
            kind=kind,
            user_id=ticket.user_id,
            address=ticket.address,
            headline=headline,
            lines=lines,
            path="",
            dedupe_key=f"{kind}:{ticket.public_id}",
            subject="Et spørgeskema om samarbejdet",
            secret_path=reverse("surveys:answer", args=[secret]),
        )
        for ticket, secret in keys
    ]
    for start in range(0, len(notices), _AT_A_TIME):
        post_all(notices[start : start + _AT_A_TIME])
