"""Runs a program on a pseudo-terminal and times how long until a text has been written to it.

The text is looked for in the written stream with escape sequences taken out, so that no terminal emulator
costs time between the program and the clock. Queries that programs send at their start are answered.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time

ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P.*?\x1b\\|[ -/]*[0-~])", re.S)
ANSWERS = ((b"\x1b[6n", b"\x1b[2;2R"), (b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[>c", b"\x1b[>41;354;0c"))


class Session:
    def __init__(self, command, rows=24, columns=80, keeps=()):
        self.home = tempfile.TemporaryDirectory()
        environment = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", HOME=self.home.name, LESSHISTFILE="-",
                           XDG_STATE_HOME=self.home.name, XDG_CONFIG_HOME=self.home.name)
        for name in {"LINES", "COLUMNS", "LANGUAGE", "TUI_TEST"} - set(keeps):
            environment.pop(name, None)
        self.start = time.perf_counter()
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execvpe(command[0], command, environment)
        self.stream = b""
        self.seen = 0

    def pump(self, seconds):
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.descriptor, 1 << 16)
        except OSError:
            return False
        self.stream += data
        for query, answer in ANSWERS:
            if query in data:
                os.write(self.descriptor, answer)
        return bool(data)

    def settle(self, seconds=0.15):
        while self.pump(seconds):
            pass
        self.seen = len(self.stream)

    def step(self, keys, expected, limit=120):
        """Seconds from the keys (or the program's start) until expected was written, or None."""
        start = time.perf_counter() if keys else self.start
        if keys:
            os.write(self.descriptor, keys.encode())
        wanted = expected.encode()
        while time.perf_counter() - start < limit:
            if wanted in ESCAPE.sub(b"", self.stream[self.seen:]):
                took = time.perf_counter() - start
                self.settle()
                return took
            self.pump(0.05)
        return None

    def peak_mib(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) / 1024

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)
        self.home.cleanup()
