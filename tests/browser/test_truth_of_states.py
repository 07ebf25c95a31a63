"""Law 1 for the states of logs, groups and clients: scenes that reach them are fed to the page, and each sign
that is drawn is compared with the view: what an offset holds, lines, rings, locks, owners, doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.feed import Feed, fed_room, shown

SECOND = 1_000_000
SCENES: dict[str, tuple[dict[int, str], list[float], set[str]]] = {
    "sealed-envelope": ({}, [4, 9.99, 12.2, 13, 20, 26, 32], {"open", "committed", "aborted"}),
    "hard-choice": ({27: "elect unclean orders 0"}, [10, 12, 26, 28, 31, 43], {"ghost"}),
    "laundry": ({}, [14, 22, 30, 46], set()),
    "conveyor": ({}, [14, 26, 36, 47], set()),
    "records-not-partitions": ({}, [6, 9.5, 14, 20, 27], {"Acquired"}),
    "who-keeps-the-list": ({}, [7, 9, 13, 16], set()),
    "four-fingers": ({}, [6, 12, 20, 25, 30], {"done"}),
    "musical-chairs-server-side": ({}, [7, 8.4, 9.2, 12], set()),
    "broker-fails": (
        {
            4: "cut checkout broker-1",
            5: "publish checkout orders key=cal acks=all",
            7: "pause member billing-2 for=2s",
            9: "slow broker 3 latency=100ms",
        },
        [5.5, 7.5, 9.5, 13, 16],
        {"doubt"},
    ),
}

DRAWN = """() => {
    const all = (css, of = document) => [...of.querySelectorAll(css)];
    const shown = (node) => !node.closest('[display="none"]');
    return {
        logs: Object.fromEntries(all(".log").filter(shown).map((n) => [n.dataset.id, {
            looks: all(".tiles > g", n).map((s) => [Number(s.dataset.offset), s.dataset.look, s.dataset.word ?? null]),
            lines: Object.fromEntries(all(".mark-line", n).filter(shown)
                .map((l) => [l.dataset.line, Number(l.dataset.value)])),
            stamp: shown(n.querySelector(".stamp")) ? Number(n.querySelector(".stamp").dataset.ghosts) : 0,
            meter: shown(n.querySelector(".meter")) ? [
                Number(n.querySelector(".meter").dataset.inSync), Number(n.querySelector(".meter").dataset.least),
            ] : null,
            lags: shown(n.querySelector(".lag-ring")),
            unclean: n.classList.contains("is-unclean"),
        }])),
        locks: Object.fromEntries(all(".locks").filter(shown).map((n) => [
            n.dataset.locks, all(".share-row", n).map((r) => [
                Number(r.dataset.offset), r.dataset.share, Number(r.dataset.deliveries), r.dataset.member ?? "",
            ]),
        ])),
        links: all(".link").flatMap((n) => all("path", n)
            .map((p) => [n.dataset.link, p.dataset.group, p.dataset.member ?? null])),
        members: Object.fromEntries(all(".member").map((n) => [n.dataset.id, {
            sign: n.dataset.sign ?? null, poll: shown(n.querySelector(".ring.poll")),
        }])),
        brokers: Object.fromEntries(all(".broker").map((n) => [n.dataset.id, {
            signs: all("[data-duty]", n).filter(shown).map((d) => d.dataset.duty),
            cut: shown(n.querySelector(".cut-mark")), session: shown(n.querySelector(".ring.session")),
        }])),
        phases: Object.fromEntries(all(".group").map((n) => [
            n.dataset.id, all(".phase.is-now", n).map((p) => p.dataset.phase),
        ])),
        doubts: all(".doubt-token").flatMap((n) => n.dataset.doubtMsg.split(" ").map(Number)),
        done: Object.fromEntries(all(".done-ticks").filter(shown).map((t) => [
            t.closest(".marks").dataset.marks, t.dataset.done.split(" ").map(Number),
        ])),
        lag: Object.fromEntries(all(".marks[data-lag]").map((n) => [n.dataset.marks, Number(n.dataset.lag)])),
        signatures: Object.fromEntries(all(".log.is-leader .tiles > g").map((n) => {
            const [rect, over, glyph] = ["rect", ".slot-over", ".glyph path"].map((css) => n.querySelector(css));
            const dashes = getComputedStyle(rect).strokeDasharray;
            const lined = getComputedStyle(rect).stroke !== "none";
            const full = getComputedStyle(glyph).fill === "none" ? "hollow" : "full";
            const hollow = glyph.closest('[display="none"]') ? "no glyph" : full;
            const path = over.getAttribute("d") ?? "";
            const numbers = path.match(/-?[0-9.]+/g)?.map(Number) ?? [];
            const slope = Math.sign(numbers[3] - numbers[1]);
            const strokes = numbers.length === 0 ? "" : `${path.split("M").length} ${slope}`;
            const letter = glyph.classList.contains("seal") && n.querySelector(".letter").textContent;
            return [n.dataset.look, [lined, lined && dashes, strokes, hollow, letter].join("/")];
        })),
        backs: all(".seat.backs").map((n) => n.dataset.seat),
    };
}"""


def looks_of(view: dict[str, Any], topic: str, number: str, broker: str) -> dict[int, str]:
    """What a log holds at each offset, told anew from its rows."""
    replica = view["topics"][topic][number]["replicas"][broker]
    rows = {row[0]: row for row in replica["records"]}
    out = {}
    for offset in range(replica["log_end_offset"]):
        row = rows.get(offset)
        if offset < replica["log_start_offset"]:
            out[offset] = "dust"
        elif row is None:
            out[offset] = "gap"
        elif row[6] in ("commit", "abort"):
            out[offset] = row[6]
        elif row[6] == "txn":
            ends = [
                later[6]
                for later in replica["records"]
                if later[0] > offset and later[7] == row[7] and later[6] in ("commit", "abort")
            ]
            out[offset] = {"commit": "committed", "abort": "aborted"}[ends[0]] if ends else "open"
        elif row[4] is None and row[3] is not None:
            out[offset] = "tombstone"
        else:
            out[offset] = "above" if offset >= replica["high_watermark"] else "below"
    return out


def ghosts_of(view: dict[str, Any], topic: str, number: str, broker: str) -> dict[int, int]:
    """Offset -> record of what was cut off or, at the leader, promised and is not there."""
    part = view["topics"][topic][number]
    replica = part["replicas"][broker]
    end = replica["log_end_offset"]
    cut = {r[0]: r[2] for r in replica.get("residue", {}).get("truncated", ()) if r[0] >= end}
    if part["leader"] != int(broker):
        return cut
    held = {row[2] for row in replica["records"]}
    promised = view.get("acknowledged", {}).get(topic, {}).get(number, ())
    missing = {r[0]: r[1] for r in promised if r[0] >= end and r[1] not in held}
    return {**missing, **cut}


def check_logs(drawn: dict[str, Any], view: dict[str, Any], now_us: int) -> Iterator[str]:
    for key, log in drawn["logs"].items():
        _, topic, number, broker = key.split(":")
        part = view["topics"][topic][number]
        replica = part["replicas"].get(broker)
        if replica is None:
            assert log["looks"] == [] and log["lines"] == {}, key
            continue
        wanted, ghosts = (
            looks_of(view, topic, number, broker),
            ghosts_of(view, topic, number, broker),
        )
        for offset, look, word in log["looks"]:
            yield look
            assert (ghosts if look == "ghost" else wanted).get(offset) is not None, (key, offset)
            assert look == "ghost" or wanted[offset] == look, (key, offset, look, wanted[offset])
            assert (word is not None) == (look == "ghost")
        lines = log["lines"]
        assert lines["high_watermark"] == replica["high_watermark"], key
        assert lines.get("log_end", replica["high_watermark"]) == replica["log_end_offset"], key
        assert lines.get("log_start", replica["log_start_offset"]) == replica["log_start_offset"]
        assert lines.get("last_stable") in (None, part.get("last_stable_offset")), key
        assert log["stamp"] <= len(ghosts) and (log["stamp"] > 0) == bool(ghosts), key
        down = view["brokers"][broker]["state"] in ("down", "stopped")
        leads = part["leader"] == int(broker) and not down
        least = view["topic_configs"][topic]["min_insync_replicas"]
        assert log["meter"] in (None, [len(part["isr"]), least] if leads else None), key
        assert log["unclean"] == (leads and part.get("election") == "unclean"), key
        waits = broker in part.get("lagging", {}) and int(broker) in part["isr"]
        assert log["lags"] == (waits and not down and not leads), key


def check_groups(drawn: dict[str, Any], view: dict[str, Any]) -> Iterator[str]:
    for topic, number, group, member in (
        (*link[0].rsplit("-", 1), link[1], link[2]) for link in drawn["links"]
    ):
        owners = [
            name
            for name, known in view.get("members", {}).items()
            if known["group"] == group
            and known["state"] == "up"
            and [topic, int(number)] in [list(p) for p in known.get("assigned") or ()]
        ]
        assert (member in owners) if owners else member is None, (topic, number, group, member)
    for place, rows in drawn["locks"].items():
        topic, number = place.rsplit("-", 1)
        known = [list(row[:4]) for row in view["shares"]["pickers"][topic][number]["in_flight"]]
        for row in rows:
            yield row[1]
            assert row in known, (place, row)
    steps = {
        "Stable": ["stable"],
        "PreparingRebalance": ["revoke"],
        "CompletingRebalance": ["assign"],
        "Assigning": ["assign"],
        "Reconciling": ["revoke", "assign"],
    }
    for key, phases in drawn["phases"].items():
        state = view["groups"].get(key.removeprefix("group:"), {}).get("state", "Empty")
        assert phases == steps.get(state, []), (key, state)
    for place, offsets in drawn["done"].items():
        topic, number = place.rsplit("-", 1)
        done = {
            row[0]
            for member in view.get("members", {}).values()
            for row in member["partitions"].get(topic, {}).get(number, {}).get("done", ())
        }
        assert set(offsets) <= done, place
        yield "done"


def check_processes(drawn: dict[str, Any], view: dict[str, Any]) -> Iterator[str]:
    paused = {name for name, until in view.get("paused", {}).items() if until is not None}
    cut = {
        end for source, targets in view.get("links", {}).items() for end in (source, *targets)
        if targets
    }  # fmt: skip
    for key, member in drawn["members"].items():
        name = key.removeprefix("member:")
        known = view.get("members", {}).get(name)
        up = known is not None and known["state"] == "up"
        assert (member["sign"] == "hourglass") == (up and name in paused), key
        if member["poll"]:
            assert known and known["poll_deadline_at_us"], key
    for key, broker in drawn["brokers"].items():
        number = key.removeprefix("broker:")
        process = f"broker-{number}"
        known = view["brokers"][number]
        up = known["state"] == "up" and not known["fenced"] and process not in paused
        assert broker["cut"] == (process in cut), key
        signs = set(broker["signs"])
        assert ("snail" in signs) <= bool(view.get("slow", {}).get(process)), key
        assert ("hat" in signs) <= (view["cluster"]["active_controller"] == process), key
        assert ("hourglass" in signs) == (process in paused and known["state"] == "up"), key
        ended = (
            known.get("session_deadline_at_us")
            or view.get("zookeeper", {}).get("sessions", {}).get(number)
        )  # fmt: skip
        assert broker["session"] == (up and ended is not None), key
    pending = {
        int(record)
        for producer in view["producers"].values()
        for record in producer.get("records", {})
    }
    dropped = {
        row[0]: [record[0] for part in row[6].get("parts", ()) for record in part[2]]
        for rows in view.get("dropped", {}).values()
        for row in rows
    }
    for msg in drawn["doubts"]:
        assert pending & set(dropped[msg]), f"nobody waits for {msg}"
        yield "doubt"
    for seat in drawn["backs"]:
        role = view["voters"][seat]["role"]
        assert role.removeprefix("zk_") in ("leader", "follower"), (seat, role)


@pytest.mark.parametrize("scene", SCENES)
def test_every_sign_has_its_reason(page: Page, live_server_url: str, scene: str) -> None:
    script, moments, wanted = SCENES[scene]
    page.set_viewport_size({"width": 1920, "height": 1080})
    commands = {at_s * SECOND: text for at_s, text in script.items()}
    feed = fed_room(page, live_server_url, feed=Feed(scene, commands, SECOND))
    seen: set[str] = set()
    signatures: dict[str, str] = {}
    for at_s in sorted([*moments, *(at + 0.001 for at in script)]):
        feed.play_to(round(at_s * SECOND))
        shown(page, feed)
        drawn, view = page.evaluate(DRAWN), feed.sim.view()
        signatures.update(drawn["signatures"])
        seen |= set(check_logs(drawn, view, feed.sim.now_us))
        seen |= set(check_groups(drawn, view))
        seen |= set(check_processes(drawn, view))
    assert wanted <= seen, f"{wanted - seen} never appeared"
    assert len(set(signatures.values())) == len(signatures), f"look alike: {signatures}"
