"""Under which addresses a server says that it is reached."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest

from app.classroom.addresses import is_local, reachable


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "a.localhost"])
def test_a_server_for_this_machine_alone_has_none(host: str) -> None:
    assert is_local(host)
    assert reachable(host, 8000, "", "http://localhost:8000/") == []


def test_a_server_for_one_network_has_one() -> None:
    found = reachable("10.1.2.3", 8123, "/rnn", "http://localhost:8123/rnn/")
    assert found == ["http://10.1.2.3:8123/rnn"]
    assert reachable("fd00::5", 80, "", "http://[::1]/") == ["http://[fd00::5]:80"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_a_server_for_all_networks_has_those_of_the_machine(host: str) -> None:
    found = reachable(host, 8000, "/rnn", "http://127.0.0.1:8000/rnn/")
    assert found
    for address in found:
        parts = urlsplit(address)
        assert (parts.scheme, parts.port, parts.path) == ("http", 8000, "/rnn")
        assert parts.hostname is not None
        try:
            own = ipaddress.ip_address(parts.hostname)
        except ValueError:
            continue
        assert not own.is_loopback
        assert not own.is_unspecified


def test_the_address_that_the_teacher_came_by_is_the_first() -> None:
    found = reachable("127.0.0.1", 8000, "/rnn", "https://school.example/rnn/")
    assert found == ["https://school.example/rnn"]
    both = reachable("10.1.2.3", 8000, "", "http://school:8000/")
    assert both == ["http://school:8000", "http://10.1.2.3:8000"]
