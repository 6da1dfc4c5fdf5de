"""Hostile addresses are refused with a clear sentence, by their spelling or by what they lead to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from briefings.errors import Unreachable, UnsafeAddress
from briefings.sources.fetch import AllowedHosts, Fetcher, parse_url, why_not
from briefings.sources.fetch.fetcher import Limits

SPELLINGS = [
    ("http://127.0.0.1/", "this machine"),
    ("http://127.8.9.10/", "this machine"),
    ("http://2130706433/", "unusual spelling"),
    ("http://0x7f000001/", "unusual spelling"),
    ("http://0x7f.0.0.1/", "unusual spelling"),
    ("http://0177.0.0.1/", "unusual spelling"),
    ("http://017700000001/", "unusual spelling"),
    ("http://127.1/", "unusual spelling"),
    ("http://127.0.1/", "unusual spelling"),
    ("http://127.0.0.0x1/", "unusual spelling"),
    ("http://127.0.0.01/", "unusual spelling"),
    ("http://0/", "unusual spelling"),
    ("http://0.0.0.0/", "this machine"),
    ("http://127.0.0.1./", "ends in a dot"),
    ("http://localhost/", "inside a network"),
    ("http://LOCALHOST/", "inside a network"),
    ("http://localhost./", "ends in a dot"),
    ("http://foo.localhost/", "inside a network"),
    ("http://printer/", "inside a network"),
    ("http://nas.local/", "inside a network"),
    ("http://vault.corp/", "inside a network"),
    ("http://metadata.google.internal/computeMetadata/v1/", "inside a network"),
    ("http://10.0.0.1/", "private address"),
    ("http://172.16.5.4/", "private address"),
    ("http://192.168.1.1/admin", "private address"),
    ("http://100.64.1.1/", "provider's network"),
    ("http://169.254.169.254/latest/meta-data/", "metadata"),
    ("http://168.63.129.16/", "metadata"),
    ("http://169.254.10.10/", "link-local"),
    ("http://192.0.2.7/", "documentation"),
    ("http://198.18.0.1/", "measurements"),
    ("http://224.0.0.1/", "multicast"),
    ("http://240.0.0.1/", "reserved"),
    ("http://255.255.255.255/", "reserved"),
    ("http://[::1]/", "this machine"),
    ("http://[0:0:0:0:0:0:0:1]/", "this machine"),
    ("http://[::]/", "this machine"),
    ("http://[::ffff:127.0.0.1]/", "another form"),
    ("http://[::ffff:7f00:1]/", "another form"),
    ("http://[::ffff:8.8.8.8]/", "another form"),
    ("http://[::127.0.0.1]/", "another form"),
    ("http://[64:ff9b::7f00:1]/", "another form"),
    ("http://[64:ff9b:1::a00:1]/", "private address"),
    ("http://[2002:7f00:1::]/", "tunnel"),
    ("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "tunnel"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fe80::1%25eth0]/", "zone"),
    ("http://[fc00::1]/", "private address"),
    ("http://[fd00:ec2::254]/latest/", "metadata"),
    ("http://[ff02::1]/", "multicast"),
    ("http://[2001:db8::1]/", "documentation"),
    ("http://[::1/", "no address of a web page"),
    ("http://::1/", "port"),
    ("http://user@news.example.org/", "user name"),
    ("http://news.example.org:secret@127.0.0.1/", "user name"),
    ("http://news.example.org@10.0.0.1/", "user name"),
    ("http://news.example.org\\@127.0.0.1/", "backslashes"),
    ("http://127.0.0.1\t.example.org/", "invisible"),
    ("http://exa\u00admple.org/", "invisible"),
    ("http://news\u2024example\u2024org/", "look-alike"),
    ("http://127。0。0。1/", "look-alike"),
    ("http://①②⑦.⓪.⓪.①/", "look-alike"),
    ("http://ⓛocalhost/", "look-alike"),
    ("http://ｌｏｃａｌｈｏｓｔ/", "look-alike"),
    ("http://exa mple.org/", "spaces"),
    ("http://%6c%6f%63%61%6c%68%6f%73%74/", "escapes"),
    ("http://127.0.0.1%00.example.org/", "escapes"),
    ("http://xn--a-ecp.ru--/", "no valid"),
    ("http://a..example.org/", "no valid name"),
    ("http://-a.example.org/", "no valid name"),
    ("http://ex!ample.org/", "no valid name"),
    ("http://" + "a" * 70 + ".org/", "no valid name"),
    ("http:///etc/passwd", "names no host"),
    ("http://hidden.onion/", "not of the public web"),
    ("http://news.example.org:22/", "port 22"),
    ("http://news.example.org:6379/", "port 6379"),
    ("http://news.example.org:0/", "port"),
    ("http://news.example.org:99999/", "port"),
    ("http://news.example.org:/", "port"),
    ("file:///etc/passwd", "https:// or http://"),
    ("ftp://news.example.org/", "https:// or http://"),
    ("gopher://127.0.0.1:70/_x", "https:// or http://"),
    ("dict://127.0.0.1:11211/stat", "https:// or http://"),
    ("data:text/html,<p>x", "https:// or http://"),
    ("javascript:alert(1)", "https:// or http://"),
    ("//127.0.0.1/", "https:// or http://"),
    ("news.example.org/feed", "https:// or http://"),
    ("http://news.example.org/" + "a" * 3000, "longer than"),
]


@pytest.mark.parametrize(("url", "said"), SPELLINGS, ids=[repr(url)[:50] for url, _ in SPELLINGS])
async def test_a_hostile_address_is_refused_before_anything_is_asked(url: str, said: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise AssertionError("nothing must be looked up")

    async with Fetcher(clock=lambda: datetime.now(UTC), resolve=resolve) as fetcher:
        with pytest.raises(UnsafeAddress) as caught:
            await fetcher.get(url)
    assert said in str(caught.value)
    assert caught.value.lasting
    assert "secret" not in str(caught.value)


LEADING_INSIDE = [
    ("127.0.0.1", "this machine"),
    ("10.1.2.3", "private"),
    ("169.254.169.254", "metadata"),
    ("::1", "this machine"),
    ("::ffff:10.0.0.1", "another form"),
    ("64:ff9b::a00:1", "private"),
    ("64:ff9b::a9fe:a9fe", "metadata"),
    ("fe80::1%eth0", "link-local"),
    ("fd12::1", "private"),
    ("2002:a00:1::", "tunnel"),
    ("not a number", "no address"),
]


@pytest.mark.parametrize(("number", "said"), LEADING_INSIDE)
async def test_a_name_that_leads_inside_is_refused_without_saying_where(number: str, said: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.215.14", number]

    async with Fetcher(clock=lambda: datetime.now(UTC), resolve=resolve) as fetcher:
        with pytest.raises(UnsafeAddress, match=said) as caught:
            await fetcher.get("http://news.example.org/feed")
    assert number not in str(caught.value)


async def test_a_name_that_changes_its_mind_after_the_check_gains_nothing(
    web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the very number that was checked; the name is not looked up again for it."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    connected: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    async def connect(addr_infos: Any, **_: Any) -> None:
        connected.extend(info[4][0] for info in addr_infos)
        raise OSError("no way out")

    now = datetime(2024, 9, 30, tzinfo=UTC)
    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", connect)
    async with Fetcher(clock=lambda: now, resolve=resolve, limits=Limits(delay=0)) as fetcher:
        with pytest.raises(Unreachable, match="does not take connections"):
            await fetcher.get("http://rebind.example.org:8080/")
        assert connected == ["93.184.215.14"]
        now += timedelta(hours=1)
        with pytest.raises(UnsafeAddress, match="this machine"):
            await fetcher.get("http://rebind.example.org:8080/")
    assert connected == ["93.184.215.14"]
    assert web.asked == []


@pytest.mark.parametrize("number", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_of_the_public_web_are_taken(number: str) -> None:
    assert why_not(number) is None


def test_a_gateway_s_form_of_a_public_address_is_taken_from_the_name_service_only() -> None:
    assert why_not("64:ff9b::808:808") is None
    with pytest.raises(UnsafeAddress):
        parse_url("http://[64:ff9b::808:808]/", AllowedHosts())


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        (" https://News.Example.org/a b".replace(" b", "%20b"), "https://news.example.org/a%20b"),
        ("https://news.example.org:443/x#part", "https://news.example.org/x"),
        ("http://news.example.org:8080/?q=1&r=é", "http://news.example.org:8080/?q=1&r=%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://новости.рф/лента", "https://xn--b1amnebsh.xn--p1ai/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"),
        ("https://8.8.8.8/dns", "https://8.8.8.8/dns"),
        ("https://news.example.org", "https://news.example.org/"),
    ],
)
def test_ordinary_addresses_are_taken_in_one_form(url: str, taken: str) -> None:
    assert parse_url(url, AllowedHosts()).url == taken


def test_allowed_hosts_are_taken_by_name_and_port() -> None:
    allowed = AllowedHosts(["wiki.corp", "10.0.0.5:9000", "[fd00::1]:80", ""])
    assert parse_url("http://wiki.corp:3000/", allowed).private
    assert parse_url("http://10.0.0.5:9000/", allowed).private
    assert parse_url("http://[fd00::1]/", allowed).private
    for url in (
        "http://10.0.0.5/",
        "http://10.0.0.5:9001/",
        "http://sub.wiki.corp/",
        "http://[fd00::1]:8080/",
    ):
        with pytest.raises(UnsafeAddress):
            parse_url(url, allowed)


@pytest.mark.parametrize("entry", ["http://wiki.corp", "wiki corp", "wiki:notaport", "a/b", "user@wiki"])
def test_what_is_no_host_cannot_be_allowed(entry: str) -> None:
    with pytest.raises(ValueError, match="is no host"):
        AllowedHosts([entry])
