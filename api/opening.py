"""What happens before the doors open: schema, demo company or first administrator, and the words of welcome.

Effects  the database, the terminal, `DATA/welcome.json`.
"""

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable

import msgspec
from sqlalchemy import exc

import dispatch.commands
from api import accounts
from api.db import Database, disk_is_full, open_database
from api.migrate import migrate
from api.serve import listen
from api.settings import Settings
from api.start import blob_store
from dispatch import organisations
from dispatch.estate import Estate, Organisation
from kernel.actors import Role, system
from kernel.clock import SystemClock
from kernel.errors import Exhausted, Invalid
from kernel.ids import SystemLuck
from media.problems import DiskFull

DEMO_MB = 400  # database, its log and the pictures, with room to start


class NoTerminal(Invalid):
    """A question has nobody to answer it."""

    code = "no_terminal"


class NoRoomForDemo(Exhausted):
    """The demo company does not fit on the disk."""

    code = "no_room_for_demo"


class BadRole(Invalid):
    code = "bad_role"


class Welcome(msgspec.Struct, frozen=True):
    """What a start prints, kept so that the second start can print it too."""

    personas: tuple[tuple[str, str, str, str], ...]  # role, page, login, password
    owner_link: str
    report_code: str
    orders: int


async def prepare(settings: Settings) -> Callable[[int], str]:
    """Bring everything to where it can be served; the words of welcome for a port."""
    listen(settings.host, settings.port).close()  # a taken port is said before minutes of loading
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        await migrate(database)
        async with database.alone():
            async with database.read() as conn:
                empty = not await organisations.organisations(conn)
            if empty and settings.demo:
                await _load_demo_whole(database, settings)
            elif empty and sys.stdin.isatty():
                await _first_administrator(database)
    finally:
        await database.close()
    return lambda port: _words(settings, port, empty=empty)


async def _load_demo_whole(database: Database, settings: Settings) -> None:
    """The demo company or nothing: a file that holds half of one is removed, so that the next start begins again."""
    try:
        await _load_demo(database, settings)
    except BaseException:
        if settings.sqlite:
            await database.reader.dispose()
            await database.writer.dispose()  # the lock on the folder is held until `close`
            for ending in ("", "-wal", "-shm"):
                (settings.data / f"doorstep.db{ending}").unlink(missing_ok=True)
        raise


async def _load_demo(database: Database, settings: Settings) -> None:
    from api.demo.load import load_demo  # noqa: PLC0415 - three thousand homes that a real company never loads

    print("  Demo company …", end="", file=sys.stderr, flush=True)
    began = database.clock.now()
    try:
        made = await load_demo(database, blob_store(settings), began)
    except (DiskFull, OSError, exc.DBAPIError) as error:
        if isinstance(error, DiskFull) or disk_is_full(error.orig if isinstance(error, exc.DBAPIError) else error):
            raise NoRoomForDemo(folder=settings.data, megabytes=DEMO_MB) from error
        raise
    took = (database.clock.now() - began).total_seconds()
    print(f" {made.orders} work orders, {made.photos} photos, {took:.1f} s", file=sys.stderr, flush=True)
    personas = tuple((one.role, one.where, one.login, one.password) for one in made.personas)
    welcome = Welcome(personas, made.owner_link, made.report_code, made.orders)
    (settings.data / "welcome.json").write_bytes(msgspec.json.encode(welcome))


def _words(settings: Settings, port: int, *, empty: bool) -> str:
    origin = settings.public_url or f"http://{settings.host}:{port}"
    lines = ["", f"Doorstep is ready at {origin}", ""]
    kept = settings.data / "welcome.json"
    if kept.is_file():
        welcome = msgspec.json.decode(kept.read_bytes(), type=Welcome)
        width = max(len(role) for role, *_ in welcome.personas)
        lines += [
            f"  {role:<{width}}  {origin}{page:<10}  {login:<16} {password}"
            for role, page, login, password in welcome.personas
        ]
        lines += [
            "",
            f"  An owner's link      {origin}{welcome.owner_link}",
            f"  Report a fault (QR)  {origin}/report/{welcome.report_code}",
        ]
    elif empty and not sys.stdin.isatty():
        lines.append("  Nobody can sign in yet: python3 -m api user add --login … makes an administrator.")
    lines += ["", "  Ctrl-C stops it."]
    return "\n".join(lines)


def _ask(question: str) -> str:
    """A line from the terminal, before anything is served."""
    return input(f"  {question}: ").strip()


async def _first_administrator(database: Database) -> None:
    print("This installation is empty. Make its first administrator.", file=sys.stderr)
    name = _ask("Company name") or "My company"
    code = _ask("Short code (letters)").upper() or "CO"
    login = _ask("Sign-in name") or "admin"
    await _add(database, Organisation(id=database.ids.new(), code=code, zh=name, en=name), login, Role.ADMIN)


async def _add(database: Database, org: Organisation, login: str, role: Role) -> None:
    password = getpass.getpass("  Password (12 or more; empty makes one): ") if sys.stdin.isatty() else ""
    made = password or secrets.token_urlsafe(12)
    hashed = await accounts.hash_password(made)
    async with database.act(system(org.id)) as act:
        await dispatch.commands.put_estate(act, Estate(organisation=org))
        new = accounts.Account(id=act.ids.new(), org_id=org.id, login=login, code=login, role=role)
        await accounts.create_account(act, new, hashed)
    print(f"  {role} {login} of {org.code} may sign in{'' if password else f' with {made}'}.")


async def add_user(settings: Settings, told: argparse.Namespace) -> int:
    """`user add`: an account in an organisation that is made when it is new."""
    if told.role not in set(Role):
        raise BadRole(role=told.role)
    login = told.login or (_ask("Sign-in name") if sys.stdin.isatty() else "")
    if not login:
        raise NoTerminal(option="--login")
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        await migrate(database)
        async with database.read() as conn:
            known = {org.code: org for org in await organisations.organisations(conn)}
        code = told.org or (next(iter(known)) if len(known) == 1 else "CO")
        org = known.get(code) or Organisation(id=database.ids.new(), code=code, zh=code, en=code)
        await _add(database, org, login, Role(told.role))
    finally:
        await database.close()
    return 0


async def migrate_only(settings: Settings) -> int:
    """`migrate`: today's schema, nothing else."""
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        changed = await migrate(database)
    finally:
        await database.close()
    print("The database was brought to today's schema." if changed else "The database is at today's schema.")
    return 0
