"""Rooms: one run plus its people, over a websocket. The protocol stands in docs/protocol.md."""
