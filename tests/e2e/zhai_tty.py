"""zhai on a pseudo-terminal: keys in; all that comes out is held against the allow-list of rule R2."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

SYNC = b"\033[>777~"  # answered by zhai when TUI_TEST is set and all before it is done and drawn
UNPRINTABLE = ("\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
               "\U000e0000-\U000e007f")
MODE = "(?:1|7|12|25|1000|1006|1049|2004)"
ALLOWED = re.compile(
    f"[^{UNPRINTABLE}]+|[\r\n\b]|\033\\[[0-9;]{{0,40}}[HGdJKmrLMP@XST]|\033\\[\\?{MODE}(?:;{MODE})*[hl]|\033\\[(?:4|34)[hl]"
    "|\033\\(B|\033[78=>]|\033\\]777;sync;\\d+\033\\\\")
QUERIES = ("\033[6n", "\033[c")  # of the probe; opening the terminal again asks again


def complaint(stream, probes=1):
    """None, or what in a terminal's input is not in the allow-list."""
    try:
        text = stream.decode()
    except UnicodeDecodeError as error:
        return f"ill-formed UTF-8 at {error.start}: {stream[max(0, error.start - 20):error.start + 20]!r}"
    for query in QUERIES:
        text = text.replace(query, "", probes)
    position = 0
    for match in ALLOWED.finditer(text):
        if match.start() != position:
            break
        position = match.end()
    if position == len(text):
        return None
    return f"at {position}: {text[max(0, position - 60):position]!r} >> {text[position:position + 40]!r}"


class Tty:
    """A program on a terminal of its own; stdin may be another descriptor."""

    def __init__(self, arguments, environment, rows=24, columns=80, stdin=None, answers=True):
        self.stream, self.seen, self.synced, self.queue, self.status = bytearray(), 0, 0, b"", None
        self.answers = answers
        self.master, self.slave = pty.openpty()
        self.resize(rows, columns)
        self.modes = termios.tcgetattr(self.slave)
        self.pid = os.fork()
        if self.pid == 0:
            self.run(arguments, dict(environment, TUI_TEST="1"), stdin)
        os.set_blocking(self.master, False)

    def run(self, arguments, environment, stdin):
        try:
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for number in range(3):
                os.dup2(stdin if number == 0 and stdin is not None else self.slave, number)
            os.closerange(3, 64)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(arguments[0], arguments, environment)
        finally:
            os._exit(127)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pump(self, timeout):
        """Moves bytes both ways once; false when nothing came."""
        readable, writable, _ = select.select([self.master], [self.master] if self.queue else [], [], timeout)
        if writable:
            try:
                self.queue = self.queue[os.write(self.master, self.queue[:1024]):]
            except BlockingIOError:
                pass
        if not readable:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        start = max(0, len(self.stream) - 3)
        self.stream += data
        if self.answers and b"\033[c" in self.stream[start:]:
            self.queue += b"\033[2;2R\033[?1;2c"
        return True

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is not None

    def drain(self):
        while self.pump(0):
            pass

    def send(self, keys):
        self.queue += keys if isinstance(keys, bytes) else keys.encode()
        self.pump(0)

    def sync(self, limit=10):
        """Waits until all that was sent is done and drawn; false when the program has ended."""
        self.synced += 1
        self.send(SYNC)
        mark = b"\033]777;sync;%d\033\\" % self.synced
        end = time.monotonic() + limit
        while mark not in self.stream[self.seen:]:
            self.pump(0.05)
            if self.ended():
                self.drain()
                return False
            if time.monotonic() > end:
                raise TimeoutError(f"no answer in {limit} s")
        self.seen = self.stream.index(mark, self.seen) + len(mark)
        return True

    def press(self, keys, limit=10):
        self.send(keys)
        return self.sync(limit)

    def wait(self, limit=10):
        """The exit status, negative for a signal."""
        end = time.monotonic() + limit
        while not self.ended():
            self.pump(0.02)
            if time.monotonic() > end:
                raise TimeoutError(f"has not ended in {limit} s")
        self.queue = b""
        self.drain()
        return os.waitstatus_to_exitcode(self.status)

    def is_restored(self):
        """The line discipline as it was, the screen and the modes left behind their last entering."""
        last = bytes(self.stream)[bytes(self.stream).rfind(b"\033[?1049h") + 1:]
        left = all(sequence in last for sequence in (b"\033[?1049l", b"\033[?25h", b"\033[?1000l", b"\033[?2004l"))
        entered = b"\033[?1049h" in self.stream
        return termios.tcgetattr(self.slave) == self.modes and (left or not entered)

    def close(self):
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitpid(self.pid, 0)[1]
        os.close(self.master)
        os.close(self.slave)
