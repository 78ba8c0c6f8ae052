"""The cast: everybody in the story, by name, for tests that are sentences about people.

The story is told once per test session, on the morning of Tuesday 24 November 2026, and every test starts from it in a
transaction of its own. With `cast` a test lives on that day too; `cast.later(days=3)` moves on. A test that freezes time
itself (time-machine) is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from plejebro.kernel import clock
from plejebro.kernel.workdays import add_working_days

STORY_DAY = date(2026, 11, 24)
_MORNING = datetime.combine(STORY_DAY, time(9, 0), tzinfo=clock.COPENHAGEN).astimezone(UTC)
_START = datetime.now(UTC)

_told: Any = None


class _Watch:
    """The offset of the story's day from real time, and how far a test has moved on."""

    def __init__(self) -> None:
        self.moved = timedelta(0)

    def __call__(self) -> timedelta:
        if time_machine.escape_hatch.is_travelling():
            return self.moved
        return _MORNING - _START + self.moved


class Someone:
    """A person of the story: `client()` is a logged-in browser, `viewer()` is the actor of a verb."""

    def __init__(self, key: str, user_pk: int) -> None:
        self.key, self.user_pk = key, user_pk

    def __repr__(self) -> str:
        return f"<{self.key}>"

    @property
    def user(self) -> Any:
        from plejebro.accounts.models import User

        return User.objects.get(pk=self.user_pk)

    def client(self, **options: Any) -> Client:
        """A browser in which the person is logged in (demo log-in: no second factor), wearing the first hat."""
        from plejebro.access.middleware import SESSION_KEY

        client = Client(**options)
        client.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if viewer := self.viewer():
            session = client.session
            if viewer.acting is not None:
                session[SESSION_KEY] = viewer.acting.key
                session.save()
        return client

    def viewer(self) -> Any:
        from plejebro.access import registry
        from plejebro.access.viewer import Viewer

        hats = registry.all_acting(self.user_pk)
        user = self.user
        return Viewer(user.pk, user.public_id, user.full_name, user.email, hats[0] if hats else None, clock.today())


class Cast:
    """`cast.inger` is a person, `cast.noah` the placement; the rest by kind: `cast.enquiry("respite")`."""

    def __init__(self, told: Any, watch: _Watch) -> None:
        self._told, self._watch = told, watch

    def __getattr__(self, key: str) -> Any:
        if key in self._told.users:
            return Someone(key, self._told.users[key].pk)
        if key in self._told.things:
            return self.thing(key)
        raise AttributeError(f"nobody and nothing in the story is called {key!r}")

    @property
    def people(self) -> dict[str, Someone]:
        """Everybody who can log in."""
        return {key: Someone(key, user.pk) for key, user in self._told.users.items()}

    @property
    def today(self) -> date:
        """The day the test lives on."""
        return clock.today()

    def thing(self, key: str) -> Any:
        """A thing of the story as it stands in the database now."""
        kept = self._told.things[key]
        return type(kept)._default_manager.get(pk=kept.pk)

    def keys(self, prefix: str) -> list[str]:
        """Keys of the things of a kind: `cast.keys("enquiry:")`."""
        return [key.removeprefix(prefix) for key in self._told.things if key.startswith(prefix)]

    def enquiry(self, key: str) -> Any:
        return self.thing(f"enquiry:{key}")

    def family(self, key: str) -> Any:
        return self.thing(f"family:{key}")

    def child(self, key: str) -> Any:
        return self.thing(f"child:{key}")

    def job(self, key: str) -> Any:
        return self.thing(f"job:{key}")

    def member(self, key: str) -> Any:
        return self.thing(f"member:{key}")

    def unit(self, name: str) -> Any:
        return self.thing(f"unit:{name}")

    def municipality(self, code: str) -> Any:
        return self.thing(code)

    def later(self, *, days: int = 0, hours: int = 0) -> None:
        """Moves the test's clock on."""
        self._watch.moved += timedelta(days=days, hours=hours)

    def workdays_later(self, number: int) -> None:
        """Moves the test's clock to the `number`th working day from now."""
        self.later(days=(add_working_days(clock.today(), number) - clock.today()).days)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database with the story in it."""
    global _told
    from plejebro.cli import story
    from plejebro.cli.story.stage import moved_clock

    with django_db_blocker.unblock(), moved_clock(_Watch()):
        _told = story.tell(STORY_DAY)
    yield


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Everybody and everything in the story, on the story's day."""
    from plejebro.cli.story.stage import moved_clock

    watch = _Watch()
    with moved_clock(watch):
        yield Cast(_told, watch)
