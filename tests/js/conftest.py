"""`./test tests/js --rewrite-stage` writes down what the stage draws now."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-stage", action="store_true", help="rewrite the drawings under tests/data/stage"
    )
