"""Services: state, handlers as data, calls, and sagas in two styles."""
