"""The site: pages, rooms and the wire between `broker_core` and the browser."""

__version__ = "0.1.0"
