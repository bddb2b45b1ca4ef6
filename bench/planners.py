"""Planners of a day, ours and others, each from the same case to days of indices.

Nearest first is what a call centre does: the next report goes to whoever is nearest and may. Greedy insertion is our
kernel without a single round. OR-Tools is asked where it is installed (`pip install ortools`); it is in no lock file.

Units    CPU seconds of this process.
Effects  `ortools` takes as long as it is told, by the clock.
"""

import importlib.util
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from bench.city import City
from dispatch.engine import plan

Days = list[list[int]]
_PROBE = 200


class Ran(NamedTuple):
    days: Days
    cpu: float
    note: str = ""


def timed(run: Callable[[], Days], note: str = "") -> Ran:
    began = time.process_time()
    days = run()
    return Ran(days, time.process_time() - began, note)


def nearest_first(made: City) -> Days:
    """In the order of opening; whoever is nearest then, may, and is in time."""
    case = made.case
    clock, here = case.free.copy(), case.start.copy()
    days: Days = [[] for _ in clock]
    for job in np.lexsort((case.latest, case.earliest)).tolist():
        who = case.able[job, : case.ables[job]]
        starts = np.maximum(clock[who] + case.travel[here[who], case.place[job]], case.earliest[job])
        fits = (starts <= case.latest[job]) & (starts + case.service[job] <= case.ends[who])
        if fits.any():
            best = int(np.argmin(np.where(fits, case.travel[here[who], case.place[job]], np.inf)))
            chosen = int(who[best])
            days[chosen].append(job)
            clock[chosen], here[chosen] = starts[best] + case.service[job], case.place[job]
    return days


def insertion(made: City) -> Days:
    return plan(made.case, [[] for _ in made.case.free], 0, 1).days


def ours(made: City, seconds: float, seed: int = 1) -> Ran:
    """As many rounds as fit into so much CPU, found out by a few first ones."""
    empty: Days = [[] for _ in made.case.free]
    first = timed(lambda: plan(made.case, empty, 0, seed).days)
    probe = timed(lambda: plan(made.case, first.days, _PROBE, seed).days)
    rounds = max(1, int(_PROBE * (seconds - first.cpu) / max(1e-6, probe.cpu)))
    return timed(lambda: plan(made.case, empty, rounds, seed).days, f"{rounds} rounds")


def has_ortools() -> bool:
    return importlib.util.find_spec("ortools") is not None


def ortools(made: City, seconds: float) -> Ran:
    """Until it has had its CPU: on a busy machine its own limit, which is the clock's, is told longer."""
    ran = _ortools(made, seconds)
    if ran.cpu < 0.8 * seconds:
        ran = _ortools(made, seconds * min(12.0, seconds / max(0.01, ran.cpu)))
    return ran


def _ortools(made: City, seconds: float) -> Ran:
    """Optional visits with penalties, guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415 - only where it is installed

    case = made.case
    people, work = case.bias.shape
    end = people + work
    manager = pywrapcp.RoutingIndexManager(end + 1, people, list(range(people)), [end] * people)
    routing = pywrapcp.RoutingModel(manager)
    way = np.zeros((end + 1, end + 1), np.int64)
    way[:end, :end] = case.travel
    spent = way + np.concatenate([np.zeros(people), case.service, np.zeros(1)]).astype(np.int64)[:, None]
    spent[:, end] -= way[:, end]
    costs = routing.RegisterTransitMatrix(way.tolist())
    routing.SetArcCostEvaluatorOfAllVehicles(costs)
    routing.AddDimension(routing.RegisterTransitMatrix(spent.tolist()), 86_400, 200_000, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for t in range(people):
        clock.CumulVar(routing.Start(t)).SetRange(int(case.free[t]), int(case.ends[t]))
        clock.CumulVar(routing.End(t)).SetRange(int(case.free[t]), int(case.ends[t]))
    for j in range(work):
        node = manager.NodeToIndex(people + j)
        clock.CumulVar(node).SetRange(int(case.earliest[j]), int(case.latest[j]))
        routing.AddDisjunction([node], int(case.penalty[j]))
        routing.VehicleVar(node).SetValues([-1, *case.able[j, : case.ables[j]].tolist()])
    asked: Any = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 1000))
    return timed(lambda: _read(routing, manager, routing.SolveWithParameters(asked), people, work))


def _read(routing: Any, manager: Any, found: Any, people: int, work: int) -> Days:
    days: Days = [[] for _ in range(people)]
    for t in range(people if found else 0):
        at = found.Value(routing.NextVar(routing.Start(t)))
        while not routing.IsEnd(at):
            days[t].append(manager.IndexToNode(at) - people)
            at = found.Value(routing.NextVar(at))
    return days
