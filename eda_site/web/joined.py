"""Styles that travel as one file: each is written as several, one a noun, and put together with the others
when static files are collected. With EVENTARIUM_DEBUG=1 they are served one by one."""

JOINED: dict[str, tuple[str, ...]] = {
    "css/stage/first.css": tuple(
        f"css/stage/{noun}.css"
        for noun in (
            *("room", "controls", "inspector", "actors", "broker", "log", "marks", "clients"),
            *("group", "quorum", "tokens"),
        )
    ),
    "css/stage/town/all.css": tuple(
        f"css/stage/town/{noun}.css" for noun in ("cards", "ways", "panels", "forms")
    ),
    "css/stage/last.css": tuple(
        f"css/stage/{noun}.css" for noun in ("layout", "demo", "reach", "phone")
    ),
    "css/room/all.css": ("css/room/details.css", "css/room/people.css", "css/room/reach.css"),
}
"""Name of the whole -> its parts in the order in which they count; the folder is the parts' own, so that
addresses inside them stay right."""
