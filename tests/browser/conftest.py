"""What every browser test gets."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def nothing_left_open(browser: Browser) -> Iterator[None]:
    """A page that a test left open would go on drawing, and slow every test after it."""
    yield
    for context in browser.contexts:
        context.close()
