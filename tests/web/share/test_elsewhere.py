"""A moment in a frame of another site, and on paper."""

import html
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from eda_site.rooms.models import Room
from eda_site.share import embed
from eda_site.web.framing import origins
from tests.web.share.test_taking import given_room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_pages():
    embed._pages.clear()


def kept(client: Client) -> tuple[str, str]:
    page = client.post(f"/r/{given_room(client)}/moment/").content.decode()
    return re.search(r"/m/(\w{8})/", page)[1], html.unescape(page)


def test_nobody_may_frame_a_moment_unless_the_operator_says_who(settings):
    code, page = kept(Client())
    assert "<iframe" not in page
    assert Client().get(f"/embed/{code}/").status_code == 404
    settings.EMBED_ORIGINS = ("https://moodle.example",)
    answer = Client().get(f"/embed/{code}/")
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors https://moodle.example" in policy and "sandbox allow-scripts" in policy
    assert "X-Frame-Options" not in answer.headers and not answer.cookies
    assert Client().get("/embed/ABCDEFGH/").status_code == 404
    assert Client().post(f"/embed/{code}/").status_code == 405
    assert "frame-ancestors 'none'" in Client().get("/import/")["Content-Security-Policy"]


def test_the_code_of_the_frame_is_given_where_the_link_is(settings):
    settings.EMBED_ORIGINS = ("*",)
    client = Client()
    room = given_room(client)
    Room.objects.filter(code=room).update(scenario=hostile(Room.objects.get(code=room).scenario))
    page = client.post(f"/r/{room}/moment/").content.decode()
    assert "&lt;iframe" in page and '"><script>' not in page


def hostile(scenario: str) -> str:
    return scenario.replace("A broker fails while orders keep coming", '\\"><script>')


def test_only_origins_can_be_named():
    assert origins("") == ()
    for bad in ("javascript:x", "https://a.example/path", "https://a; script-src *", "'self'"):
        with pytest.raises(ImproperlyConfigured):
            origins(bad)


def test_a_sheet_has_the_moment_the_question_and_the_lines():
    client = Client()
    code = given_room(client)
    page = client.get(f"/r/{code}/sheet/?question=%3Cb%3EWho+leads%3F&lines=4").content.decode()
    assert "&lt;b&gt;Who leads?" in page and "<b>Who" not in page
    assert page.count("<div></div>") == 4
    assert '"at_us": 9000000' in page
    for lines in ("0", "-1", "99999", "x", "21"):
        found = client.get(f"/r/{code}/sheet/?lines={lines}").content.decode()
        assert 1 <= found.count("<div></div>") <= 20
    assert client.post(f"/r/{code}/sheet/").status_code == 405
