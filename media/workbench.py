"""What one worker of the workshop does: read a task, do it within limits, answer.

Runs as `python -m media.workbench` with a pipe on each side. Limits are set anew for every task: processor
seconds, address space, no core files, no new files beyond what typesetting needs. A task that breaks a limit
ends this process and nothing else.

Units    seconds, bytes.
Effects  reads standard input, writes standard output, until the input ends.
"""

import os
import resource
import sys

import msgspec

from kernel.errors import Problem
from media import images, press
from media.tasks import Answer, Develop, Failed, Printed, Refused, Task, frame, read_frame

CPU_SECONDS = 10
PHOTO_MEMORY = 1024 * 1024 * 1024
PRINT_MEMORY = 4 * 1024 * 1024 * 1024
FILE_SIZE = 64 * 1024 * 1024


def work(task: Task) -> Answer:
    """Do one task; every expected failure is an answer."""
    if isinstance(task, Develop):
        _limit(PHOTO_MEMORY)
        try:
            return images.develop(task.data)
        except Problem as problem:
            facts = {name: fact for name, fact in problem.facts.items() if isinstance(fact, (str, int, float))}
            return Refused(problem.code, facts)
        except MemoryError:
            return Refused("too_many_pixels", {"limit": images.MAX_PIXELS})
    _limit(PRINT_MEMORY)
    try:
        return Printed(press.render(task.facts, task.language), press.fingerprint())
    except Exception as error:  # noqa: BLE001 - told to the server, which raises it there
        return Failed(f"{type(error).__name__}: {error}")


def _limit(memory: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    images.prepare()
    answers = os.dup(1)
    os.dup2(2, 1)  # a library that prints must not speak into the answers
    encode, decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Task).decode
    while True:
        try:
            task = decode(read_frame(lambda count: os.read(0, count)))
        except EOFError:
            sys.exit(0)
        rest = memoryview(frame(encode(work(task))))
        while rest:
            rest = rest[os.write(answers, rest) :]


if __name__ == "__main__":
    main()
