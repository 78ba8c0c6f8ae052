"""A vault of its own for every test in this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from plejebro.accounts.models import User


@pytest.fixture
def vault_dir(settings: Settings, tmp_path: Path) -> Path:
    """An empty vault and no virus scanner."""
    settings.PLEJEBRO_VAULT_DIR = tmp_path / "vault"
    settings.PLEJEBRO_CLAMD_SOCKET = ""
    return tmp_path / "vault"


@pytest.fixture
def lone(db: None) -> User:
    """A foster parent."""
    return User.objects.create_user("lone@example.test", full_name="Lone Lind")


@pytest.fixture
def bent(db: None) -> User:
    """Another foster parent, with files of his own."""
    return User.objects.create_user("bent@example.test", full_name="Bent Bæk")
