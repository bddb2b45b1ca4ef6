"""The commands of `python3 -m api`, once the environment stands.

Effects  the terminal, and whatever a command is for.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from typing import Any

from api import opening
from api.problems import sentence
from api.serve import serve
from api.settings import Settings, from_env
from kernel.errors import Problem


def command(arguments: Sequence[str]) -> int:
    """Carry out one command line; the exit code."""
    try:
        settings = from_env(os.environ)
        return _carry_out(_parser().parse_args(list(arguments)), settings)
    except Problem as problem:
        print(f"Doorstep cannot do that: {sentence(problem, _language())}", file=sys.stderr)
        return 1
    except OSError as failure:
        where = f" ({failure.filename})" if failure.filename else ""
        print(
            f"Doorstep cannot do that: {failure.strerror or failure}{where}. Mend it and run it again.", file=sys.stderr
        )
        return 1


def _carry_out(told: argparse.Namespace, settings: Settings) -> int:
    match told.command:
        case None | "serve":
            return _run(_serve(settings))
        case "worker":
            from api.worker import work  # noqa: PLC0415 - nobody else pays for arq

            return _run(work(settings))
        case "migrate":
            return _run(opening.migrate_only(settings))
        case "dispatch":
            from api.dispatching import dispatching  # noqa: PLC0415 - a command of its own

            return _run(dispatching(settings, told))
        case "import":
            from api.importer.command import import_requests  # noqa: PLC0415 - a command of its own

            return _run(import_requests(settings, told))
        case "user":
            from api import upkeep  # noqa: PLC0415 - a start does without

            return _run(opening.add_user(settings, told) if told.what == "add" else upkeep.lock(settings, told))
        case "restore" | "outbox":
            from api import upkeep  # noqa: PLC0415 - a start does without

            return _run(upkeep.restore(settings, told) if told.command == "restore" else upkeep.outbox(settings, told))
        case "backup":
            from api import backup  # noqa: PLC0415 - a start does without

            return _run(backup.backup(settings, told))
        case _:
            from api import auditing  # noqa: PLC0415 - a start does without

            return _run(auditing.audit(settings, told))


def _run(work: Coroutine[Any, Any, int | None]) -> int:
    try:
        if sys.platform == "linux":
            import uvloop  # noqa: PLC0415 - optional speed, Linux only

            return uvloop.run(work) or 0
        return asyncio.run(work) or 0
    except KeyboardInterrupt:
        return 130


async def _serve(settings: Settings) -> int:
    welcome = await opening.prepare(settings)
    await serve(settings, ready=lambda port: print(welcome(port), flush=True))
    return 0


def _language() -> str:
    return "zh" if os.environ.get("LANG", "").lower().startswith("zh") else "en"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doorstep", description="Doorstep: repairs from the report to the review.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="serve (the default)")
    commands.add_parser("worker", help="work off jobs beside other processes; needs DATABASE_URL")
    commands.add_parser("migrate", help="bring the database to today's schema and stop")
    people = commands.add_parser("user", help="staff accounts").add_subparsers(dest="what", required=True)
    user = people.add_parser("add", help="make an account")
    user.add_argument("--login")
    user.add_argument("--role", default="admin")
    user.add_argument("--org", help="the organisation's code; made when it does not exist yet")
    for what, does in (("disable", "lock somebody out, at once and everywhere"), ("enable", "let him in again")):
        locked = people.add_parser(what, help=does)
        locked.add_argument("--login", required=True)
        locked.add_argument("--reason", default="from the terminal")
    audit = commands.add_parser("audit", help="the chain of events").add_subparsers(dest="what", required=True)
    walked = audit.add_parser("verify", help="walk every chain and name the first broken link")
    walked.add_argument("--evidence", action="store_true", help="read every photo, stroke, line and certificate too")
    audit.add_parser("roots", help="print the root of every day, to be published")
    kept = commands.add_parser("backup", help="copy the database, the photos and the keys to a folder; safe any time")
    kept.add_argument("folder")
    told = commands.add_parser("outbox", help="events whose consequences failed eight times")
    buried = told.add_subparsers(dest="what", required=True)
    buried.add_parser("list", help="name them and why")
    buried.add_parser("retry", help="try them again").add_argument("n", nargs="*", type=int, help="numbers; none: all")
    restore = commands.add_parser("restore", help="go on with a database that was restored from a backup")
    restore.add_argument("--yes", action="store_true", help="it is meant: every phone starts anew")
    _dispatching(commands.add_parser("dispatch", help="why somebody was sent, and whether it would be again"))
    _importing(commands.add_parser("import", help="read data from files"))
    return parser


def _importing(parser: argparse.ArgumentParser) -> None:
    from api.importer.command import arguments  # noqa: PLC0415 - a command of its own

    what = parser.add_subparsers(dest="what", required=True)
    arguments(what.add_parser("requests", help="service requests from a CSV file"))


def _dispatching(parser: argparse.ArgumentParser) -> None:
    from api.dispatching import arguments  # noqa: PLC0415 - a command of its own

    arguments(parser)
