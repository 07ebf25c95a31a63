"""Law 1: the picture comes only from events. Recorded frames are fed to the page, and what is drawn is
compared with the engine's view at that moment: tokens, tiles, badges, marks, members, seats.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.feed import fed_room, shown

MOMENTS_US = range(2_700_000, 20_000_000, 67_000)

DRAWN = """() => {
    const all = (css, of = document) => [...of.querySelectorAll(css)];
    const shown = (node) => node.getAttribute("display") !== "none";
    const classes = (node, prefix) => [...node.classList].filter((c) => c.startsWith(prefix));
    const word = (node) => classes(node, "is-").map((c) => c.slice(3))[0];
    return {
        tokens: all(".layer-tokens .token[data-msg]").map((n) => [n.dataset.msg, n.dataset.kind]),
        routes: all(".layer-routes path").length,
        logs: Object.fromEntries(all(".log").map((n) => [n.dataset.id, {
            state: word(n),
            slots: all(".slot", n).map((s) => [
                Number(s.dataset.offset), Number(s.dataset.record), s.classList.contains("above"),
            ]),
        }])),
        brokers: Object.fromEntries(all(".broker").map((n) => [n.dataset.id, word(n)])),
        seats: Object.fromEntries(all(".seat").map((n) => [n.dataset.seat, n.dataset.role])),
        members: Object.fromEntries(all(".member").map((n) => [n.dataset.id, n.dataset.state])),
        fetched: all("[data-fetched]").length,
        groups: Object.fromEntries(all(".group").map((n) => [n.dataset.id, n.dataset.state])),
        doubt: Object.fromEntries(all(".producer").map((n) => [
            n.dataset.id, shown(n.querySelector(".doubt")) ? Number(n.querySelector(".doubt text").dataset.doubt) : 0,
        ])),
        marks: Object.fromEntries(all(".marks").map((n) => [n.dataset.marks, shown(n) ? Object.fromEntries(
            all(".mark", n).flatMap((m) => m.dataset.mark.split(" ").map((w) => [w, Number(m.textContent)]))
        ) : {}])),
        links: Object.fromEntries(all(".link").map((n) => [n.dataset.link, n.dataset.owner ?? null])),
    };
}"""


def shown_partitions(view: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for topic, parts in view["topics"].items():
        if not view["topic_configs"][topic]["internal"]:
            for number, part in parts.items():
                yield topic, number, part


def check(drawn: dict[str, Any], view: dict[str, Any], now_us: int) -> int:
    """Everything drawn has its reason in the view; the number of tokens seen."""
    flying = {msg: row for msg, row in view["messages"].items() if row[5] > now_us}
    for msg, kind in drawn["tokens"]:
        assert msg in flying and flying[msg][0] == kind, f"a token without a message: {msg} {kind}"
    seen = {msg for msg, _ in drawn["tokens"]}
    hidden = [row for msg, row in flying.items() if msg not in seen]
    assert not hidden, f"messages that are not drawn: {hidden}"
    for topic, number, part in shown_partitions(view):
        for broker, replica in part["replicas"].items():
            log = drawn["logs"][f"log:{topic}:{number}:{broker}"]
            known = {row[0]: row[2] for row in replica["records"]}
            for offset, record, above in log["slots"]:
                assert known.get(offset) == record
                assert above == (offset >= replica["high_watermark"])
            down = view["brokers"][broker]["state"] in ("down", "stopped")
            leads = part["leader"] == int(broker) and not down
            assert (log["state"] == "leader") == leads
            assert (log["state"] == "in_sync") == (
                int(broker) in part["isr"] and not leads and not down
            )
        check_group(drawn, view, topic, number)
    for broker, known in view["brokers"].items():
        wanted = "fenced" if known["state"] == "up" and known["fenced"] else known["state"]
        assert drawn["brokers"][f"broker:{broker}"] == wanted
    for producer, known in view["producers"].items():
        assert drawn["doubt"][f"producer:{producer}"] == len(known["records"])
    return len(seen)


def check_group(drawn: dict[str, Any], view: dict[str, Any], topic: str, number: str) -> None:
    group = view["groups"]["billing"]
    assert drawn["groups"]["group:billing"] == group["state"]
    owners = [
        member
        for member, known in view["members"].items()
        if known["state"] == "up"
        and [topic, int(number)] in [list(p) for p in known.get("assigned") or ()]
    ]
    assert drawn["links"][f"{topic}-{number}"] == (owners[0] if owners else None)
    own = view["members"][owners[0]]["partitions"].get(topic, {}).get(number, {}) if owners else {}
    wanted = {word: own.get(word) for word in ("position", "processed", "stored")}
    wanted["committed"] = group["committed"].get(topic, {}).get(number)
    known = {word: value for word, value in wanted.items() if value is not None}
    assert drawn["marks"][f"{topic}-{number}"] in (known, {}), f"{topic}-{number}"


def test_nothing_is_drawn_without_an_event(page: Page, live_server_url: str) -> None:
    feed = fed_room(page, live_server_url)
    tokens = 0
    for at_us in MOMENTS_US:
        feed.play_to(at_us)
        shown(page, feed)
        tokens += check(page.evaluate(DRAWN), feed.sim.view(), feed.sim.now_us)
    assert tokens > 200, "hardly anything moved"
