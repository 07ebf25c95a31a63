"""What the benchmarks of the site share: processes, a light client, servers to compare with."""
