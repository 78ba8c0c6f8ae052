"""`plejebro demo`: the story, the worker and the server in one go. Refuses to run where real people may be."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand."""
    demo = commands.add_parser("demo", help="start en demo med opdigtede mennesker")
    demo.add_argument("--host", default="127.0.0.1", help="adresse, der lyttes på (127.0.0.1)")
    demo.add_argument("--port", type=int, default=8000, help="port (8000)")
    demo.add_argument("--fresh", action="store_true", help="begynd fortællingen forfra; alt i demoen slettes")
    demo.add_argument("--people", action="store_true", help="vis kun, hvem man kan logge ind som")
    demo.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    if not settings.PLEJEBRO_DEMO:
        print("Demoen kører kun med demoens indstillinger: DJANGO_SETTINGS_MODULE=config.settings.demo", file=sys.stderr)
        return 2
    # The links in the demo's e-mails lead here, unless the environment says otherwise.
    os.environ.setdefault("PLEJEBRO_BASE_URL", f"http://localhost:{arguments.port}")
    settings.PLEJEBRO_BASE_URL = os.environ["PLEJEBRO_BASE_URL"]
    if arguments.fresh:
        _forget()
    _tell_story()
    print(_people(), flush=True)
    if arguments.people:
        return 0
    print(f"Plejebro kører på http://localhost:{arguments.port}  (stop med Ctrl-C)", flush=True)
    return _serve_with_worker(arguments.host, arguments.port)


def _forget() -> None:
    """Removes the demo's database and files. Only SQLite in the demo's own folder is ever removed."""
    import shutil
    from pathlib import Path

    from django.conf import settings
    from django.db import connection

    connection.close()
    if connection.vendor != "sqlite":
        print("--fresh sletter kun en demo på SQLite; slet selv databasen i PostgreSQL.", file=sys.stderr)
        raise SystemExit(2)
    for ending in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    shutil.rmtree(settings.PLEJEBRO_VAULT_DIR, ignore_errors=True)


def _tell_story() -> None:
    from plejebro.accounts.models import User
    from plejebro.cli import story
    from plejebro.cli.serving import prepare

    prepare()
    if story.is_told():
        return
    if User.objects.exists():
        print("Der er allerede brugere i databasen, så fortællingen lægges ikke oveni.", file=sys.stderr)
        raise SystemExit(2)
    print("Fortællingen bygges …", flush=True)
    story.tell()


def _people() -> str:
    from plejebro.accounts.queries import demo_groups
    from plejebro.cli.story import PASSWORD

    lines = ["SYNTETISKE DATA: alle mennesker og kommuner her er opdigtede.", ""]
    for group in demo_groups():
        lines.append(group.title)
        lines += [f"  {person.name:<18} {person.line}" for person in group.people]
    return "\n".join([*lines, "", f"Vælg en af dem på log ind-siden, eller brug e-mail og adgangskoden {PASSWORD}", ""])


def _serve_with_worker(host: str, port: int) -> int:
    from django.db import connections

    from plejebro.cli.serving import serve

    connections.close_all()
    worker = subprocess.Popen(
        [sys.executable, "-m", "plejebro.cli.main", "worker", "--parent", str(os.getpid())],
        env={**os.environ, "PLEJEBRO_WORKER_SECONDS": "3"},
    )
    try:
        serve(host=host, port=port)
    finally:
        worker.terminate()
        worker.wait(timeout=20)
    return 0
