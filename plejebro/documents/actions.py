"""Taking files in, giving them an owner, clearing up. The room that binds a file writes the audit row, here is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from plejebro.accounts.models import User
from plejebro.documents import queries, rules, sandbox, vault, virus
from plejebro.documents.enums import DocumentState
from plejebro.documents.models import Document
from plejebro.documents.rules import FileRefused, Kind, Refusal
from plejebro.kernel import clock


def store_upload(*, actor: User, name: str, stream: BinaryIO, case_key: UUID | None) -> Document:
    """Clean an uploaded file and keep it; until it is bound only `actor` may see it. Raises FileRefused.

    The file is safe on disk before its row commits. Takes up to CLEANING_SECONDS, so call it outside a transaction.
    With a virus scanner set up but silent, the file waits in quarantine and is not served.
    """
    with vault.workspace() as folder:
        source, target = folder / "ind", folder / "ud"
        vault.receive(stream, source)
        state = _scanned(source)
        cleaned = sandbox.clean_file(source, target)
        return _keep(actor=actor, name=name, kind=cleaned.kind, path=target, state=state, case_key=case_key)


def _scanned(path: Path) -> DocumentState:
    """The state a virus scan leaves a file in; raises FileRefused for a virus."""
    if not virus.is_configured():
        return DocumentState.READY
    verdict = virus.scan(path)
    if verdict is virus.Verdict.FOUND:
        raise FileRefused(Refusal.VIRUS)
    return DocumentState.READY if verdict is virus.Verdict.CLEAN else DocumentState.QUARANTINE


def _keep(*, actor: User, name: str, kind: Kind, path: Path, state: DocumentState, case_key: UUID | None) -> Document:
    """File first, row second, within the quota; the uploader's row is locked, so both of two uploads count."""
    size, digest, kept = path.stat().st_size, vault.checksum(path), ""
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=actor.pk)
            rules.check_quota(
                new_bytes=size,
                case_bytes=None if case_key is None else queries.bytes_on_case(case_key),
                day_bytes=queries.bytes_today(actor),
            )
            kept = vault.keep(path)
            return Document.objects.create(
                uploader=actor,
                name=rules.clean_name(name, kind),
                content_type=kind.content_type,
                size=size,
                sha256=digest,
                storage_name=kept,
                state=state,
                created_at=clock.now(),
                case_key=case_key,
            )
    except BaseException:
        if kept:
            vault.remove(kept)
        raise


def bind(*, actor: User, public_ids: Iterable[UUID], owner: str, case_key: UUID | None) -> list[Document]:
    """Give `actor`'s own unbound files to `owner` (such as "enquiry:<uuid>"), in the given order.

    All or none: raises Document.DoesNotExist if one is not there, not `actor`'s, blanked or already bound. The calling
    verb runs it in its own transaction and audits.
    """
    wanted = list(dict.fromkeys(public_ids))
    with transaction.atomic():
        mine = queries.unbound_of(actor).filter(public_id__in=wanted)
        if mine.update(bound_to=owner, case_key=case_key) != len(wanted):
            raise Document.DoesNotExist("A file to bind is not there.")
        found = {document.public_id: document for document in Document.objects.filter(public_id__in=wanted)}
    return [found[public_id] for public_id in wanted]


def discard(*, actor: User, public_id: UUID) -> None:
    """Delete one of `actor`'s own files that was never bound. Raises Document.DoesNotExist."""
    with transaction.atomic():
        document = queries.unbound_of(actor).select_for_update().get(public_id=public_id)
        _delete_rows([document])


def delete_unbound(before: datetime) -> int:
    """Delete files received before `before` that were never bound, and files on disk without a row; rows deleted."""
    with transaction.atomic():
        stale = Document.objects.select_for_update().filter(
            bound_to__isnull=True, blanked_at__isnull=True, created_at__lt=before
        )
        count = _delete_rows(list(stale.order_by("pk")))
    delete_stray_files(before)
    return count


def delete_stray_files(before: datetime) -> int:
    """Delete kept files older than `before` that no row names: what a crash between file and row left; the number."""
    names = list(vault.names_older_than(before))
    known = queries.known_storage_names(names)
    strays = [name for name in names if name not in known]
    for name in strays:
        vault.remove(name)
    vault.sweep_workspace()
    return len(strays)


def rescan_quarantine() -> int:
    """Ask the scanner again about waiting files; the number released. A file with a virus is blanked."""
    released = 0
    for document in Document.objects.filter(state=DocumentState.QUARANTINE, blanked_at__isnull=True).order_by("pk"):
        try:
            state = _scanned(vault.path_of(document.storage_name))
        except FileRefused:
            blank(document=document)
            continue
        if state == DocumentState.READY:
            released += Document.objects.filter(pk=document.pk).update(state=DocumentState.READY)
    return released


def blank(*, document: Document) -> None:
    """Delete the bytes, the name and the checksum; the row stays so that the message can say a file was there."""
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(name="", size=0, sha256="", blanked_at=clock.now())
        transaction.on_commit(lambda: vault.remove(document.storage_name))
    document.refresh_from_db()


def _delete_rows(documents: list[Document]) -> int:
    """Rows first; the files only when that has been committed."""
    names = [document.storage_name for document in documents]
    Document.objects.filter(pk__in=[document.pk for document in documents]).delete()

    def remove_files() -> None:
        for name in names:
            vault.remove(name)

    transaction.on_commit(remove_files)
    return len(names)
