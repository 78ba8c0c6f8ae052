"""A real server, a real worker and a real browser: the demo as a new user meets it, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class House:
    """The running demo."""

    url: str
    process: subprocess.Popen[bytes] | None
    data: Path


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo's own command on a free port, with data in a scratch folder; or the demo at $PLEJEBRO_JOURNEY_URL."""
    if running := os.environ.get("PLEJEBRO_JOURNEY_URL"):
        yield House(running, None, tmp_path_factory.mktemp("demo"))
        return
    data = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PLEJEBRO_DATA_DIR": str(data),
        "PLEJEBRO_BASE_URL": f"http://127.0.0.1:{port}",
        "PLEJEBRO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
    }
    log = (data / "server.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "plejebro.cli.main", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process, data / "server.log")
        yield House(url, process, data)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The demo stopped:\n{log.read_text()[-3000:]}")
        try:
            urllib.request.urlopen(f"{url}/om/", timeout=2)
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"The demo did not answer:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one on the PATH."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def enter(house: House, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`enter("Inger Dahl")`: a page of that person's own browser, logged in; on a phone unless `wide`."""
    contexts = []

    def _enter(name: str | None = None, *, wide: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport=WIDE if wide else PHONE,  # type: ignore[arg-type]
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            java_script_enabled=javascript,
            base_url=house.url,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.csp_violations = []  # type: ignore[attr-defined]
        page.on("console", lambda message: _note(page, message.text))
        if name is not None:
            page.goto("/konto/login/")
            page.get_by_role("button", name=name).first.click()
            page.wait_for_load_state()
        return page

    yield _enter
    for context in contexts:
        context.close()


def _note(page: Page, text: str) -> None:
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        page.csp_violations.append(text)  # type: ignore[attr-defined]


@pytest.fixture
def look() -> Callable[[Page, str], None]:
    """`look(page, "name")`: no axe violation, no sideways scroll, no breach of the content policy; a picture if wanted."""

    def _look(page: Page, name: str) -> None:
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa',"
            "'best-practice']})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '))"
        )
        assert found == [], f"{name} ({page.url}): {found}"
        assert page.csp_violations == [], page.csp_violations  # type: ignore[attr-defined]
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 1, f"{name} scrolls {overflow} px sideways"
        if folder := os.environ.get("PLEJEBRO_SHOTS"):
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    return _look
