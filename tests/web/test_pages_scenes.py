"""The gallery comes from the scenario library, file by file: a card each, with picture, headings, length, moments."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from broker_core.scenario import HEADINGS, library
from eda_site.pages import headings
from eda_site.pages.selectors import PICTURE_SIZE, THEMES, picture_name, scene_list

MOST_BYTES = 1_500_000
STATIC = Path(settings.BASE_DIR) / "static"
SCENES = {scene.slug: scene for scene in scene_list()}


def cards(html: str) -> list[str]:
    return re.findall(r'<li class="scene card" id="([^"]+)"', html)


def size_of_webp(data: bytes) -> tuple[int, int]:
    """Width and height, as the extended header says them."""
    assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8X")
    width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    return width, height


def test_every_scenario_of_the_library_is_a_card(client: Client) -> None:
    html = client.get("/scenes/").content.decode()
    assert cards(html) == list(SCENES)
    assert set(SCENES) == set(library())
    for slug in SCENES:
        assert f'action="/scenes/{slug}/start/"' in html
        assert f'action="/scenes/{slug}/start/?as=presenter"' in html


def test_a_card_says_what_its_scene_shows_how_long_it_takes_and_where_it_may_begin(
    client: Client,
) -> None:
    html = client.get("/scenes/").content.decode()
    for slug, scene in SCENES.items():
        card = html.partition(f'id="{slug}"')[2].partition('<li class="scene card"')[0]
        assert scene.length.startswith("about ") and scene.length in card
        assert all(f'href="/scenes/?shows={heading}"' in card for heading, _ in scene.headings)
        for moment in scene.moments:
            assert f'name="at" value="{moment["at"]}"' in card
        assert len(scene.moments) >= 2 and len(scene.headings) >= 1


@pytest.mark.parametrize("slug", SCENES)
def test_every_scene_has_its_picture_in_both_themes(slug: str) -> None:
    """Missing one? python tools/pictures.py SLUG"""
    for theme in THEMES:
        picture = STATIC / picture_name(slug, theme)
        assert picture.exists(), f"python tools/pictures.py {slug}"
        assert size_of_webp(picture.read_bytes()) == PICTURE_SIZE


def test_the_pictures_are_small_and_none_is_left_over() -> None:
    there = sorted((STATIC / "img" / "scenes").iterdir())
    assert {path.name for path in there} == {
        Path(picture_name(slug, theme)).name for slug in SCENES for theme in THEMES
    }
    assert sum(path.stat().st_size for path in there) <= MOST_BYTES


def test_a_picture_keeps_its_place_waits_for_the_reader_and_says_what_is_seen(
    client: Client,
) -> None:
    html = client.get("/scenes/").content.decode()
    images = re.findall(r"<img [^>]*>", html)
    assert len(images) == len(SCENES) * len(THEMES)
    for image in images:
        assert f'width="{PICTURE_SIZE[0]}" height="{PICTURE_SIZE[1]}" loading="lazy"' in image
        assert len(re.findall(r"\w+", image.partition('alt="')[2])) >= 6


def test_a_heading_shows_its_scenes_the_main_ones_first(client: Client) -> None:
    html = client.get("/scenes/?shows=replication").content.decode()
    found = cards(html)
    assert "broker-fails" in found and "topic-tree" not in found
    leading = [SCENES[slug].headings[0][0] == "replication" for slug in found]
    assert leading == sorted(leading, reverse=True)
    assert re.search(r'shows=replication" aria-current="true"', html)


def test_every_heading_has_a_name_a_chip_and_scenes(client: Client) -> None:
    assert tuple(headings.HEADINGS) == HEADINGS
    html = client.get("/scenes/").content.decode()
    for heading in HEADINGS:
        assert f'href="/scenes/?shows={heading}"' in html.partition('<ul class="scenes">')[0]
        assert cards(client.get(f"/scenes/?shows={heading}").content.decode())


def test_an_unknown_heading_filters_nothing(client: Client) -> None:
    html = client.get("/scenes/", {"shows": '"><script>'}).content.decode()
    assert cards(html) == list(SCENES)
    assert "<script>" not in html


def test_the_featured_scene_leads_and_the_rest_goes_by_title(tmp_path: Path) -> None:
    for slug, title in (("b", "Zebra"), ("a", "Yak"), ("broker-fails", "Zulu")):
        (tmp_path / f"{slug}.toml").write_text(f'title = "{title}"\nfamily = "kafka"\n')
    scenes = scene_list(tmp_path.glob("*.toml"))
    assert [scene.slug for scene in scenes] == ["broker-fails", "a", "b"]
    assert (scenes[1].length, scenes[1].moments, scenes[1].pictures) == ("", [], {})


def test_it_answers_reading_only(client: Client) -> None:
    assert client.post("/scenes/").status_code == 405
