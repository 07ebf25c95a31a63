"""The what-if lab: what a run is measured by, one change to it, and running it to an end."""
