"""Every route with every role: who may open it is declared, and nobody else gets in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from congress.core.roles import Role
from tests.conftest import SignIn
from tests.factories import Small

_OPEN = {"static"}


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in _OPEN:
            yield rule


def _urls(app: Flask, small: Small) -> Iterator[tuple[str, str, str]]:
    """Every (endpoint, method, address), by GET and by POST, with numbers that name nothing."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in _rules(app):
            given: dict[str, object] = dict.fromkeys(rule.arguments, 999)
            given |= {"code": small.code} if "code" in rule.arguments else {}
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, adapter.build(rule.endpoint, given)


def test_every_view_declares_who_may_open_it(app: Flask):
    undeclared = [
        rule.endpoint
        for rule in _rules(app)
        if not hasattr(app.view_functions[rule.endpoint], "allowed_roles")
    ]
    assert undeclared == []


@pytest.mark.parametrize("role", Role)
def test_a_role_that_is_not_allowed_is_refused(
    app: Flask, small: Small, sign_in: SignIn, role: Role
):
    browser = sign_in(role)
    for endpoint, method, url in _urls(app, small):
        if role not in app.view_functions[endpoint].allowed_roles:
            assert browser.open(url, method=method).status_code == 403, endpoint


def test_a_stranger_is_sent_to_sign_in(app: Flask, small: Small):
    for endpoint, method, url in _urls(app, small):
        if not getattr(app.view_functions[endpoint], "is_public", False):
            answer = app.test_client().open(url, method=method)
            assert (answer.status_code, "/sign-in" in answer.location) == (302, True), endpoint


def test_what_does_not_exist_answers_404_and_never_an_error(
    app: Flask, small: Small, sign_in: SignIn
):
    for role in Role:
        browser = sign_in(role)
        for endpoint, method, url in _urls(app, small):
            if "999" in url and role in app.view_functions[endpoint].allowed_roles:
                assert browser.open(url, method=method).status_code in {404, 422}, (endpoint, role)
