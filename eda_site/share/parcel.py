"""A run as a document that can be taken along: (engine, scenario, seed, command log) and a moment.

Exported runs, links to a moment and links that carry a scenario are all this one document. Reading one
believes nothing: every number has a bound, every line is parsed, the scenario is loaded.
"""

import base64
import binascii
import json
import re
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from broker_core import ENGINE_VERSION, Rejected
from broker_core.commands import format, parse
from broker_core.errors import ScenarioError
from broker_core.kernel.canonical import LARGEST_INTEGER, canonical_text, text_problem
from broker_core.scenario import load
from broker_core.scenario.bounds import MOST_BYTES
from eda_site.rooms.library import DEFAULT_SEED, scene_scenario
from eda_site.rooms.limits import limits
from eda_site.rooms.views import PRESETS

FORMAT = 1
MOST_US = 10**15
MOST_ROWS = 64
_WORD = re.compile(r"[a-z_]{1,40}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Unfit(ValueError):
    """A document that cannot be used; `code` is one of `problems.PROBLEMS`, `detail` says where."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}")


@dataclass(frozen=True)
class Parcel:
    """`at_us` is the moment shown; `digest` and `summary` are what its maker's engine found there."""

    scenario: Mapping[str, Any]
    seed: int = DEFAULT_SEED
    preset: str = PRESETS[0]
    log: tuple[tuple[int, str], ...] = ()
    at_us: int = 0
    slug: str = ""
    engine: str = ENGINE_VERSION
    digest: str = ""
    summary: Mapping[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.scenario.get("title", ""))

    @property
    def family(self) -> str:
        return str(self.scenario.get("family", "kafka"))

    @property
    def is_foreign(self) -> bool:
        """Made by another version of the engine, under which the same run could give other events."""
        return self.engine != ENGINE_VERSION

    @property
    def full_scenario(self) -> dict[str, Any]:
        return {**self.scenario, "preset": self.preset}

    def text(self) -> str:
        """The document."""
        data: dict[str, Any] = {
            "eventarium": FORMAT,
            "engine": self.engine,
            "scenario": dict(self.scenario),
            "seed": self.seed,
            "preset": self.preset,
            "log": [list(row) for row in self.log],
            "at_us": self.at_us,
        }
        for name in ("slug", "digest", "summary"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        # not canonical: a scenario may hold a rate such as 0.5, and its order is for people
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def packed(self) -> str:
        """The document short enough for a link's fragment."""
        small = replace(self, digest="", summary={})
        data = zlib.compress(small.text().encode(), 9)
        return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpack(text: str) -> str:
    """The document in a fragment. Raises Unfit; never makes more than a document may have."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        reader = zlib.decompressobj()
        found = reader.decompress(data, MOST_BYTES + 1)
        if len(found) > MOST_BYTES or reader.unconsumed_tail:
            raise Unfit("too_large")
        if not reader.eof:
            raise Unfit("torn_link")
        return found.decode()
    except (ValueError, binascii.Error, zlib.error) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit("torn_link") from None


def read(text: str) -> Parcel:
    """A parcel from a document, or from a scenario as TOML. Raises Unfit."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise Unfit("too_large")
    if not text.strip():
        raise Unfit("empty")
    parcel = _document(text) if text.lstrip().startswith("{") else _toml(text)
    if not parcel.is_foreign:
        _check_scenario(parcel)
    known = scene_scenario(parcel.slug) if re.fullmatch(r"[a-z0-9-]{1,64}", parcel.slug) else None
    return parcel if known == parcel.scenario else replace(parcel, slug="")


def _toml(text: str) -> Parcel:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unfit("not_toml", str(error)[:200]) from None
    preset = data.get("preset", PRESETS[0])
    return Parcel(data, preset=preset if preset in PRESETS else PRESETS[0])


def _document(text: str) -> Parcel:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unfit("not_json", str(error)[:200]) from None
    if data.get("eventarium") != FORMAT:
        raise Unfit("not_ours")
    engine = data.get("engine")
    if not isinstance(engine, str) or text_problem(engine, 32):
        raise Unfit("damaged", "engine")
    scenario = data.get("scenario")
    if not isinstance(scenario, dict):
        raise Unfit("damaged", "scenario")
    preset = data.get("preset")
    if preset not in PRESETS:
        raise Unfit("damaged", "preset")
    slug = data.get("slug", "")
    return Parcel(
        scenario,
        _whole(data, "seed", LARGEST_INTEGER),
        preset,
        _log(data, foreign=engine != ENGINE_VERSION),
        _whole(data, "at_us", MOST_US),
        slug if isinstance(slug, str) else "",
        engine,
        _digest(data),
        _summary(data),
    )


def _whole(data: Mapping[str, Any], name: str, most: int) -> int:
    value = data.get(name)
    if type(value) is not int or not 0 <= value <= most:
        raise Unfit("damaged", name)
    return value


def _log(data: Mapping[str, Any], foreign: bool) -> tuple[tuple[int, str], ...]:
    rows = data.get("log")
    if not isinstance(rows, list):
        raise Unfit("damaged", "log")
    if len(rows) > limits().commands:
        raise Unfit("too_long", f"log: {len(rows)} > {limits().commands}")
    last, out = 0, []
    for n, row in enumerate(rows):
        where = f"log[{n}]"
        fine = isinstance(row, list) and len(row) == 2 and isinstance(row[1], str)
        if not fine or type(row[0]) is not int or not last <= row[0] <= MOST_US:
            raise Unfit("damaged", where)
        last = row[0]
        out.append((last, row[1][:4096] if foreign else _line(row[1], where)))
    if last > _whole(data, "at_us", MOST_US):
        raise Unfit("damaged", "at_us")
    return tuple(out)


def _line(text: str, where: str) -> str:
    if text_problem(text, 4096):
        raise Unfit("damaged", where)
    try:
        return format(parse(text))
    except Rejected as error:
        raise Unfit("bad_command", f"{where}: {error}"[:300]) from None


def _digest(data: Mapping[str, Any]) -> str:
    value = data.get("digest", "")
    if value != "" and not (isinstance(value, str) and _DIGEST.fullmatch(value)):
        raise Unfit("damaged", "digest")
    return str(value)


def _summary(data: Mapping[str, Any]) -> dict[str, int]:
    value = data.get("summary", {})
    fine = isinstance(value, dict) and len(value) <= MOST_ROWS
    if not fine or not all(
        _WORD.fullmatch(key) and type(n) is int and abs(n) <= LARGEST_INTEGER
        for key, n in value.items()
    ):
        raise Unfit("damaged", "summary")
    return dict(value)


def _check_scenario(parcel: Parcel) -> None:
    try:
        loaded = load(parcel.full_scenario)
        canonical_text(loaded)  # nothing in it that a run could not hold
    except ScenarioError as error:
        raise Unfit("bad_scenario", str(error)[:400]) from None
    except (ValueError, RecursionError, TypeError):
        raise Unfit("bad_scenario") from None
