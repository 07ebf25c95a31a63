"""Every text goes through the catalogue: in the made-up language, all that is visible stands in brackets."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from eda_site.pages.selectors import scene_list
from eda_site.web.messages import collect, pseudo

PAGES = [
    "/",
    "/scenes/",
    "/about/",
    "/glossary/",
    "/gallery/",
    "/network/",
    "/nowhere/",
    "/import/",
    "/properties/",
]
# Names, numbers and signs are the same in every language.
ALLOWED = {"Eventarium", "Kafka", "Mqtt", "Pubsub", "English", "Pseudo", "7KQM4X"}
SILENT = ("script", "style", "code", "kbd")  # the last two hold Kafka's names and keys
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title")


class Visible(HTMLParser):
    """Collects what a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.texts += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "meta" and dict(attrs).get("name") == "description":
            self.texts.append(dict(attrs)["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(data.strip())


def unmarked(html: str) -> list[str]:
    """Texts with letters outside of brackets that are no names. A sentence may contain tags, so nothing is
    judged alone: brackets are followed through the whole page."""
    reader = Visible()
    reader.feed(html)
    loose: list[str] = []
    depth = 0
    for text in reader.texts:
        outside = ""
        for sign in text:
            depth += (sign == "[") - (sign == "]")
            outside += sign if depth == 0 and sign != "]" else " "
        words = [w for w in re.findall(r"[^\W\d_]{2,}", outside) if w not in ALLOWED]
        if words and outside.strip() not in ALLOWED:
            loose.append(text)
    return loose


@pytest.mark.parametrize("path", PAGES)
def test_every_visible_text_is_translated(client: Client, path: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = settings.PSEUDO_LANGUAGE
    response = client.get(path)
    html = response.content.decode()
    assert f'<html lang="{settings.PSEUDO_LANGUAGE}"' in html
    assert unmarked(html) == []


def test_an_unmarked_text_would_be_found() -> None:
    assert unmarked("<p>[Ŵéļļ ~~] and <b>loose</b></p>") == ["[Ŵéļļ ~~] and", "loose"]
    assert unmarked('<p aria-label="Loose">[Ĝööð <b>ɱîð</b> ~]</p>') == ["Loose"]


def test_placeholders_survive_the_made_up_language() -> None:
    assert "%(n)s" in pseudo("Choose from %(n)s scenes")
    assert "{room}" in pseudo("Join {room}")


def test_scene_texts_are_in_the_catalogue() -> None:
    known = {message.id for message in collect()}
    for scene in scene_list():
        assert scene.title in known
        assert not scene.summary or scene.summary in known
        assert scene.gallery is None or scene.gallery.alt in known
        assert {moment["text"] for moment in scene.moments} <= known


def test_a_visitor_gets_english_unless_another_language_exists(client: Client) -> None:
    html = client.get("/", headers={"accept-language": "de-CH, fr;q=0.8"}).content.decode()
    assert '<html lang="en"' in html
