"""What is checked, by the cluster that it needs."""
