"""Assessing fact files in one process: files per second at three sizes, so that a bend would show.

python -m bench.law [100000]
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta
from random import Random

from plejebro.law import as_json, assess, read_facts, requirement_ids

FIRST = date(2011, 1, 1)


def fact_files(count: int, seed: int = 1) -> list[str]:
    """`count` fact files as JSON text: all regimes, kinds and routes, with some proof each."""
    random = Random(seed)
    found = []
    for _ in range(count):
        decided = FIRST + timedelta(days=random.randrange(16 * 365))
        proofs = random.sample(requirement_ids(), 12)
        found.append(
            json.dumps(
                {
                    "kind": random.choice(("move", "move", "move", "return_home", "contact")),
                    "decision_date": decided.isoformat(),
                    "child_born": (decided - timedelta(days=random.randrange(17 * 365))).isoformat(),
                    "route": random.choice((None, "K1", "K2", "K3", "K4", "K5")),
                    "evidence": {
                        name: [{"date": (decided + timedelta(days=random.randrange(-60, 20))).isoformat()}]
                        for name in proofs
                    },
                }
            )
        )
    return found


def main() -> None:
    """Prints one line a size: from JSON text to JSON text, the assessing alone beside it."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    assess(read_facts(json.loads(fact_files(1)[0])))
    print(f"{'files':>8} {'text to text':>14} {'per second':>11} {'assess alone':>13} {'per second':>11}")
    for count in (largest // 100, largest // 10, largest):
        files = fact_files(count)
        whole = alone = 0.0
        for text in files:
            started = time.perf_counter()
            facts = read_facts(json.loads(text))
            read = time.perf_counter()
            answer = assess(facts)
            assessed = time.perf_counter()
            json.dumps(as_json(answer))
            whole += time.perf_counter() - started
            alone += assessed - read
        print(f"{count:8} {whole:12.2f} s {count / whole:11.0f} {alone:11.2f} s {count / alone:11.0f}")


if __name__ == "__main__":
    main()
