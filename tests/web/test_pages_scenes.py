"""The list of scenes comes from the scenario library, file by file."""

from pathlib import Path

from django.test import Client

from eda_site.pages.selectors import scene_list


def test_every_scenario_of_the_library_is_a_card(client: Client) -> None:
    html = client.get("/scenes/").content.decode()
    scenes = scene_list()
    assert html.count('<li class="scene') == len(scenes)
    for scene in scenes:
        assert f'action="/scenes/{scene.slug}/start/"' in html
        assert f'action="/scenes/{scene.slug}/start/?as=presenter"' in html


def test_the_featured_scene_leads_and_the_rest_goes_by_title(tmp_path: Path) -> None:
    for slug, title in (("b", "Zebra"), ("a", "Yak"), ("broker-fails", "Zulu")):
        (tmp_path / f"{slug}.toml").write_text(f'title = "{title}"\nfamily = "kafka"\n')
    assert [scene.slug for scene in scene_list(tmp_path.glob("*.toml"))] == [
        "broker-fails",
        "a",
        "b",
    ]


def test_it_answers_reading_only(client: Client) -> None:
    assert client.post("/scenes/").status_code == 405
