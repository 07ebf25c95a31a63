"""The event mesh: names of topics, subscriptions and the links between brokers."""
