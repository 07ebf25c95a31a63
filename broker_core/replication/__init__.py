"""Copies of a partition: who leads, who follows, and what is on all of them."""
