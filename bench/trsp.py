"""G3: the 56 public instances of the technician routing and scheduling problem, beside the best known of 2012.

    TRSP=folder                instances (`*.txt`) and `pillac-minwt.sol`; not measured without them
    CPU=10                     seconds of one core for each instance
    FAMILY=R1                  only instances whose names begin so

The data are Pillac, Guéret and Medaglia's (crew25); they are read where they lie and never copied. The objective is
the whole working time, everybody leaving home at his best moment. `checked` drives every route again in plain Python,
shares no line with the search, and reproduces the published objectives from the published routes.

Units    the instances' own.
Effects  reads the folder; takes as long as it is told.
"""

import ast
import math
import os
import re
import statistics
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.context import Bench
from bench.routes import Task
from bench.ruin import solved
from bench.table import Beside, Figure, Goal, Row, failed

_LINE = re.compile(r"^\s*(\d+)((?:\s+[-\d.]+){5})\s+(\[.*?\])\s*(\[.*?\])\s*(\[.*?\])")
_PUBLISHED = "pillac-minwt.sol"


class Node(NamedTuple):
    x: float
    y: float
    opens: float
    closes: float
    spends: float
    skills: frozenset[int]
    tools: frozenset[int]
    parts: tuple[int, ...]


class Instance(NamedTuple):
    name: str
    depot: Node
    people: list[Node]
    work: list[Node]


async def measured(_: Bench) -> list[Row]:
    folder = os.environ.get("TRSP", "")
    if not folder:
        return [failed("G3", "public technician routing", "no folder: TRSP=path")]
    return [everything(Path(folder), float(os.environ.get("CPU", "10")), os.environ.get("FAMILY", ""))]


def everything(folder: Path, seconds: float, family: str) -> Row:
    known = published(folder / _PUBLISHED)
    names = sorted(path.stem for path in folder.glob("*.txt") if path.stem.startswith(family))
    found = {name: one(read(folder / f"{name}.txt"), seconds) for name in names if name in known}
    gaps = {name: 100 * (cost / known[name][0] - 1) for name, (cost, _) in found.items()}
    wrong = sum(faults for _, faults in found.values())
    ours = Figure((statistics.mean(gaps.values()),), "% over the best known")
    better = [name for name, gap in gaps.items() if gap < -0.005]
    families = sorted({re.sub(r"\d\d_?\..*", "", name) for name in gaps})
    by_family = ", ".join(
        f"{one} {statistics.mean(g for n, g in gaps.items() if _of(n, one)):+.2f}" for one in families
    )
    note = f"{by_family}; below the published best: {', '.join(n.split('.')[0] for n in better) or 'none'}"
    note += f"; VOID: {wrong} faults" if wrong else "; 0 faults"
    what = f"{len(gaps)} public instances, {seconds:g} s of one core each"
    goals = (Goal("mean gap", 1.0, ours.middle, unit=" %"),)
    return Row(
        id="G3", what=what, ours=ours, goals=goals, note=note, peers=(Beside("best known 2012", Figure((0.0,), "%")),)
    )


def _of(name: str, family: str) -> bool:
    return re.sub(r"\d\d_?\..*", "", name) == family


def one(instance: Instance, seconds: float) -> tuple[float, int]:
    """What the checker says of our routes: working time, and faults."""
    rows, _, _ = solved(task(instance), seconds, time.thread_time)
    return checked(instance, rows)


def read(path: Path) -> Instance:
    nodes = []
    for line in path.read_text().splitlines():
        found = _LINE.match(line)
        if found:
            x, y, opens, closes, spends = (float(word) for word in found.group(2).split())
            skills, tools, parts = (ast.literal_eval(found.group(n)) for n in (3, 4, 5))
            nodes.append(Node(x, y, opens, closes, spends, frozenset(skills), frozenset(tools), tuple(parts)))
    header = next(line for line in path.read_text().splitlines() if re.match(r"^\d+\s+\d+\s+\d+\s+\d+\s*$", line))
    people = int(header.split()[0])
    return Instance(path.stem, nodes[0], nodes[1 : people + 1], nodes[people + 1 :])


