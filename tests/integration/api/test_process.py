"""The process as an operator sees it: starts, says so, refuses a second one, stops on SIGTERM with open streams."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
PROGRAM = """
import asyncio, sys
from pathlib import Path
from api.serve import serve
from api.settings import Settings
from kernel.errors import Problem
try:
    settings = Settings(data=Path(sys.argv[1]), port=0, demo=False, log_level="error")
    asyncio.run(serve(settings, ready=lambda port: print(port, flush=True)))
except Problem as problem:
    print(problem.code, flush=True)
    sys.exit(3)
"""


async def start(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        str(folder),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    said = await asyncio.wait_for(process.stdout.readline(), 60)
    return process, said.decode().strip()


async def test_it_serves_refuses_a_second_one_and_stops_at_once(tmp_path: Path) -> None:
    process, port = await start(tmp_path)
    try:
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=url, timeout=10) as client:
            assert (await client.get("/health/ready")).status_code == 200
            second, said = await start(tmp_path)
            assert said == "second_server"
            assert await second.wait() == 3
            began = asyncio.get_running_loop().time()
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 10)
            assert process.returncode == 0  # not ended by the signal: its parts were closed
            assert asyncio.get_running_loop().time() - began < 3  # a loaded machine; alone it is 0.3 s
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    third, port = await start(tmp_path)
    assert port.isdigit()
    third.send_signal(signal.SIGTERM)
    await asyncio.wait_for(third.wait(), 10)
