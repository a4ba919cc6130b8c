"""Passkeys in a real browser, with the authenticator that Chromium can imitate (WebAuthn over its debug protocol)."""

from __future__ import annotations

import re

from .conftest import be, serving


def with_authenticator(page, **more):
    """A device that answers at once, like a phone whose owner's finger is on it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": options | more})["authenticatorId"]


def test_make_a_passkey_go_and_come_back_with_it(town, visit):
    page = visit(town)
    device, authenticator = with_authenticator(page)
    name = be(page)
    page.goto("/door/keys")
    page.get_by_label("What shall we call it?").fill("my test phone")
    page.get_by_role("button", name="Make a passkey on this device").click()
    page.get_by_role("button", name="Remove my test phone").wait_for()
    kept = device.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert len(kept) == 1
    assert kept[0]["rpId"] == "localhost"

    page.goto("/door/leave")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/people/me")
    assert "/door/" in page.url
    page.get_by_role("button", name="Come in with a passkey").click()
    page.wait_for_url("**/people/me")
    assert name in page.get_by_role("main").inner_text()


def test_a_device_that_does_not_know_its_owner_is_not_let_in(town, visit):
    page = visit(town)
    with_authenticator(page, isUserVerified=False)
    be(page)
    page.goto("/door/keys")
    page.get_by_role("button", name="Make a passkey on this device").click()
    page.get_by_text(re.compile("The device gave no passkey")).wait_for()


def test_a_removed_passkey_opens_nothing(town, visit):
    page = visit(town)
    with_authenticator(page)
    be(page)
    page.goto("/door/keys")
    page.get_by_label("What shall we call it?").fill("lost phone")
    page.get_by_role("button", name="Make a passkey on this device").click()
    page.get_by_role("button", name="Remove lost phone").click()
    page.wait_for_url("**/door/keys")
    page.get_by_role("button", name="Remove lost phone").wait_for(state="detached")
    page.goto("/door/leave")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Come in with a passkey").click()
    page.get_by_text("The passkey was not accepted").wait_for()


def test_an_empty_town_is_begun_in_the_browser(browser, visit, tmp_path):
    with serving(tmp_path / "an empty town") as (address, said):
        printed = re.search(r"http\S+/door/begin\?key=\S+", "\n".join(said))
        assert printed, said
        page = visit(address)
        with_authenticator(page)
        page.goto("/door/begin?" + printed.group().split("?")[1])
        page.get_by_label("What is the town called?").fill("Millbrook")
        page.get_by_label("What are you called?").fill("Ana")
        page.get_by_label("What is your household called?").fill("Elm Street 4")
        page.get_by_role("button", name="Begin", exact=True).click()
        page.get_by_role("heading", name="You are in").wait_for()
        page.get_by_role("button", name="Make a passkey on this device").click()
        page.wait_for_url(f"{address}/")
        page.goto("/door/leave")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Come in with a passkey").click()
        page.wait_for_url(f"{address}/")
        stranger = visit(address)
        answer = stranger.goto("/door/begin?" + printed.group().split("?")[1])
        assert answer.status == 403
        stranger.wait_for_load_state("networkidle")  # nothing is still asked for when the server goes
