"""What must hold at every moment of a run, judged from outside the cluster."""
