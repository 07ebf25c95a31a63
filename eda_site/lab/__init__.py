"""The what-if lab: experiments, sweeps and the worker processes that run them."""
