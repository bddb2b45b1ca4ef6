"""E1, E2, E3, E11: what a photo and a certificate cost, and what the files cost that want to harm us.

Limits: the JPEG decoder of the same library on the same bytes, run in turn with ours. Processor time only, so that a
busy machine matters little; a hostile file gets a process of its own, whose peak memory is its own.

Effects  processes.
"""

import asyncio
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace
from PIL import Image

from bench.context import Bench
from bench.table import Beside, Figure, Goal, Row, ratio
from media import images, notary, press, seals
from tests.support import certificates, hostile, photos

ROOT = Path(__file__).resolve().parent.parent
_ONE = """
import re, sys, time
from pathlib import Path
from media import images
from kernel.errors import Problem
images.prepare()
def peak():  # not getrusage: its peak is inherited from whoever started this process
    return int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1])
data = sys.stdin.buffer.read()
before, began = peak(), time.process_time()
try:
    images.develop(data)
    code = "ok"
except Problem as problem:
    code = problem.code
spent = time.process_time() - began
grown = peak() - before
print(code, spent * 1000, grown / 1024)
"""


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of this process's processors."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def in_turn(runs: int, *works: Callable[[], object]) -> list[Figure]:
    """Each work once per run, one after the other; one round before counts for nothing."""
    for work in works:
        work()
    rounds = [[spent(work) for work in works] for _ in range(runs)]
    return [Figure(tuple(column), "ms CPU") for column in zip(*rounds, strict=True)]


def decoded(data: bytes) -> None:
    """Every pixel, once: what nobody can do without who looks at the whole photo."""
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        image.load()


def pipeline(runs: int) -> list[Row]:
    images.prepare()
    large = photos.jpeg(photos.scene(4032, 3024, 5), quality=88)
    small = photos.jpeg(photos.scene(2016, 1512, 5), quality=80)
    whole, phones, raw = in_turn(
        runs, lambda: images.develop(large), lambda: images.develop(small), lambda: decoded(large)
    )
    floor = Beside("libjpeg-turbo's full decode of the 12 MP photo", raw)
    return [
        Row(
            id="E1",
            what="a 12-megapixel photo: checked, upright, stripped, three renditions, measures, hashes",
            ours=whole,
            limits=(floor,),
            goals=(Goal("whole pipeline ÷ decode", 1.35, ratio(whole, raw)),),
        ),
        Row(
            id="E2",
            what="a photo as the phone sends it (2016 px)",
            ours=phones,
            limits=(floor,),
            goals=(Goal("÷ decode of 12 MP", 0.8, ratio(phones, raw)),),
        ),
    ]


def alone(data: bytes) -> tuple[str, float, float]:
    """One file in a process of its own: verdict, milliseconds, megabytes above idle."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    done = subprocess.run([sys.executable, "-c", _ONE], input=data, capture_output=True, check=True, env=env, cwd=ROOT)
    code, milliseconds, megabytes = done.stdout.decode().split()
    return code, float(milliseconds), float(megabytes)


def verdicts() -> list[Row]:
    """Every file of the table; those that are refused must be cheap."""
    rows, wrong, dearest, largest = [], 0, 0.0, 0.0
    for name, (make, expected) in hostile.TABLE.items():
        code, cpu, memory = alone(make())
        wrong += code not in expected.split("|")
        if code != "ok":
            dearest, largest = max(dearest, cpu), max(largest, memory)
        rows.append(f"{name}: {code}, {cpu:.1f} ms, +{memory:.0f} MB")
    return [
        Row(
            id="E3",
            what=f"{len(rows)} files that want to harm, each in a fresh process",
            goals=(
                Goal("wrong verdicts", 0, wrong),
                Goal("dearest refusal", 50, dearest, unit=" ms CPU"),
                Goal("largest refusal", 20, largest, unit=" MB"),
            ),
            note="<br>".join(rows),
        )
    ]


def certificate(runs: int) -> list[Row]:
    facts, key = certificates.facts(), seals.a_key()
    number = iter(range(10_000))
    made: list[bytes] = []

    def fresh() -> None:
        at = next(number)
        made[:] = [press.render(replace(facts, number=f"WG-{at}", place=f"3栋2单元{at}"), "zh")]

    printed, sealed = in_turn(runs, fresh, lambda: notary.sign(made[0], key))
    again = press.render(facts, "zh") == press.render(msgspec.convert(msgspec.to_builtins(facts), type(facts)), "zh")
    return [
        Row(
            id="E11",
            what="a completion certificate with four photos, warm",
            ours=printed,
            goals=(
                Goal("typeset", 60, printed.middle, unit=" ms CPU"),
                Goal("size", 700, len(made[0]) / 1000, unit=" KB"),
                Goal("other bytes from the same facts", 0, float(not again)),
            ),
            note=f"the seal (PAdES B-B) takes {sealed} once, when it is issued",
        )
    ]


async def measured(bench: Bench) -> list[Row]:
    rows: list[Row] = []
    if bench.wants("E1", "E2"):
        rows += await asyncio.to_thread(pipeline, bench.runs)
    if bench.wants("E3"):
        rows += await asyncio.to_thread(verdicts)
    if bench.wants("E11"):
        rows += await asyncio.to_thread(certificate, bench.runs)
    return rows
