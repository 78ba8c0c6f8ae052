"""What is kept of a person who logs in can be handed out, and be gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from plejebro.accounts import actions, shred
from plejebro.accounts.enums import InvitationKind
from plejebro.accounts.models import Invitation, User

from .conftest import PASSWORD


def test_what_is_handed_out_holds_no_secret(anna: User, log_in: Any, with_factor: Any) -> None:
    log_in(anna)
    secret = with_factor(anna)
    text = str(shred.export(anna))
    assert "Anna Vestergaard" in text
    assert secret not in text
    assert anna.password not in text


def test_a_blanked_person_is_nowhere_and_cannot_log_in(anna: User, bent: User, log_in: Any, with_factor: Any) -> None:
    actions.update_profile(actor=anna, full_name=anna.full_name, phone="20 30 40 50")
    for email in (anna.email, bent.email):
        actions.create_invitation(actor=bent, email=email, full_name="Navn", kind=InvitationKind.OPERATOR, payload={})
    client = log_in(anna)
    with_factor(anna)
    shred.blank(anna)
    shred.blank(anna)
    assert client.get("/min-profil/").status_code == 302
    answer = Client().post("/konto/login/", {"login": "anna@eksempel.dk", "password": PASSWORD})
    assert answer.status_code == 200
    assert _everything().isdisjoint({"Anna Vestergaard", "anna@eksempel.dk", "20 30 40 50"})
    assert Invitation.objects.filter(email=bent.email).exists()
    assert User.objects.filter(pk=anna.pk).exists()


@pytest.mark.django_db
def test_what_is_said_to_be_kept_is_kept() -> None:
    fields = {
        f"{model.__name__}.{field.name}"
        for label in ("accounts", "account", "mfa")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
    }
    assert shred.HOLDS.keys() <= fields


def _everything() -> set[str]:
    """Every text in the tables of this room."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in ("accounts_user", "account_emailaddress", "accounts_invitation", "accounts_loginsession"):
            cursor.execute(f"SELECT * FROM {table}")
            found |= {str(value) for row in cursor.fetchall() for value in row}
    return found