def published(path: Path) -> dict[str, tuple[float, list[list[int]]]]:
    """Objective and routes by instance; requests from 0, the depot as -1."""
    values: dict[str, str] = {}
    for line in path.read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            values[name.strip()] = value.strip()
    return {
        name: (float(value), _routes(values[f"{name}-S"])) for name, value in values.items() if f"{name}-S" in values
    }


def _routes(text: str, people: int = 25, work: int = 100) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in range(people)]
    for part in text.strip("<>").split("|"):
        if not part:
            continue
        who, *stops = (int(word) for word in part.split(","))
        for stop in stops:
            if stop > 2 * people + work:
                rows[who - 1].append(-1)
            elif stop <= people + work:
                rows[who - 1].append(stop - people - 1)
    return rows


def task(of: Instance) -> Task:
    nodes = [*of.work, *of.people, of.depot]
    spots = np.array([(node.x, node.y) for node in nodes])
    way = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    kinds = max(len(node.parts) for node in nodes)
    work = len(of.work)

    def parts(some: Sequence[Node]) -> np.ndarray:
        return np.array([[*node.parts, *[0] * kinds][:kinds] for node in some], np.int64)

    def bits(some: Sequence[Node]) -> np.ndarray:
        return np.array([sum(1 << tool for tool in node.tools) for node in some], np.int64)

    return Task(
        way=way,
        opens=np.array([node.opens for node in nodes]),
        closes=np.array([node.closes for node in nodes]),
        spends=np.array([node.spends for node in nodes]),
        needs=bits(of.work),
        parts=parts(of.work),
        tools=bits(of.people),
        stock=parts(of.people),
        may=np.array([[one.skills <= who.skills for one in of.work] for who in of.people]),
        near=np.argsort(way[:work, :work], axis=1, kind="stable").astype(np.int64),
    )


def checked(of: Instance, rows: Sequence[Sequence[int]]) -> tuple[float, int]:
    """Working time and faults of routes given as rows of requests; what is not a request is the depot."""
    total, faults, seen = 0.0, 0, []
    for who, row in zip(of.people, rows, strict=True):
        stops = [of.work[n] if 0 <= n < len(of.work) else of.depot for n in row]
        faults += _lacks(who, stops, of.depot)
        time_, wrong = _driven(who, stops)
        total, faults = total + time_, faults + wrong
        seen += [n for n in row if 0 <= n < len(of.work)]
    return total, faults + (sorted(seen) != list(range(len(of.work))))


def _lacks(who: Node, stops: Sequence[Node], depot: Node) -> int:
    faults, left = 0, [*who.parts, *[0] * 9]
    for at, stop in enumerate(stops):
        faults += not stop.skills <= who.skills
        if depot in stops[:at]:
            continue
        faults += not stop.tools <= who.tools
        for kind, count in enumerate(stop.parts):
            left[kind] -= count
            faults += left[kind] < 0
    return faults


def _driven(who: Node, stops: Sequence[Node]) -> tuple[float, int]:
    """As early as can be forwards, then as late as can be backwards: the working time, and windows missed."""
    if not stops:
        return 0.0, 0
    path = [who, *stops, who]
    ways = [math.hypot(a.x - b.x, a.y - b.y) for a, b in pairwise(path)]
    clock, wrong = who.opens, 0
    for at, way in enumerate(ways):
        clock = max(
            clock + (path[at].spends if at else 0.0) + way, path[at + 1].opens if at + 1 < len(path) - 1 else 0.0
        )
        wrong += clock > path[at + 1].closes + 1e-6
    latest = clock
    for at in range(len(ways) - 1, -1, -1):
        latest = min(path[at].closes, latest - ways[at] - (path[at].spends if at else 0.0))
    return clock - max(latest, who.opens), wrong
