#!/usr/bin/env python3
"""The reader in tmux, a second terminal emulator beside libvterm: test_tmux.py (the program is $ZHAI)."""
import os
import subprocess
import time
import unicodedata
import unittest

import zhai_test
from zhai_test import ARTICLE, Case, squeeze

LONG = "\n\n".join(f"第{number}节，{'慢慢地读下去，' * 20}到第{number}节为止。" for number in range(1, 120)) + "\n"
WAIT = 10


class Tmux(Case):
    def setUp(self):
        super().setUp()
        self.servers = 0
        self.environment.pop("TMUX", None)
        self.environment["SHELL"] = "/bin/sh"

    def tmux(self, *arguments, check=True):
        result = subprocess.run(["tmux", "-f", "/dev/null", "-u", "-S", self.socket, *arguments], capture_output=True, text=True,
                                env=self.environment, check=False, timeout=20)
        self.assertFalse(check and result.returncode, result.stderr)
        return result.stdout

    def open(self, path, columns=80, rows=24):
        """In a server of its own: one that is just being killed takes no new session."""
        self.servers += 1
        self.socket = os.path.join(self.folder.name, f"tmux-{self.servers}")
        self.addCleanup(self.end, self.socket)
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), f"'{zhai_test.ZHAI}' '{path}'; echo left $?; exec cat")
        self.tmux("set-option", "-g", "status", "off")

    def end(self, socket):
        """Ends the server and waits for the reader in it, which still writes its places file."""
        self.socket = socket
        shell = self.tmux("list-panes", "-F", "#{pane_pid}", check=False).strip()
        readers = self.children(shell)
        self.tmux("kill-server", check=False)
        end = time.monotonic() + WAIT
        while any(os.path.exists(f"/proc/{reader}") for reader in readers) and time.monotonic() < end:
            time.sleep(0.01)

    @staticmethod
    def children(process):
        try:
            with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as children:
                return children.read().split()
        except OSError:
            return []

    def screen(self):
        """Without blanks, since gaps between Han and Latin are only shown."""
        return squeeze(self.tmux("capture-pane", "-p"))

    def until(self, holds, what):
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            screen = self.screen()
            if holds(screen):
                return screen
            time.sleep(0.02)  # tmux offers nothing to wait for
        self.fail(f"{what} did not come:\n{screen}")

    def keys(self, *keys):
        self.tmux("send-keys", *keys)

    def test_reads_and_leaves(self):
        for columns, rows in ((80, 24), (200, 50)):
            self.open(self.write("a.txt", ARTICLE), columns, rows)
            screen = self.until(lambda screen: "旧书店" in screen, "the text")
            self.assertIn(squeeze(unicodedata.normalize("NFC", ARTICLE.split("\n\n")[0])), screen)
            self.keys("q")
            self.until(lambda screen: "left0" in screen, "the end")

    def test_pages_and_finds(self):
        self.open(self.write("long.txt", LONG))
        self.until(lambda screen: "第1节" in screen, "the first page")
        self.keys("Space")
        self.until(lambda screen: "第1节，" not in screen, "the second page")
        self.keys("/", "第118节，", "Enter")
        self.until(lambda screen: "第118节" in screen and "1/1" in screen, "the hit")
        self.keys("g")
        self.until(lambda screen: "第1节" in screen, "the top")
        self.keys("G")
        self.until(lambda screen: "到第119节为止" in screen and "100%" in screen, "the end")

    def test_resize_keeps_the_first_character(self):
        self.open(self.write("long.txt", LONG))
        self.until(lambda screen: "第1节" in screen, "the first page")
        self.keys("Space", "Space", "j", "j", "j")
        self.until(lambda screen: "第1节，" not in screen, "the place")
        time.sleep(0.2)
        first = self.first()
        for columns in (60, 100, 60, 100, 80):
            self.tmux("resize-window", "-x", str(columns), "-y", "24")
            self.until(lambda screen: screen.startswith(first), f"{first} at {columns}")

    def first(self):
        return self.screen()[:20]

    def test_help_and_contents(self):
        self.open(self.write("a.md", "# 甲\n\n" + "文。" * 900 + "\n\n## 乙 heading\n\n" + "字。" * 900 + "\n"))
        self.until(lambda screen: "文。" in screen, "the text")
        self.keys("t")
        self.until(lambda screen: "乙heading" in screen, "the contents")
        self.keys("j", "Enter")
        self.until(lambda screen: "字。" in screen, "the heading's text")
        self.keys("h")
        self.until(lambda screen: "文。" not in screen and "q" in screen, "the help")


if __name__ == "__main__":
    unittest.TestLoader.sortTestMethodsUsing = None
    zhai_test.main()
