"""What `kans serve` refuses before anything listens, each by what is wrong."""

import socket

import pytest
from typer.testing import CliRunner

from kans_model.cli import app


def refusal(*arguments):
    """What it says; it ends with 2 and without a traceback."""
    result = CliRunner().invoke(app, ["serve", *arguments])
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    return result.output


@pytest.mark.parametrize("port", ["-1", "0", "65536", "70000", "9" * 30, "x"])
def test_a_port_is_a_number_that_exists(port):
    assert "--port" in refusal("--port", port)


@pytest.mark.parametrize("host", ["999.1.1.1", "no-such-host.invalid", "", " ", "a" * 300, "a..b"])
def test_a_host_that_is_none_is_not_a_port_in_use(host):
    said = refusal("--host", host, "--lang", "en")
    assert "must be the name or number of this computer" in said
    assert "taken" not in said


def test_a_host_elsewhere_is_said_to_be_elsewhere():
    """192.0.2.0/24 is kept for documentation (RFC 5737): no computer has it."""
    assert "is no address of this computer" in refusal("--host", "192.0.2.1", "--lang", "en")


def test_a_port_in_use_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"port {port} is taken" in refusal("--host", "127.0.0.1", "--port", port, "--lang", "en")


@pytest.mark.parametrize("name", ["https://kans.stad.nl", "kans.stad.nl/x", "*", "", "a b"])
def test_an_origin_is_a_name(name):
    assert "must be a name such as kans.stad.nl" in refusal("--origin", name, "--lang", "en")
