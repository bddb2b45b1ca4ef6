"""`python3 -m api`: the one command of the house.

    python3 -m api                     set up, migrate, load the demo company, serve
    python3 -m api worker              work off jobs beside other processes (Redis, PostgreSQL)
    python3 -m api migrate             bring the database to today's schema
    python3 -m api import requests F   read service requests from a CSV file (see --help)
    python3 -m api user add            make a staff account from the terminal; `user disable`, `user enable`
    python3 -m api restore             go on with a database that was restored from a backup
    python3 -m api outbox list         events whose consequences failed; `outbox retry` tries them again
    python3 -m api audit verify        walk every chain of events and name the first broken link

Settings come from the environment; `docs/operations.md` lists them.

Effects  everything: this is the composition root of the process.
"""

import gc
import sys

from api.bootstrap import ensure


def main() -> None:
    ensure("api", app=len(sys.argv) == 1)
    # Loading makes a hundred thousand objects that all stay: looking for garbage among them is a tenth of a start, and
    # of every later collection unless they are set aside.
    gc.disable()
    from api.cli import command  # noqa: PLC0415 - exists only inside the environment that ensure() made

    gc.freeze()
    gc.enable()
    raise SystemExit(command(sys.argv[1:]))


if __name__ == "__main__":
    main()
