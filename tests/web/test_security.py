"""Safe as it stands: strict headers, hosts checked, sockets from elsewhere refused."""

import json
import os
import re
import stat
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import AsyncClient, Client, RequestFactory, override_settings

from eda_site.asgi import application
from eda_site.web.context import is_exposed
from eda_site.web.lan import addresses, is_loopback, machine_names
from eda_site.web.secret import secret_key
from eda_site.web.serving import prepare_environment

PAGES = ["/", "/scenes/", "/about/", "/glossary/", "/gallery/", "/network/", "/nowhere/"]


def run_manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EVENTARIUM_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, "EVENTARIUM_DB": os.environ["EVENTARIUM_DB"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Inline(HTMLParser):
    """Finds style and script that stand in the page itself; a word of a text may well be `onward=`."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self.wrong.append(tag)
        for name, value in attrs:
            if name == "style" or name.startswith("on") or "javascript:" in (value or "").lower():
                self.wrong.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_allows_no_inline_code_and_no_third_party(client: Client, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "ws://testserver" in policy


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_inline_code_or_style(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    found = Inline()
    found.feed(html)
    assert found.wrong == []
    for tag in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in tag or 'type="application/json"' in tag


def test_no_page_asks_another_server(client: Client) -> None:
    for path in PAGES:
        html = client.get(path).content.decode()
        assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_headers_stand(client: Client, header: str, value: str) -> None:
    assert client.get("/").headers[header] == value


async def test_headers_stand_on_the_async_path(async_client: AsyncClient) -> None:
    response = await async_client.get("/")
    assert "Content-Security-Policy" in response.headers
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_forms_are_protected() -> None:
    assert Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"}).status_code == 403


def test_deployment_check_is_clean_by_default() -> None:
    done = run_manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("plain", "secure"), [("0", True), ("1", False)])
def test_one_switch_turns_https_off(plain: str, secure: bool) -> None:
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEBUG"]
    code = f"from django.conf import settings as s; import json; print(json.dumps([getattr(s, n) for n in {names}]))"
    done = run_manage("shell", "--no-imports", "-c", code, EVENTARIUM_PLAIN_HTTP=plain)
    assert json.loads(done.stdout) == [secure, secure, secure, False]


def test_serve_sets_the_switch_and_respects_a_proxy() -> None:
    environment: dict[str, str] = {}
    prepare_environment(["manage.py", "migrate"], environment)
    assert environment == {}
    prepare_environment(["manage.py", "serve", "--lan"], environment)
    assert environment == {"EVENTARIUM_PLAIN_HTTP": "1", "EVENTARIUM_LAN": "1"}
    proxy = {"EVENTARIUM_PLAIN_HTTP": "0"}
    prepare_environment(["manage.py", "serve"], proxy)
    assert proxy == {"EVENTARIUM_PLAIN_HTTP": "0"}


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = secret_key(path)
    assert len(key) >= 64
    assert secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("host", "lan", "plain", "banner"),
    [
        ("localhost:8000", False, True, False),
        ("127.0.0.1", False, True, False),
        ("classroom.test", False, True, True),
        ("localhost", True, True, True),
        ("classroom.test", False, False, False),
    ],
)
def test_the_banner_shows_where_the_network_can_read(
    rf: RequestFactory, host: str, lan: bool, plain: bool, banner: bool
) -> None:
    with override_settings(LAN=lan, PLAIN_HTTP=plain, ALLOWED_HOSTS=["*"]):
        assert is_exposed(rf.get("/", headers={"host": host})) is banner


def test_the_banner_is_on_the_page(client: Client) -> None:
    with override_settings(LAN=True):
        assert b'class="banner"' in client.get("/").content
    with override_settings(LAN=False):
        assert b'class="banner"' not in client.get("/", headers={"host": "localhost"}).content


def test_hosts_of_this_machine() -> None:
    assert is_loopback("localhost:8000")
    assert is_loopback("[::1]:8000")
    assert not is_loopback("192.168.0.4:8000")
    assert is_loopback("127.0.0.1")
    assert set(addresses()) <= set(machine_names())
    assert "127.0.0.1" not in addresses()


@pytest.mark.parametrize("origin", [None, b"http://evil.example"])
async def test_a_socket_from_elsewhere_is_refused(origin: bytes | None) -> None:
    headers = [(b"origin", origin)] if origin else []
    socket = WebsocketCommunicator(application, "/ws/anything/", headers=headers)
    connected, _ = await socket.connect()
    assert not connected


async def test_an_unknown_socket_is_closed_without_a_traceback() -> None:
    headers = [(b"origin", b"http://localhost")]
    socket = WebsocketCommunicator(application, "/ws/nothing/here/", headers=headers)
    connected, code = await socket.connect()
    assert not connected
    assert code == 4404
