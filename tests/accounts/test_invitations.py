"""An invitation leads one person to one thing, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from plejebro.accounts import actions, invitations
from plejebro.accounts.enums import InvitationKind, PlatformRoleKind
from plejebro.accounts.errors import EmailTaken, InvitationUnusable, PasswordRefused
from plejebro.accounts.models import Invitation, PlatformRole, User
from plejebro.kernel import clock

from .conftest import PASSWORD, Mail

NEW_PASSWORD = "fire venlige grønne støvler"
FORM = {"full_name": "Ole Lund", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


@pytest.fixture
def welcomed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Who was welcomed to which employment."""
    seen: list[tuple[int, str]] = []
    monkeypatch.setattr(invitations, "_registered", dict(invitations._registered))
    invitations.on_accept(
        InvitationKind.EMPLOYEE,
        lambda invitation, user: seen.append((invitation.payload["employment"], user.email)),
        lambda invitation: "som konsulent i Egelund Kommune",
    )
    return seen


@pytest.fixture
def moved_clock() -> Iterator[Any]:
    """Move the platform's clock forward."""
    yield lambda days: clock.set_offset_source(lambda: timedelta(days=days))
    clock.set_offset_source(None)


def _invite(actor: User, email: str = "ole@eksempel.dk") -> tuple[Invitation, str]:
    return actions.create_invitation(
        actor=actor,
        email=email,
        full_name="Ole Lund",
        kind=InvitationKind.EMPLOYEE,
        payload={"employment": 7},
    )


def test_the_link_is_in_the_mail_and_only_its_hash_is_stored(anna: User, welcomed: Any, mails: list[Mail]) -> None:
    invitation, token = _invite(anna)
    assert f"{settings.PLEJEBRO_BASE_URL.rstrip('/')}/invitation/{token}/" in mails[-1].body
    assert "Anna Vestergaard har inviteret dig" in mails[-1].body
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(Invitation.objects.values().get())


def test_a_new_person_reads_who_invites_to_what_and_says_yes(anna: User, welcomed: list[Any], events: list[Any]) -> None:
    _, token = _invite(anna)
    client = Client()
    page = client.get(f"/invitation/{token}/").content.decode()
    assert "Anna Vestergaard har inviteret dig som konsulent i Egelund Kommune." in page
    assert welcomed == []
    assert not User.objects.filter(email="ole@eksempel.dk").exists()
    assert client.post(f"/invitation/{token}/", FORM).status_code == 302
    ole = User.objects.get(email="ole@eksempel.dk")
    assert welcomed == [(7, "ole@eksempel.dk")]
    assert client.session["_auth_user_id"] == str(ole.pk)
    assert ("invitation_accepted", ole.pk) in events
    login = Client().post("/konto/login/", {"login": ole.email, "password": NEW_PASSWORD})
    assert login["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)  # the e-mail counts as verified


def test_used_expired_withdrawn_and_invented_links_get_the_same_page(anna: User, welcomed: Any, moved_clock: Any) -> None:
    used, withdrawn, expired = (_invite(anna, f"{n}@eksempel.dk") for n in ("a", "b", "c"))
    Client().post(f"/invitation/{used[1]}/", FORM)
    actions.revoke_invitation(actor=anna, invitation=withdrawn[0])
    pages = [_page(used[1]), _page(withdrawn[1]), _page("opfundet")]
    assert "inviteret dig" in _page(expired[1])[1]
    moved_clock(14)
    pages.append(_page(expired[1]))
    with pytest.raises(InvitationUnusable):
        actions.accept_invitation(token=expired[1], full_name="Ole Lund", password=NEW_PASSWORD)
    assert {status for status, _ in pages} == {404}
    assert len({text for _, text in pages}) == 1
    assert "Bed den, der inviterede dig, om en ny invitation" in pages[0][1]


def test_a_link_works_until_the_last_moment(anna: User, welcomed: Any, moved_clock: Any) -> None:
    _, token = _invite(anna)
    moved_clock(13.99)
    assert actions.accept_invitation(token=token, full_name="Ole Lund", password=NEW_PASSWORD)


def test_a_link_works_once(anna: User, welcomed: list[Any]) -> None:
    _, token = _invite(anna)
    ole = actions.accept_invitation(token=token, full_name="Ole Lund", password=NEW_PASSWORD)
    with pytest.raises(InvitationUnusable):
        actions.accept_invitation(token=token, user=ole)
    assert len(welcomed) == 1


def test_inviting_again_closes_the_earlier_link(anna: User, welcomed: Any) -> None:
    _, first = _invite(anna)
    _, second = _invite(anna)
    assert _page(first)[0] == 404
    assert _page(second)[0] == 200


def test_someone_with_a_user_logs_in_first(anna: User, bent: User, welcomed: Any, log_in: Any) -> None:
    _, token = _invite(anna, "Bent@Eksempel.dk")
    path = f"/invitation/{token}/"
    client = Client()
    assert f"/konto/login/?next={path}" in client.get(path).content.decode()
    client.post(path, FORM)
    with pytest.raises(EmailTaken):
        actions.accept_invitation(token=token, full_name="Bent", password=NEW_PASSWORD)
    answer = client.post(f"/konto/login/?next={path}", {"login": bent.email, "password": PASSWORD})
    assert answer["Location"] == path
    assert welcomed == []
    client.post(path)
    assert welcomed == [(7, "bent@eksempel.dk")]


def test_someone_elses_link_is_of_no_use_to_the_logged_in(anna: User, bent: User, welcomed: Any, log_in: Any) -> None:
    _invite(anna, bent.email)
    _, token = _invite(anna)
    client = log_in(bent)
    client.post(f"/invitation/{token}/", FORM)
    with pytest.raises(InvitationUnusable):
        actions.accept_invitation(token=token, user=bent)
    assert welcomed == []


def test_when_the_room_says_no_the_link_stays_open(anna: User, welcomed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(invitation: Invitation, user: User) -> None:
        raise RuntimeError

    _, token = _invite(anna)
    invitations.on_accept(InvitationKind.EMPLOYEE, broken)
    with pytest.raises(RuntimeError):
        actions.accept_invitation(token=token, full_name="Ole Lund", password=NEW_PASSWORD)
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email="ole@eksempel.dk").exists()


def test_a_weak_password_is_refused_and_the_link_stays_open(anna: User, welcomed: Any) -> None:
    _, token = _invite(anna)
    with pytest.raises(PasswordRefused):
        actions.accept_invitation(token=token, full_name="Ole Lund", password="kort")
    page = Client().post(f"/invitation/{token}/", {**FORM, "password2": "noget helt andet"})
    assert "De to adgangskoder er ikke ens" in page.content.decode()
    assert _page(token)[0] == 200


def test_an_invited_operator_gets_the_role(anna: User) -> None:
    _, token = actions.create_invitation(
        actor=anna,
        email="drift@eksempel.dk",
        full_name="Ida Drift",
        kind=InvitationKind.OPERATOR,
        payload={"role": PlatformRoleKind.OPERATOR.value},
    )
    user = actions.accept_invitation(token=token, full_name="Ida Drift", password=NEW_PASSWORD)
    assert PlatformRole.objects.get(user=user).role == PlatformRoleKind.OPERATOR


def _page(token: str) -> tuple[int, str]:
    answer = Client().get(f"/invitation/{token}/")
    return answer.status_code, answer.content.decode()
