"""Writing and bringing back a copy: a tar file with a manifest, the database's rows and the vault's files.

The tables are named with their count and the SHA-256 of their rows in order of their key, so that a restore can be held
against the manifest row by row. The engines differ only in `copies_sqlite` and `copies_postgres`.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
MANIFEST = "manifest.json"
# Rows nobody needs back, and which would let somebody in again.
LEFT_OUT = frozenset({"django_session", "plejebro_cache"})
# What a freshly migrated database holds of itself.
THERE_FROM_THE_START = frozenset(
    {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "municipalities_municipality",
        "municipalities_regionperiod",
        "surveys_questionnaire",
    }
)


class CopyRefused(Exception):
    """The copy cannot be taken or brought back; `sentence` says why, in Danish."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Engine(Protocol):
    """What an engine does its own way."""

    def dump(self, folder: Path, tables: list[str]) -> dict[str, dict[str, Any]]:
        """Writes one moment's rows into `folder`; count and sum by table."""
        ...

    def load(self, folder: Path, tables: dict[str, dict[str, Any]]) -> None:
        """Puts the rows into the empty database, all or none, and checks them against `tables`."""
        ...


def engine() -> Engine:
    """The one for the database in the settings."""
    if connection.vendor == "postgresql":
        from plejebro.cli.copies_postgres import Postgres

        return Postgres()
    from plejebro.cli.copies_sqlite import Sqlite

    return Sqlite()


def write_copy(target: Path) -> dict[str, Any]:
    """Writes the copy to `target` and returns its manifest. Raises `CopyRefused`."""
    if target.exists():
        raise CopyRefused(f"{target} findes allerede. Vælg et andet navn.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        tables = engine().dump(folder, table_names())
        manifest = {
            "format": FORMAT,
            "engine": connection.vendor,
            "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "migrations": applied_migrations(),
            "tables": tables,
            "files": {},
        }
        _write_tar(target, folder, manifest)
    return manifest


def restore_copy(source: Path) -> dict[str, Any]:
    """Brings `source` back into an empty, migrated database and an empty vault. Raises `CopyRefused`, and has then
    changed nothing in the database."""
    with tempfile.TemporaryDirectory(dir=_vault().parent if _vault().parent.exists() else None) as scratch:
        folder = Path(scratch)
        manifest = _unpack(source, folder)
        _refuse_what_does_not_fit(manifest)
        (folder / "db").mkdir(exist_ok=True)
        engine().load(folder / "db", manifest["tables"])
        _move_files(folder / "vault", manifest["files"])
    sentences = [*_missing_files(), *_broken_chains(), *_broken_seals()]
    if sentences:
        raise CopyRefused("Kopien er lagt tilbage, men den er ikke hel: " + " ".join(sentences[:5]))
    return manifest


def table_names() -> list[str]:
    """The tables of a copy, in a fixed order."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return sorted(set(names) - LEFT_OUT)


def applied_migrations() -> list[str]:
    """Every migration that is applied, as `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


# --- the tar file ---------------------------------------------------------------------------------------------------


def _write_tar(target: Path, folder: Path, manifest: dict[str, Any]) -> None:
    part = target.with_name(f"{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w") as tar:
                for path in sorted(folder.iterdir()):
                    tar.add(path, f"db/{path.name}")
                # After the rows: a file that came meanwhile has no row and does no harm.
                for name, path in _vault_files():
                    manifest["files"][name] = {"sha256": _sum_of(path), "size": path.stat().st_size}
                    tar.add(path, f"vault/{name}")
                text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(text)
                tar.addfile(entry, io.BytesIO(text))
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, mode="r:") as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError) as broken:
        raise CopyRefused(f"{source} kan ikke læses som en sikkerhedskopi.") from broken
    for name, facts in manifest["files"].items():
        path = folder / "vault" / name
        if not path.is_file() or path.stat().st_size != facts["size"] or _sum_of(path) != facts["sha256"]:
            raise CopyRefused(f"Filen {name} i sikkerhedskopien er ikke hel. Intet er gendannet.")
    return manifest


# --- what must be so -------------------------------------------------------------------------------------------------


def _refuse_what_does_not_fit(manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise CopyRefused("Sikkerhedskopien har en form, denne version ikke kender.")
    if manifest["engine"] != connection.vendor:
        raise CopyRefused(f"Sikkerhedskopien er fra {manifest['engine']}, og databasen her er {connection.vendor}.")
    if manifest["migrations"] != applied_migrations():
        raise CopyRefused(
            "Databasen har en anden form end kopien. Kør plejebro migrate med den version, der tog kopien, og prøv igen."
        )
    taken = [name for name in table_names() if name not in THERE_FROM_THE_START and _has_rows(name)]
    if taken:
        raise CopyRefused(f"Databasen er ikke tom ({taken[0]}). Gendan kun i en tom database.")
    if any(True for _ in _vault_files()):
        raise CopyRefused("Filmappen er ikke tom. Gendan kun i en tom mappe.")


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608  (a name of ours)
        return cursor.fetchone() is not None


# --- the vault --------------------------------------------------------------------------------------------------------


def _vault() -> Path:
    return Path(settings.PLEJEBRO_VAULT_DIR)


def _vault_files() -> Iterator[tuple[str, Path]]:
    for path in sorted(_vault().glob("[0-9a-f][0-9a-f]/*")):
        if len(path.name) == 64 and path.is_file():
            yield f"{path.parent.name}/{path.name}", path


def _move_files(folder: Path, files: dict[str, Any]) -> None:
    from plejebro.documents import vault

    for name in files:
        target = vault.path_of(Path(name).name)
        vault.root()
        target.parent.mkdir(mode=0o700, exist_ok=True)
        source = folder / name
        source.chmod(0o600)
        source.replace(target)


def _sum_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# --- afterwards -------------------------------------------------------------------------------------------------------


def _missing_files() -> Iterator[str]:
    from plejebro.documents import vault
    from plejebro.documents.models import Document

    for row in Document.objects.filter(blanked_at__isnull=True).order_by("pk").iterator():
        path = vault.path_of(row.storage_name)
        if not path.is_file() or vault.checksum(path) != row.sha256:
            yield f"Filen til dokument {row.pk} mangler eller er ændret."


def _broken_chains() -> Iterator[str]:
    from plejebro.audit.models import Chain
    from plejebro.audit.queries import broken_links

    for key in Chain.objects.order_by("key").values_list("key", flat=True):
        yield from broken_links(key)


def _broken_seals() -> Iterator[str]:
    from plejebro.people.models import CprNumber
    from plejebro.people.vault import SealBroken, unseal

    row = CprNumber.objects.select_related("person").order_by("pk").first()
    if row is None:
        return
    try:
        unseal(row.sealed, owner=row.person.public_id)
    except SealBroken:
        yield "Nøglerne i PLEJEBRO_VAULT_KEYS passer ikke til kopien, så CPR-numrene kan ikke læses."
