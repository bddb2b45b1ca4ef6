"""`python -m tests.simulation`: SEEDS=count or from-to, JOBS=pairs; TRACE=1 tells one schedule line by line."""

import os

from tests.simulation.campaign import campaign, told, traced
from tests.simulation.seeds import asked


def main() -> int:
    seeds, jobs = asked(os.environ.get("SEEDS", "200")), int(os.environ.get("JOBS") or 1)
    if os.environ.get("TRACE") != "1":
        return 1 if campaign(seeds, jobs).failed else 0
    for seed in seeds:
        found = traced(seed)
        print("\n".join(found.lines))
        print(told(found) if found.violation else f"seed {seed}: holds, trace {found.digest}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
