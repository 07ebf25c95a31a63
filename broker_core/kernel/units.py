"""Durations as people write them, held as integer virtual microseconds.

>>> parse_duration("400ms"), parse_duration("1.5s"), format_duration(65_000)
(400000, 1500000, '65ms')
"""

import re

MICROSECONDS = {
    "us": 1,
    "ms": 1_000,
    "s": 1_000_000,
    "m": 60_000_000,
    "h": 3_600_000_000,
    "d": 86_400_000_000,
}
LONGEST_US = 400 * MICROSECONDS["d"]
_DURATION = re.compile(r"(\d{1,14})(?:\.(\d{1,6}))?(us|ms|s|m|h|d)\Z")


def parse_duration(text: str) -> int:
    """Microseconds of `text`, a number with a unit; raises ValueError, which says the rule."""
    match = _DURATION.match(text)
    if not match:
        raise ValueError("a duration is a number with a unit of us, ms, s, m, h or d, as 400ms")
    whole, fraction, unit = match.groups()
    scale = MICROSECONDS[unit]
    us = int(whole) * scale
    if fraction:
        numerator = int(fraction) * scale
        denominator = 10 ** len(fraction)
        if numerator % denominator:
            raise ValueError("a duration must be whole microseconds")
        us += numerator // denominator
    if us > LONGEST_US:
        raise ValueError("a duration is at most 400d")
    return us


def format_duration(us: int) -> str:
    """The shortest exact text of `us`: the largest unit that divides it."""
    if us == 0:
        return "0us"
    for unit in ("d", "h", "m", "s", "ms"):
        if us % MICROSECONDS[unit] == 0:
            return f"{us // MICROSECONDS[unit]}{unit}"
    return f"{us}us"


_ISO = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?\Z")


def iso_duration_us(text: str) -> int:
    """Microseconds of an ISO 8601 duration such as PT1H or P1DT30M; raises ValueError.

    >>> iso_duration_us("PT1M30S")
    90000000
    """
    match = _ISO.match(text)
    if not match or not any(match.groups()):
        raise ValueError("a duration here is written as ISO 8601 does, as PT1H or PT30S")
    units = ("d", "h", "m", "s")
    return sum(
        int(number) * MICROSECONDS[unit]
        for number, unit in zip(match.groups(), units, strict=True)
        if number
    )
