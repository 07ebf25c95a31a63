"""Hostile values and messages, from a seed: what no page of ours would ever send."""

import json
from random import Random
from typing import Any

from eda_site.rooms.actions import ACTIONS
from eda_site.rooms.company import person_of
from eda_site.rooms.roles import ROLES
from tests.web.rooms.desk import CODE

MARK = "fuzzmark"
MARKUP = f"<script>{MARK}()</script><img src=x onerror={MARK}()>\"'><svg/onload={MARK}()>{{{{7*7}}}}{{% debug %}}"
"""Shows up unescaped in no answer. The page's own texts have none of it."""

TEXTS = [
    "", " ", "\x00", "\n", "a\r\nSet-Cookie: x=1", "\u202e\u2066", "\ud7ff", "\U0010ffff", "é" * 300,
    MARKUP, "%s%n%d", "${jndi:ldap://x}", "../../etc/passwd", "'; drop table rooms_room; --", "%0d%0a",
    "x" * 70, "x" * 5_000, "null", "NaN", "__proto__", "constructor", "-0", "1e400", "0x10", "＋１",
]  # fmt: skip
NUMBERS = [0, -1, 1, 2**31, 2**53 - 1, 2**53, -(2**63), 10**30, 10**400, 1.5, -0.0, 1e308, True]
PEOPLE = [person_of(CODE, f"actor-{role}") for role in ROLES]
VERBS = [
    "publish checkout orders key={t} value={t}", "publish {t} orders", "publish checkout {t}",
    "publish checkout orders partition={n}", "crash broker {n}", "crash broker {t}", "restart broker 2",
    "slow broker 1 latency={n}ms", "pause broker 2 for={n}s", "set topic orders min.insync.replicas={n}",
    "set topic orders {t}={t}", "set partitions orders total={n}", "add broker {n}", "join group {t}",
    "when {t} do {t}", "when client.ack_received producer={t} do crash broker 1", "reassign orders {n} replicas=1,2",
    "cut {n} {n}", "heal 1 2", "{t}", "publish checkout orders key=\"{t}\"", "close member {t}",
    "publish checkout orders timestamp={n}h", "elect preferred orders", "crash member billing-1",
]  # fmt: skip


def value(random: Random, depth: int = 0) -> Any:
    """Something of any type, with luck of none that fits."""
    kind = random.randrange(8 if depth < 3 else 5)
    if kind == 0:
        return random.choice(NUMBERS)
    if kind == 1:
        return random.choice(TEXTS)
    if kind == 2:
        return random.choice([None, True, False])
    if kind == 3:
        return random.randrange(-5, 9_000_000)
    if kind == 4:
        return "".join(chr(random.randrange(0x20, 0x3000)) for _ in range(random.randrange(12)))
    if kind == 5:
        return [value(random, depth + 1) for _ in range(random.randrange(4))]
    return {
        str(value(random, 4))[:20]: value(random, depth + 1) for _ in range(random.randrange(4))
    }


def line(random: Random) -> str:
    """A command: sometimes right, mostly not quite."""
    text = random.choice(VERBS)
    while "{t}" in text:
        text = text.replace(
            "{t}", random.choice(["ada", "checkout", random.choice(TEXTS)])[:200], 1
        )
    while "{n}" in text:
        text = text.replace("{n}", str(random.choice([1, 2, 3, random.choice(NUMBERS)]))[:30], 1)
    return text


def fitting(random: Random, name: str) -> Any:
    """A value that the field of this name may well take."""
    return {
        "text": line,
        "at_us": lambda r: r.randrange(5_000_000),
        "factor_permille": lambda r: r.randrange(200, 9_000),
        "seed": lambda r: r.randrange(10_000),
        "name": lambda r: r.choice(["teaching", "production", "other"]),
        "timeline": lambda r: r.randrange(6),
        "seq": lambda r: r.randrange(-2, 400),
        "on": lambda r: r.choice([True, False]),
        "person": lambda r: r.choice([f"{r.getrandbits(48):012x}", *PEOPLE]),
        "key": lambda r: r.choice(["k" * 24, MARKUP[:60]]),
        "thing": lambda r: r.choice([True, False]),
        "lite": lambda r: r.choice([True, False]),
        "v": lambda r: r.choice([None, "1c0ffee5aa10"]),
    }.get(name, value)(random)


def message(random: Random, ids: list[str]) -> str:
    """One text for a socket; `ids` are those used before, some of which come again."""
    shape = random.randrange(10)
    if shape == 0:
        return bytes(random.randrange(256) for _ in range(random.randrange(60))).decode("latin-1")
    if shape == 1:
        return random.choice(
            ["[" * 3_000, '{"a":' * 2_000, '{"id":"1","type":"play"' + " " * 50, "{}{}"]
        )
    if shape == 2:
        return json.dumps(value(random))
    type_name = random.choice([*ACTIONS, *["command"] * 9])
    if random.random() < 0.05:
        type_name = str(value(random, 4))
    intent_id = (
        random.choice(ids) if ids and random.random() < 0.1 else f"i{random.getrandbits(60)}"
    )
    made: dict[str, Any] = {"id": intent_id, "type": type_name}
    action = ACTIONS.get(type_name)
    for name in [*action.shape.needs, *action.shape.takes] if action else []:
        made[name] = fitting(random, name) if random.random() < 0.8 else value(random)
    if random.random() < 0.15:
        made[str(value(random, 4))[:40]] = value(random)
    if random.random() < 0.1 and len(made) > 1:
        del made[random.choice(list(made))]
    text = json.dumps(made)
    if random.random() < 0.08:
        at = random.randrange(len(text))
        text = text[:at] + chr(random.randrange(0x250)) + text[at + random.randrange(3) :]
    if intent_id not in ids:
        ids.append(intent_id)
        del ids[:-50]
    return text
