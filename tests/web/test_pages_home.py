"""The home page: three doors, each to something that exists."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve


@pytest.fixture
def html(client: Client) -> str:
    return client.get("/").content.decode()


def test_it_opens_without_an_account(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.templates[0].name == "pages/home.html"


def test_it_has_one_heading_three_doors_and_the_demo(html: str) -> None:
    assert html.count("<h1") == 1
    assert html.count('<article class="door') == 3
    assert html.count("data-demo-room") == 1


def test_no_link_and_no_form_is_dead(html: str) -> None:
    targets = set(re.findall(r'(?:href|action)="(/[^"?#]*)', html))
    targets = {t for t in targets if not t.startswith("/static/")}
    assert targets
    for target in targets:
        try:
            resolve(target)
        except Resolver404:
            pytest.fail(f"the home page leads to {target}, which is no page")


def test_it_promises_nothing_for_later(html: str) -> None:
    assert not re.search(r"coming soon|not yet|lesson", html, re.IGNORECASE)


def test_it_answers_reading_only(client: Client) -> None:
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405
