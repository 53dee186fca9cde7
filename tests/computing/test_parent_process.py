"""Processes that serve together end together."""

import subprocess
import sys

FAMILY = """
import os, signal, sys, time
from kans_model.computing.parent_process import end_with_parent

def asked(*_):
    print("asked to stop", flush=True)
    os._exit(0)

end_with_parent()
reading, writing = os.pipe()
if os.fork() == 0:
    signal.signal(signal.SIGTERM, asked)
    os.write(writing, b"x")
else:
    os.read(reading, 1)
    print("both run", flush=True)
time.sleep(60)
"""


def test_who_is_forked_is_asked_to_stop_when_the_first_is_killed():
    with subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "both run\n"
        first.kill()
        assert first.stdout.read() == "asked to stop\n"
