"""The whole start in one process: migrate, build, serve."""

import asyncio
import errno
import gc
import os
import socket
import sys
import threading
import webbrowser
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from eda_site.web.build import build
from eda_site.web.lan import addresses

_MESSAGE_LIMIT = (
    64 * 1024
)  # a socket that sends more is closed; rooms answer smaller excess with a coded error


class Command(BaseCommand):
    help = "Prepare what is missing and serve the site with Daphne over plain http."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument(
            "--lan", action="store_true", help="serve the local network, not only this machine"
        )
        parser.add_argument("--no-open", action="store_true", help="do not open a browser")

    def handle(self, *args: Any, port: int, lan: bool, no_open: bool, **options: Any) -> None:
        host = "0.0.0.0" if lan else "127.0.0.1"
        refusal = _port_refusal(host, port)
        if refusal:
            self.stderr.write(refusal)
            sys.exit(1)
        call_command("migrate", verbosity=0, interactive=False)
        build()
        self._serve(host, port, lan, no_open)

    def _serve(self, host: str, port: int, lan: bool, no_open: bool) -> None:
        from daphne.endpoints import build_endpoint_description_strings
        from daphne.server import Server

        from eda_site.asgi import application
        from eda_site.rooms.hub import sweeper

        local = f"http://127.0.0.1:{port}/"

        def ready() -> None:
            self._announce(local, port, lan)
            if not no_open and _has_desktop():
                threading.Thread(target=webbrowser.open, args=(local,), daemon=True).start()

        server = Server(
            application=application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            verbosity=0,
            ready_callable=ready,
            server_name="eventarium",
            websocket_max_message_size=_MESSAGE_LIMIT,
            websocket_max_frame_size=_MESSAGE_LIMIT,
        )
        sweeper.start()
        tell_browsers_at_the_end()
        # A full collection over everything imported would stop all rooms for tens of milliseconds.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 50, 1_000)
        server.run()

    def _announce(self, local: str, port: int, lan: bool) -> None:
        self.stdout.write(f"Eventarium is at {local}  (Ctrl-C stops it)")
        if lan:
            self._announce_lan(port)
        self.stdout.flush()

    def _announce_lan(self, port: int) -> None:
        import segno

        urls = [f"http://{address}:{port}/" for address in addresses()]
        name = socket.gethostname().partition(".")[0].lower()
        urls.append(f"http://{name}.local:{port}/")
        self.stdout.write("In the classroom's network:")
        for url in urls:
            self.stdout.write(f"  {url}")
        segno.make(urls[0], error="m").terminal(out=sys.stdout, compact=True)
        self.stdout.write("This is plain http: anybody on the network can read what is sent.")


def tell_browsers_at_the_end() -> None:
    """Daphne cuts sockets off when it stops. Registered before its own end, so that it comes first;
    the reactor waits for it."""
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    from eda_site.operation.farewell import farewell

    def end() -> Any:
        farewell.say()
        return Deferred.fromFuture(asyncio.ensure_future(farewell.finish()))

    reactor.addSystemEventTrigger("before", "shutdown", end)  # type: ignore[arg-type, attr-defined]


def _port_refusal(host: str, port: int) -> str | None:
    """Why this port cannot be used, in one line; Daphne would say it in a log."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            return f"{port} is no port. Choose one from 1024 to 65535, such as PORT=8001."
        except OSError as error:
            denied = error.errno == errno.EACCES
            why = (
                "may only be used by an administrator" if denied else "is taken by another program"
            )
            return f"Port {port} {why}. Choose another one: PORT={max(port, 8000) + 1} ./run"
    return None


def _has_desktop() -> bool:
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
