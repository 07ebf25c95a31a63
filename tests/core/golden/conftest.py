"""`./test tests/core/golden --rewrite-golden` writes down what the engine says now."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="rewrite the outputs of golden stories"
    )
