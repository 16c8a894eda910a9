"""zhai on a library, timed by the marks that it sends for tests when all is drawn."""
import os
import time

from terminal_session import Session

SYNC = b"\x1b[>777~"


class Shelf(Session):
    def __init__(self, zhai, library):
        os.environ.update(TUI_TEST="1", ZHAI_LIBRARY=str(library))
        self.count = 0
        super().__init__([zhai], 24, 80, keeps=("TUI_TEST",))

    def press(self, keys):
        """Milliseconds until the keys are answered on the screen."""
        self.count += 1
        answer = b"\x1b]777;sync;%d\x1b\\" % self.count
        start = self.start if keys == "" else time.perf_counter()
        os.write(self.descriptor, keys.encode() + SYNC)
        while answer not in self.stream:
            self.pump(0.2)
        self.stream = self.stream[-4096:]
        return (time.perf_counter() - start) * 1000

    def is_done(self):
        """Whether zhai sleeps: what it had to do after the last key is done."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "S"
