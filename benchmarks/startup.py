"""How long the bot takes to be ready and how much memory it then holds, beside a bare discord.py client.

Both connect to the tests' stand-in for Discord on loopback; each run is its own process, its record empty.
The runs alternate, so that what else the machine does meets both alike.

    python benchmarks/startup.py [--runs 5]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STANDIN = ROOT / "tests" / "bot" / "discord" / "standin.py"
TOKEN = "standin-token"
SETTLED = 5.0
"""Seconds after readiness at which memory is read: by then everything is loaded that is loaded at start."""

BARE = """
import discord, sys, yarl
discord.http.Route.BASE = sys.argv[1]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
client = discord.Client(intents=discord.Intents(guilds=True))

@client.event
async def on_ready():
    print("ready as", client.user, file=sys.stderr, flush=True)

client.run(sys.argv[3], log_handler=None)
"""


def measure(command: list[str], environment: dict[str, str], directory: str) -> tuple[float, float]:
    """(seconds from start to ready, resident megabytes when settled) of one process."""
    started = time.perf_counter()
    child = subprocess.Popen(command, env=environment, cwd=directory, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stderr is not None
        said = []
        for line in child.stderr:
            said.append(line)
            if "ready as" in line:
                break
        else:
            raise SystemExit("it never got ready:\n" + "".join(said))
        ready = time.perf_counter() - started
        time.sleep(SETTLED)
        return ready, resident(child.pid)
    finally:
        child.terminate()
        child.wait(20)


def resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    server = subprocess.Popen(
        [sys.executable, str(STANDIN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    api, gateway = f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/gateway"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN_")}
    plain["PYTHONPATH"] = str(ROOT)
    settings = {
        "DRAGOMAN_DISCORD_TOKEN": TOKEN,
        "DRAGOMAN_DISCORD_API_URL": api,
        "DRAGOMAN_DISCORD_GATEWAY_URL": gateway,
    }
    found: dict[str, list[tuple[float, float]]] = {"bare discord.py client": [], "dragoman run": []}
    try:
        for _ in range(runs + 1):
            with tempfile.TemporaryDirectory() as directory:
                bare = [sys.executable, "-c", BARE, api, gateway, TOKEN]
                found["bare discord.py client"].append(measure(bare, plain, directory))
                bot = [sys.executable, "-m", "bot", "run"]
                found["dragoman run"].append(measure(bot, plain | settings, directory))
    finally:
        server.terminate()
        server.wait(20)
    medians = {}
    print(f"median of {runs} runs, after one to warm up; ready includes discord.py's wait of 2 s for guilds")
    for name, figures in found.items():
        medians[name] = [statistics.median(column) for column in zip(*figures[1:], strict=True)]
        print(f"{name:24} ready {medians[name][0]:5.2f} s   resident {medians[name][1]:6.1f} MB")
    bare_ready, bare_memory = medians["bare discord.py client"]
    ready, memory = medians["dragoman run"]
    print(f"{'ratio':24} ready {ready / bare_ready:5.2f}     resident {memory / bare_memory:6.2f}")
    print(f"{'without the wait':24} ready {(ready - 2) / (bare_ready - 2):5.2f}")


if __name__ == "__main__":
    main()
