"""One room under viewers, from a client process: frames, bytes, CPU of the server, click to frame.

    python benchmarks/rooms_smoke.py --viewers 100 --seconds 20

Starts its own server with its own database. Prints one line of JSON.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from websockets.asyncio.client import connect

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_kb(pid: int) -> int:
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def start_room(url: str) -> tuple[str, str]:
    """A room and the cookie of its owner."""
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = opener.open(f"{url}/join/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    data = f"csrfmiddlewaretoken={token}".encode()
    answer = opener.open(f"{url}/scenes/broker-fails/start/", data)
    return re.search(r"/r/(\w{6})/", answer.url)[1], "; ".join(
        f"{c.name}={c.value}" for c in cookies
    )


async def watch(url: str, code: str, totals: dict, stop_s: float) -> None:
    async with connect(url, origin=url.replace("ws", "http").partition("/ws/")[0]) as ws:
        await ws.send(json.dumps({"id": "h", "type": "hello"}))
        while time.monotonic() < stop_s:
            try:
                text = await asyncio.wait_for(ws.recv(), 1)
            except TimeoutError:
                continue
            if '"type":"frame"' in text[:20] or '"type":"keyframe"' in text[:20]:
                message = json.loads(text)
                seq = message.get("seq", message.get("to"))
                await ws.send(f'{{"type":"seen","seq":{seq}}}')
                totals["frames"] += message["type"] == "frame"
                totals["keyframes"] += message["type"] == "keyframe"
                totals["bytes"] += len(text)


async def click(url: str, cookie: str, stop_s: float) -> list[float]:
    """Publishes every half second; seconds from sending to the frame that shows it."""
    took = []
    origin = url.replace("ws", "http").partition("/ws/")[0]
    async with connect(url, origin=origin, additional_headers={"Cookie": cookie}) as ws:
        await ws.send(json.dumps({"id": "h", "type": "hello"}))
        n = 0
        while time.monotonic() < stop_s:
            n += 1
            began = time.monotonic()
            command = {"id": f"c{n}", "type": "command", "text": "publish checkout orders"}
            await ws.send(json.dumps(command))
            cause = f'"cmd:{n + 1}"'  # the scenario's script holds command 1
            while True:
                text = await asyncio.wait_for(ws.recv(), 5)
                if '"frame"' in text[:30]:
                    seq = json.loads(text).get("seq", json.loads(text).get("to"))
                    await ws.send(f'{{"type":"seen","seq":{seq}}}')
                if cause in text:
                    took.append(time.monotonic() - began)
                    break
            await asyncio.sleep(0.5)
    return took[1:]  # the first one waits until its producer knows the cluster


async def measure(port: int, pid: int, viewers: int, seconds: float) -> dict:
    code, cookie = await asyncio.to_thread(start_room, f"http://127.0.0.1:{port}")
    url = f"ws://127.0.0.1:{port}/ws/r/{code}/"
    totals = {"frames": 0, "keyframes": 0, "bytes": 0}
    memory = rss_kb(pid)
    stop_s = time.monotonic() + seconds
    began, cpu = time.monotonic(), cpu_s(pid)
    tasks = [asyncio.create_task(watch(url, code, totals, stop_s)) for _ in range(viewers)]
    took = await click(url, cookie, stop_s)
    grown = rss_kb(pid) - memory
    await asyncio.gather(*tasks)
    elapsed, used = time.monotonic() - began, cpu_s(pid) - cpu
    return {
        "viewers": viewers,
        "frames_per_viewer_s": round(totals["frames"] / viewers / elapsed, 1),
        "bytes_per_viewer_s": round(totals["bytes"] / viewers / elapsed),
        "keyframes": totals["keyframes"],
        "server_cpu_percent": round(100 * used / elapsed, 1),
        "us_per_frame": round(1e6 * used / max(1, totals["frames"]), 1),
        "kb_per_viewer": round(grown / viewers, 1),
        "click_to_frame_ms": {
            "p50": round(1000 * statistics.median(took), 1),
            "max": round(1000 * max(took), 1),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "EVENTARIUM_DB": f"{folder}/bench.sqlite3"}
        command = [sys.executable, "manage.py", "serve", "--no-open", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/join/", timeout=5)
                    break
                except OSError:
                    time.sleep(0.1)
            result = asyncio.run(measure(port, server.pid, options.viewers, options.seconds))
            sys.stdout.write(json.dumps(result) + "\n")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)


if __name__ == "__main__":
    main()
