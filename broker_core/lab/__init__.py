"""The what-if lab: runs with one thing changed, compared, measured and swept."""
