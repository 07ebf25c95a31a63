import pytest

from eda_site.share import answers


@pytest.fixture(autouse=True)
def nobody_has_asked():
    """How much an address asked for is counted in memory, across tests."""
    answers._asked.clear()
