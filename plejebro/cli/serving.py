"""`plejebro serve`, `migrate` and `worker`: what an installation runs."""

from __future__ import annotations

import argparse
import os
import signal
import threading


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommands."""
    serve = commands.add_parser("serve", help="start webserveren")
    serve.add_argument("--host", default="127.0.0.1", help="adresse, der lyttes på (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port (8000)")
    serve.add_argument("--workers", type=int, default=1, help="antal processer (1)")
    serve.add_argument("--threads", type=int, default=4, help="antal tråde i hver proces (4)")
    serve.set_defaults(run=_serve)
    migrate = commands.add_parser("migrate", help="bring databasen på plads og indlæs grunddata")
    migrate.set_defaults(run=_migrate)
    worker = commands.add_parser("worker", help="send e-mails, påmindelser og eskaleringer, når tiden går")
    worker.add_argument("--once", action="store_true", help="gør det, der er at gøre nu, og stop")
    worker.add_argument("--parent", type=int, default=None, help="stop, når denne proces er væk")
    worker.set_defaults(run=_worker)


def prepare() -> None:
    """Folders, tables, the cache's table, served files, the 98 municipalities and the questionnaires. May be run again."""
    from pathlib import Path

    from django.conf import settings
    from django.core.management import call_command

    from plejebro.municipalities.reference import load_reference
    from plejebro.surveys.editing.shipped import load_shipped

    for folder in (getattr(settings, "DATA_DIR", None), settings.PLEJEBRO_VAULT_DIR):
        if folder is not None:
            Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if settings.STATIC_ROOT:
        call_command("collectstatic", interactive=False, verbosity=0)
    load_reference()
    load_shipped()


def serve(*, host: str, port: int, workers: int = 1, threads: int = 4) -> None:
    """The web server in this process, until it is told to stop."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _serve(arguments: argparse.Namespace) -> None:
    serve(host=arguments.host, port=arguments.port, workers=arguments.workers, threads=arguments.threads)


def _migrate(arguments: argparse.Namespace) -> None:
    prepare()
    print("Databasen er på plads.")


def _worker(arguments: argparse.Namespace) -> int:
    from plejebro.jobs import loop

    if arguments.once:
        answers = loop.run_once()
        print(", ".join(f"{name}: {answer}" for name, answer in answers.items()))
        return int(any(isinstance(answer, str) for answer in answers.values()))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    seconds = float(os.environ.get("PLEJEBRO_WORKER_SECONDS", loop.SECONDS_BETWEEN))
    loop.run(stop, parent=arguments.parent, seconds=seconds)
    return 0
