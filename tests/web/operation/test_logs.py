"""Logs that machines read and that name nobody."""

import io
import json
import logging
import logging.config
from typing import Any

import pytest

from eda_site.operation.logs import logging_settings, masked

CODE = "7KQM4X"
PRIVATE = [
    f"Room {CODE} could not store",
    f"GET /r/{CODE}/recover/eyJyb29tIjoi.x:y_z-1/ from 192.168.0.7:4711",
    f"GET /r/{CODE}/pass/eyJyb29tIjoi.x:y_z-1/ and /join/{CODE}/",
    f"/ws/r/{CODE}/ and /join/{CODE.lower()}/ and /join/7kq-m4x/",
    f"/sse/r/{CODE}/ and /sse/say/s3cretS3cret/",
    "peer 2001:db8:0:1:1:1:1:1 went",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_codes_links_and_addresses_are_masked(text: str) -> None:
    said = masked(text)
    for secret in (
        CODE,
        CODE.lower(),
        "7kq-m4x",
        "eyJyb29tIjoi",
        "192.168.0.7",
        "4711",
        "s3cret",
        "2001:db8",
    ):
        assert secret not in said


def test_a_room_can_be_followed_by_its_hash() -> None:
    first, again, other = (masked(f"Room {code}") for code in (CODE, CODE, "AAAAAA"))
    assert first == again != other
    assert first.split("#")[1] == masked(f"/r/{CODE.lower()}/")[4:-1]


def test_words_and_times_stay() -> None:
    for text in (
        "SELECT 1",
        "12:30:05 all is well",
        "version 5.2.19",
        "Room is full",
        "Room broken by x",
    ):
        assert masked(text) == text


def lines(kind: str, **said: Any) -> str:
    """What a log of that kind holds after one error with a traceback and one warning."""
    settings = logging_settings(kind, "INFO")
    log, out = logging.getLogger("eda_site.test"), io.StringIO()
    formatter = settings["formatters"]["line"]
    made = formatter["()"](
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(made)
    log.addHandler(handler)
    try:
        try:
            raise ValueError(f"at 10.1.2.3 in /r/{CODE}/")
        except ValueError:
            log.exception("Room %s broke", CODE)
        log.warning("An intent failed", extra={"request": "private", "actor": "ada"})
    finally:
        log.removeHandler(handler)
    return out.getvalue()


def test_json_lines_have_level_logger_time_and_traceback() -> None:
    broke, failed = map(json.loads, lines("json").splitlines())
    assert (broke["level"], broke["logger"]) == ("error", "eda_site.test")
    assert broke["timestamp"].endswith("Z")
    assert "ValueError" in broke["exception"]
    assert failed["event"] == "An intent failed"


@pytest.mark.parametrize("kind", ["json", "text"])
def test_nothing_private_gets_into_either_kind(kind: str) -> None:
    text = lines(kind)
    for secret in (CODE, "10.1.2.3", "private", "ada"):
        assert secret not in text
