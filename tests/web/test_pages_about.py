from django.test import Client


def test_about_tells_what_is_modelled_and_what_is_kept(client: Client) -> None:
    html = client.get("/about/").content.decode()
    assert "Apache Kafka" in html
    assert "no accounts" in html


def test_an_unknown_address_gets_a_page_that_leads_on(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert b'href="/scenes/"' in response.content
