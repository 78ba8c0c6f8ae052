"""A copy is taken of one house and brought back in another, by the product's own command, on the engine of the run."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

URL = os.environ.get("PLEJEBRO_DATABASE_URL", "")
MARK = "DOKUMENTETS INDHOLD"

FILL = f"""
from datetime import date
from plejebro.cli import story
from plejebro.cli.serving import prepare
prepare()
told = story.tell(date(2026, 11, 24))
from plejebro.documents import vault
from plejebro.documents.models import Document
from plejebro.accounts.models import User
from plejebro.kernel import clock
with vault.workspace() as folder:
    path = folder / "x"
    path.write_text("{MARK}")
    size, summed = path.stat().st_size, vault.checksum(path)
    name = vault.keep(path)
Document.objects.create(uploader=User.objects.order_by("pk")[0], name="aftale.pdf", content_type="application/pdf",
    size=size, sha256=summed, storage_name=name, created_at=clock.now())
"""

LOOK = """
import json
from plejebro.accounts.models import User
from plejebro.audit.models import Event
from plejebro.documents import vault
from plejebro.documents.models import Document
from plejebro.families.actions import create_family
from plejebro.audit.types import System
from plejebro.people.models import CprNumber
from plejebro.people.vault import unseal
row = CprNumber.objects.select_related("person").order_by("pk")[0]
kept = Document.objects.get(name="aftale.pdf")
print(json.dumps({
    "users": User.objects.count(), "events": Event.objects.count(),
    "number": unseal(row.sealed, owner=row.person.public_id)[:6],
    "text": vault.path_of(kept.storage_name).read_text(),
    "new": create_family(actor=System(), name="Efter gendannelsen").pk > 0,
}))
"""


@dataclass
class House:
    """An installation of its own: data folder and, on PostgreSQL, a database."""

    folder: Path
    url: str

    def run(self, *order: str, keys: str = "") -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "PLEJEBRO_DATA_DIR": str(self.folder),
            "PLEJEBRO_DATABASE_URL": self.url,
            "PYTHONWARNINGS": "ignore",
        }
        return subprocess.run(
            [sys.executable, *order], env=environment, capture_output=True, text=True, timeout=240, check=False
        )

    def command(self, *order: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "plejebro.cli.main", *order)

    def code(self, text: str) -> str:
        done = self.run("-c", f"import django; django.setup()\n{text}")
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[Any]:
    """Makes empty installations and takes them down again."""
    made: list[str] = []

    def build(name: str) -> House:
        (tmp_path / name).mkdir()
        if not URL:
            return House(tmp_path / name, "")
        database = f"pb_{name}_{uuid.uuid4().hex[:8]}"
        _on_server(f'CREATE DATABASE "{database}"')
        made.append(database)
        return House(tmp_path / name, urlunsplit(urlsplit(URL)._replace(path=f"/{database}")))

    yield build
    for database in made:
        _on_server(f'DROP DATABASE "{database}" WITH (FORCE)')


def _on_server(order: str) -> None:
    import psycopg

    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(order)


def altered(source: Path, target: Path, change: Any) -> None:
    """The same tar with one entry changed: `change(name, bytes)`."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old.getmembers():
            content = old.extractfile(entry)
            data = change(entry.name, content.read() if content else b"")
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))


@pytest.mark.slow
def test_what_was_in_one_house_stands_in_the_other(houses: Any, tmp_path: Path) -> None:
    first, second = houses("first"), houses("second")
    first.code(FILL)
    copy = tmp_path / "kopi.tar"
    taken = first.command("backup", str(copy))
    assert taken.returncode == 0, taken.stderr
    assert "Nøglerne er ikke med" in taken.stdout
    assert copy.stat().st_mode & 0o077 == 0
    assert first.command("backup", str(copy)).returncode == 1, "a copy is never written over another"
    with tarfile.open(copy) as tar:
        # On PostgreSQL each table is a file of its own, and one of them holds the hashes of survey links.
        others = [name for name in tar.getnames() if not name.endswith(".copy")]
        assert not any("secret" in name or "key" in name for name in others)
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert manifest["tables"]["accounts_user"]["rows"] > 10
    assert "django_session" not in manifest["tables"]

    refused = first.command("restore", str(copy))
    assert refused.returncode == 1
    assert "Databasen er ikke tom" in refused.stderr

    early = second.command("restore", str(copy))
    assert early.returncode == 1, "an empty database that was never migrated is told to be"
    second.command("migrate")
    _refuses_what_is_not_whole(second, copy, tmp_path)
    back = second.command("restore", str(copy))
    assert back.returncode == 0, back.stderr
    assert "Antal, kontrolsummer og logkæder passer." in back.stdout
    before, after = json.loads(first.code(LOOK)), json.loads(second.code(LOOK))
    assert before == after
    assert after["text"] == MARK
    assert second.command("audit", "verify").returncode == 0


def _refuses_what_is_not_whole(house: House, copy: Path, folder: Path) -> None:
    def spoil_file(name: str, data: bytes) -> bytes:
        return data.replace(MARK.encode(), MARK.lower().encode()) if name.startswith("vault/") else data

    def spoil_rows(name: str, data: bytes) -> bytes:
        return data.replace(b"Engdraget 4", b"Engdraget 5") if name.startswith("db/") else data

    for number, (change, why) in enumerate(((spoil_file, "er ikke hel"), (spoil_rows, "passer ikke"))):
        bad = folder / f"daarlig{number}.tar"
        altered(copy, bad, change)
        answer = house.command("restore", str(bad))
        assert answer.returncode == 1
        assert why in answer.stderr
        assert "Intet er gendannet" in answer.stderr
    (folder / "vrøvl.tar").write_bytes(b"ikke en kopi")
    assert "kan ikke læses som en sikkerhedskopi" in house.command("restore", str(folder / "vrøvl.tar")).stderr
