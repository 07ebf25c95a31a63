"""Partition logs: what is written, in which order, under which epoch."""
