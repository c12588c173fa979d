"""Where webhooks may go: what would lead them inside or elsewhere is refused, and an answer that never ends is cut off."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading

import pytest

from tests.web.receiving import receiver
from wenxiao.web.hooks import reaching


@pytest.fixture(autouse=True)
def named(settings):
    settings.HOOKS_HTTP = settings.HOOKS_INSIDE = frozenset({"allowed.test"})
    return settings


@pytest.fixture
def names(monkeypatch):
    """What names resolve to; how often each was asked for."""
    known, asked, real = {}, [], socket.getaddrinfo

    def found(host, port, *rest, **more):
        if host[0].isdigit():
            return real(host, port, *rest, **more)
        asked.append(host)
        if host not in known:
            raise socket.gaierror
        return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in known[host]]  # fmt: skip

    monkeypatch.setattr(reaching.socket, "getaddrinfo", found)
    known["asked"] = asked
    return known


@pytest.mark.parametrize(
    "address",
    [
        "http://platform.example/", "ftp://platform.example/", "platform.example", "https://", "https:///x", "", "https://u:p@platform.example/",
        "https://platform.example/#x", "https://platform.example:0/", "https://platform.example:99999/", "https://platform .example/", "https://a\r\nX: y/",
        "https://platform.example/\x00", "https://127.0.0.1/", "https://10.0.0.8/", "https://192.168.1.1:8443/x", "https://169.254.169.254/latest", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://0.0.0.0/",
        "https://100.64.0.1/", "https://224.0.0.1/", "https://[fec0::1]/", "https://192.0.0.9/", "https://192.0.0.170/", "https://localhost/", "https://x.localhost/", "https://platform.example/绩效",
    ],
)  # fmt: skip
def test_addresses_that_are_refused_when_they_are_written(address):
    with pytest.raises(reaching.Refused) as refused:
        reaching.check(address)
    assert refused.value.zh
    assert refused.value.en


@pytest.mark.parametrize("address", ["https://platform.example/hooks?a=1", "https://PLATFORM.example:8443", "https://平台.example/", "https://1.1.1.1/", "http://allowed.test/", "https://[2606:4700::1111]/"])  # fmt: skip
def test_addresses_that_are_taken(address):
    assert reaching.check(address).target


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.1.2.3", "172.16.0.1", "169.254.1.1", "::1", "fe80::1%eth0", "::ffff:10.0.0.1"]
)
def test_a_name_that_leads_inside_is_refused_when_it_is_sent(names, ip):
    names["platform.example"] = ["93.184.216.34", ip]  # one of several is enough
    with pytest.raises(reaching.Refused):
        reaching.post("https://platform.example/", b"{}", {})


@pytest.mark.parametrize("address", ["https://127.1/", "https://2130706433/", "https://0x7f000001/"])
def test_figures_in_other_spellings_are_refused_when_it_is_sent(address):
    with pytest.raises((reaching.Refused, reaching.Unreachable)):
        reaching.post(address, b"{}", {})


def test_a_name_that_nobody_knows(names):
    with pytest.raises(reaching.Unreachable, match="找不到主机"):
        reaching.post("https://platform.example/", b"{}", {})


def test_the_name_is_asked_for_once_and_that_address_is_connected_to(names):
    with receiver() as one:
        names["allowed.test"] = ["127.0.0.1"]
        assert reaching.post(f"http://allowed.test:{one.port}/x?y=1", b"{}", {"A": "b"}) == 204
        assert names["asked"] == ["allowed.test"]
        headers, body = one.came[0]
        assert (headers["Host"], headers["A"], body) == (f"allowed.test:{one.port}", "b", b"{}")


def test_it_is_not_led_elsewhere(names):
    names["allowed.test"] = ["127.0.0.1"]
    with receiver() as one:
        one.answers = [307]
        assert reaching.post(f"http://allowed.test:{one.port}/", b"{}", {}) == 307
        assert len(one.came) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for allowed.test, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=allowed.test",
         "-addext", "subjectAltName=DNS:allowed.test"], check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.mark.parametrize(("trusted", "host"), [(True, "allowed.test"), (False, "allowed.test"), (True, "other.test")])
def test_over_tls_the_certificate_is_that_of_the_host_that_was_named(names, certificate, monkeypatch, settings, trusted, host):  # fmt: skip
    settings.HOOKS_INSIDE = frozenset({"allowed.test", "other.test"})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    names[host] = ["127.0.0.1"]
    with receiver(context) as one:
        if trusted and host == "allowed.test":
            assert reaching.post(f"https://{host}:{one.port}/", b"{}", {}) == 204
        else:
            with pytest.raises(reaching.Unreachable, match="证书"):
                reaching.post(f"https://{host}:{one.port}/", b"{}", {})
            assert one.came == []


@pytest.fixture
def odd(names):
    """A server that does with a connection what it is told."""
    names["allowed.test"] = ["127.0.0.1"]
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve(what):
        def run():
            try:
                link, _ = listening.accept()
                with link:
                    what(link, stop)
            except OSError:
                pass

        threading.Thread(target=run, daemon=True).start()
        return f"http://allowed.test:{listening.getsockname()[1]}/"

    yield serve
    stop.set()
    listening.close()


def test_an_answer_that_drips_for_ever_is_cut_off(odd, monkeypatch):
    monkeypatch.setattr(reaching, "WHOLE", 1)

    def drip(link, stop):
        link.sendall(b"HTTP/1.1 2")
        while not stop.wait(0.05):
            link.sendall(b"0")

    with pytest.raises(reaching.Unreachable):
        reaching.post(odd(drip), b"{}", {})


def test_who_says_nothing_is_left(odd, monkeypatch):
    monkeypatch.setattr(reaching, "WAIT", 0.3)
    with pytest.raises(reaching.Unreachable, match="没有应答"):
        reaching.post(odd(lambda _link, stop: stop.wait(5)), b"{}", {})


@pytest.mark.parametrize(
    "said", [b"", b"not http\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"]
)
def test_an_answer_that_is_none(odd, said):
    with pytest.raises(reaching.Unreachable):
        reaching.post(odd(lambda link, _stop: (link.recv(9999), link.sendall(said))), b"{}", {})
