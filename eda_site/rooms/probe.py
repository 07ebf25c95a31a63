"""The socket that the page "Is this network fit?" tries: it echoes, and sends frames at a lesson's pace."""

import asyncio
import contextlib
from typing import Any

FRAMES, FRAMES_PER_S, FRAME_BYTES = 30, 10, 2_000
MOST_ECHOES = 40
LONGEST_S = 30.0
LONGEST_TEXT = 200


async def probe(scope: Any, receive: Any, send: Any) -> None:
    """`ping …` comes back as it is; `frames` brings numbered texts as big and as often as frames."""
    if (await receive())["type"] != "websocket.connect":
        return
    await send({"type": "websocket.accept"})
    sending: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(LONGEST_S):
            for _ in range(MOST_ECHOES):
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    return
                text = message.get("text") or ""
                if text == "frames" and sending is None:
                    sending = asyncio.create_task(send_frames(send))
                elif text.startswith("ping"):
                    await send({"type": "websocket.send", "text": text[:LONGEST_TEXT]})
    except TimeoutError:
        pass
    finally:
        if sending is not None:
            sending.cancel()
    with contextlib.suppress(Exception):
        await send({"type": "websocket.close", "code": 1000})


async def send_frames(send: Any) -> None:
    for n in range(FRAMES):
        text = f"frame {n} ".ljust(FRAME_BYTES, ".")
        await send({"type": "websocket.send", "text": text})
        await asyncio.sleep(1 / FRAMES_PER_S)
