"""Files are taken in, bound, served and cleared up as the vault promises (trust F4–F7)."""

from __future__ import annotations

import io
import os
import socket
import threading
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from pytest_django import Settings

from plejebro.accounts.models import User
from plejebro.documents import actions, queries, rules, shred, vault
from plejebro.documents.enums import DocumentState
from plejebro.documents.models import Document
from plejebro.documents.rules import FileRefused, Refusal
from plejebro.documents.views import file_response
from plejebro.kernel import clock
from tests.documents.makers import pdf, photo, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault_dir")]

OWNER = "enquiry:3d5f2f0e-58c4-4f0a-9d35-0c6f4e5b7a11"


def _upload(user: User, name: str = "brev.pdf", data: bytes = b"", case_key: uuid.UUID | None = None) -> Document:
    stream = io.BytesIO(data or saved(pdf()))
    return actions.store_upload(actor=user, name=name, stream=stream, case_key=case_key)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_lone_uploads_a_photo_and_only_the_cleaned_one_is_kept(lone: User, vault_dir: Path) -> None:
    document = _upload(lone, "Sommer på Fanø.HEIC", photo("HEIF", (64, 48)))
    kept = _files(vault_dir)
    assert (document.name, document.content_type) == ("Sommer på Fanø.jpg", "image/jpeg")
    assert kept == [vault.path_of(document.storage_name)]
    assert (kept[0].stat().st_size, vault.checksum(kept[0])) == (document.size, document.sha256)
    assert (kept[0].stat().st_mode & 0o777, kept[0].parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "Fan" not in str(kept[0]) and "Fan" not in str(document)


def test_a_bad_file_leaves_nothing_behind(lone: User, vault_dir: Path) -> None:
    for data in (b"<html>", b"x" * (rules.MAX_FILE_BYTES + 1)):
        with pytest.raises(FileRefused):
            _upload(lone, data=data)
    assert (Document.objects.filter(uploader=lone).count(), _files(vault_dir)) == (0, [])


def test_a_file_just_too_large_is_told_so(lone: User) -> None:
    with pytest.raises(FileRefused) as refused:
        _upload(lone, data=b"%PDF-" + b"x" * rules.MAX_FILE_BYTES)
    assert refused.value.sentence == "Filen er for stor. En fil må højst fylde 15 MB."


def test_when_the_row_cannot_be_written_the_file_goes(lone: User, vault_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("no row")

    monkeypatch.setattr(Document.objects, "create", fail)
    with pytest.raises(RuntimeError, match="no row"):
        _upload(lone)
    assert _files(vault_dir) == []


def test_the_quota_of_a_case_counts_everyones_files_and_of_a_day_only_ones_own(
    lone: User, bent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = uuid.uuid4()
    size = _upload(bent, case_key=case).size
    monkeypatch.setattr(rules, "MAX_CASE_BYTES", size + 10)
    with pytest.raises(FileRefused) as full:
        _upload(lone, case_key=case)
    assert full.value.reason is Refusal.CASE_FULL
    _upload(lone, case_key=uuid.uuid4())
    monkeypatch.setattr(rules, "MAX_DAY_BYTES", size + 10)
    with pytest.raises(FileRefused) as day:
        _upload(lone)
    assert day.value.reason is Refusal.DAY_FULL
    Document.objects.filter(uploader=lone).update(created_at=clock.now() - timedelta(days=1))
    _upload(lone)


def test_only_the_uploader_can_bind_a_file_and_only_once(lone: User, bent: User) -> None:
    hers, his = _upload(lone), _upload(bent)
    with pytest.raises(Document.DoesNotExist):
        actions.bind(actor=bent, public_ids=[his.public_id, hers.public_id], owner=OWNER, case_key=None)
    assert not Document.objects.filter(bound_to__isnull=False, uploader__in=[lone, bent]).exists()
    bound = actions.bind(actor=lone, public_ids=[hers.public_id], owner=OWNER, case_key=None)
    assert [document.bound_to for document in bound] == [OWNER]
    with pytest.raises(Document.DoesNotExist):
        actions.bind(actor=lone, public_ids=[hers.public_id], owner="enquiry:other", case_key=None)
    with pytest.raises(Document.DoesNotExist):
        actions.discard(actor=lone, public_id=hers.public_id)
    assert [line.name for line in queries.lines_of([OWNER])[OWNER]] == ["brev.pdf"]


def test_bound_files_come_in_the_order_asked_for(lone: User) -> None:
    first, second = _upload(lone, "a.pdf"), _upload(lone, "b.pdf")
    bound = actions.bind(actor=lone, public_ids=[second.public_id, first.public_id], owner=OWNER, case_key=None)
    assert [document.name for document in bound] == ["b.pdf", "a.pdf"]


def test_files_no_message_took_are_cleared_away_and_strays_too(
    lone: User, vault_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    draft, sent = _upload(lone, "a.pdf"), _upload(lone, "b.pdf")
    actions.bind(actor=lone, public_ids=[sent.public_id], owner=OWNER, case_key=None)
    stray = vault_dir / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a crash")
    os.utime(stray, (0, 0))
    left = vault_dir / "arbejde" / "tmpold"
    left.mkdir()
    (left / "ind").write_bytes(b"cut off")
    os.utime(left, (0, 0))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.delete_unbound(clock.now() - timedelta(hours=2)) == 0
    assert (len(_files(vault_dir)), stray.exists(), left.exists()) == (2, False, False)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.delete_unbound(clock.now() + timedelta(seconds=5)) == 1
    assert not Document.objects.filter(pk=draft.pk).exists()
    assert _files(vault_dir) == [vault.path_of(sent.storage_name)]


def test_lone_takes_her_draft_file_away(
    lone: User, bent: User, vault_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    draft = _upload(lone)
    with pytest.raises(Document.DoesNotExist):
        actions.discard(actor=bent, public_id=draft.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(actor=lone, public_id=draft.public_id)
    assert _files(vault_dir) == []


def test_a_blanked_file_keeps_its_row_and_nothing_else(
    lone: User, vault_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = actions.bind(actor=lone, public_ids=[_upload(lone).public_id], owner=OWNER, case_key=None)[0]
    assert [exported.name for exported in shred.export(OWNER)] == ["brev.pdf"]
    with django_capture_on_commit_callbacks(execute=True):
        assert shred.blank(OWNER) == 1
    document.refresh_from_db()
    assert (document.name, document.size, document.sha256, _files(vault_dir)) == ("", 0, "", [])
    assert queries.lines_of([OWNER])[OWNER][0].is_blanked
    assert list(shred.export(OWNER)) == []
    with pytest.raises(Http404):
        file_response(document)


@pytest.mark.parametrize(
    "change", [{"state": "odd"}, {"content_type": "text/html"}, {"size": 0}, {"name": ""}, {"bound_to": ""}]
)
def test_the_database_refuses_what_the_vault_never_writes(lone: User, change: dict[str, Any]) -> None:
    document = _upload(lone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_a_file_is_served_as_a_download_that_can_do_nothing(lone: User) -> None:
    document = _upload(lone, "Børnefaglig undersøgelse.pdf")
    response = file_response(document, inline=True)
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''B%C3%B8rnefaglig%20unders%C3%B8gelse.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert int(response["Content-Length"]) == document.size
    assert b"".join(response.streaming_content).startswith(b"%PDF-")  # type: ignore[arg-type]
    response.close()


def test_only_a_picture_is_shown_in_the_page_and_only_when_asked(lone: User) -> None:
    document = _upload(lone, "hund.jpg", photo())
    shown, fetched = file_response(document, inline=True), file_response(document)
    assert shown["Content-Disposition"].startswith("inline")
    assert fetched["Content-Disposition"].startswith("attachment")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    shown.close()
    fetched.close()


def test_a_name_of_the_vaults_cannot_lead_out_of_it() -> None:
    for name in ("../../etc/passwd", "", "a" * 63, "A" * 64, "/" * 64):
        with pytest.raises(ValueError, match="vault"):
            vault.path_of(name)


def test_with_the_scanner_down_a_file_waits_and_is_not_served(lone: User, settings: Settings, tmp_path: Path) -> None:
    settings.PLEJEBRO_CLAMD_SOCKET = str(tmp_path / "no.sock")
    document = _upload(lone)
    assert document.state == DocumentState.QUARANTINE
    with pytest.raises(Http404):
        file_response(document)
    assert actions.rescan_quarantine() == 0
    settings.PLEJEBRO_CLAMD_SOCKET = _scanner(tmp_path, b"stream: OK\0")
    assert actions.rescan_quarantine() == 1
    document.refresh_from_db()
    file_response(document).close()


def test_a_file_with_a_virus_is_refused_and_a_waiting_one_is_emptied(lone: User, settings: Settings, tmp_path: Path) -> None:
    settings.PLEJEBRO_CLAMD_SOCKET = str(tmp_path / "no.sock")
    waiting = _upload(lone)
    settings.PLEJEBRO_CLAMD_SOCKET = _scanner(tmp_path, b"stream: Eicar-Test-Signature FOUND\0")
    with pytest.raises(FileRefused) as refused:
        _upload(lone)
    assert refused.value.reason is Refusal.VIRUS
    assert actions.rescan_quarantine() == 0
    waiting.refresh_from_db()
    assert waiting.blanked_at is not None and not waiting.is_served


def test_an_unclear_answer_from_the_scanner_is_no_answer(lone: User, settings: Settings, tmp_path: Path) -> None:
    settings.PLEJEBRO_CLAMD_SOCKET = _scanner(tmp_path, b"INSTREAM size limit exceeded. ERROR\0")
    assert _upload(lone).state == DocumentState.QUARANTINE


def _scanner(folder: Path, answer: bytes) -> str:
    """A stand-in for clamd that reads a whole INSTREAM and gives `answer` each time; its socket's path."""
    path = folder / f"{uuid.uuid4().hex[:8]}.sock"
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()

    def serve() -> None:
        while True:
            link, _ = server.accept()
            with link, link.makefile("rb") as source:
                assert source.read(10) == b"zINSTREAM\0"
                while length := int.from_bytes(source.read(4), "big"):
                    source.read(length)
                link.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return str(path)
