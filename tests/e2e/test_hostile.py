#!/usr/bin/env python3
"""Hostile input from outside: test_hostile.py (the program is $ZHAI). A message or a readable result; never a crash, a hang, a control."""
import html.parser
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time

import hostile_inputs as inputs
import zhai_test
from zhai_test import Case, squeeze
from zhai_tty import UNPRINTABLE, Tty, complaint

PATIENCE = 5 * (4 if "asan" in zhai_test.ZHAI or os.environ.get("ASAN_OPTIONS") else 1)  # seconds
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # what no document holds
SHOWN = re.compile(f"[{UNPRINTABLE}]")
FORMATS = ("text", "markdown", "html", "json")
KEYS = [bytes([code]) for code in range(32, 127) if chr(code) not in "qQ"] + [bytes([code]) for code in range(1, 32) if code not in (3, 26)] + [
    b"\033[A", b"\033[B", b"\033[5~", b"\033[6~", b"\033[H", b"\033[F", b"\033OP", b"\033[<64;5;5M", b"\033[<65;5;5M", b"\033[<0;9999;9999M",
    b"\033[200~paste\033[2J\033[201~", b"\033[9999999999999999999~", b"\x9b", b"\xc2\x9b31m", b"\xff", b"\xe4\xb8", "文".encode(), b"\0",
    b"\033]0;x\007", b":set width=20\r", b":set width=99999999999\r", b":set theme=\033[31m\r", b":set ambiguous=2\r", b":set justify=yes\r",
    b":99999999999999%\r", b":e /dev/zero\r", b":e \033[2J\r", "/的\r".encode(), b"/\033[31m\r", "?\u202e\u009b\r".encode(), b"99999999999j",
    b"4000000000G", b"50%", b"l1", b":" + b"A" * 2000 + b"\r", b"/" + "字".encode() * 600 + b"\r"]


# A signal may cut the last sequence or character that was being written; ESC begins anew.
CUT = re.compile(rb"(\x1b(\[[?0-9;:]*|\][^\x07\x1b]*)?|[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")


class Hostile(Case):
    def crashed(self, status, error):
        return status not in (0, 1) or "Sanitizer" in error or "runtime error" in error

    def show(self, *arguments, stdin=subprocess.DEVNULL, patience=PATIENCE, **options):
        """Status, output and error; fails on a crash or when it takes too long."""
        start = time.monotonic()
        process = subprocess.run([zhai_test.ZHAI, "show", *arguments], stdin=stdin, capture_output=True, env=self.environment,
                                 timeout=patience * 3, check=False, **options)
        taken = time.monotonic() - start
        error = process.stderr.decode("utf-8", "replace")
        self.assertFalse(self.crashed(process.returncode, error), f"{arguments}: {process.returncode} {error}")
        self.assertLess(taken, patience, f"{arguments} took {taken:.1f} s")
        self.assertIsNone(SHOWN.search(error.replace("\n", "")), f"{arguments}: the message holds a control: {error!r}")
        return process.returncode, process.stdout, error

    def clean(self, *arguments, **options):
        """The text printed into a pipe, which is UTF-8 without controls."""
        status, out, error = self.show(*arguments, **options)
        self.assertEqual(status, 0, f"{arguments}: {error}")
        text = out.decode()
        found = CONTROL.search(text)
        self.assertIsNone(found, found and f"{arguments}: {text[max(0, found.start() - 40):found.end() + 40]!r}")
        return text

    def refused(self, *words, path, **options):
        status, out, error = self.show(path, **options)
        self.assertEqual((status, out), (1, b""), f"{path}: {error}")
        for word in words:
            self.assertIn(word, error)
        self.assertEqual(error.count("\n"), 1, error)

    def terminal(self, *arguments, environment=None, **options):
        tty = Tty([zhai_test.ZHAI, *arguments], environment or self.environment, **options)
        self.addCleanup(tty.close)
        return tty

    def assert_allowed(self, tty, what, probes=1):
        found = complaint(bytes(tty.stream), probes)
        self.assertIsNone(found, f"{what}: {found}")

    def attacks(self):
        for number, attack in enumerate(inputs.ESCAPES + inputs.LIARS):
            yield self.write(f"{number:02}.txt", inputs.text_with(attack))
            yield self.write(f"{number:02}.html", inputs.page_with(attack))

    # what is printed

    def test_documents_hold_no_controls(self):
        paths = list(self.attacks())
        for form in FORMATS:
            self.clean("--format", form, *paths, patience=PATIENCE * 2)
        self.clean("--width", "37", *paths, patience=PATIENCE * 2)
        for path in paths:
            self.clean("--format", "json", path)

    def test_terminals_get_no_sequences(self):
        paths = list(self.attacks())
        for arguments in (["--format", form] for form in FORMATS):
            tty = self.terminal("show", *arguments, *paths, columns=61)
            self.assertEqual(tty.wait(PATIENCE * 3), 0)
            self.assertGreater(len(tty.stream), 10_000)
            echoed = bytes(tty.stream)
            found = SHOWN.search(echoed.decode().replace("\r\n", "").replace("\t", ""))
            self.assertIsNone(found, found and f"{arguments}: {found.group()!r} is printed")

    def test_safe_html(self):
        page = inputs.page_with(b"\"><script>alert(1)</script><img src=x onerror=alert(1)>")
        parser = html.parser.HTMLParser()
        tags = []
        parser.handle_starttag = lambda tag, attributes: tags.append((tag, attributes))
        parser.feed(self.clean("--format", "html", self.write("a.html", page)))
        self.assertGreater(len(tags), 20)
        for tag, attributes in tags:
            self.assertNotIn(tag, ("script", "img", "iframe", "object", "embed", "base", "form"), tags)
            for name, value in attributes:
                self.assertFalse(name.startswith("on"), f"{tag} {name}={value}")
                self.assertTrue(name != "href" or re.match("(https?|mailto):|#", value), f"{tag} {name}={value}")

    def test_nothing_is_lost(self):
        words = " ".join(f"词{number}" for number in range(300))
        for attack in inputs.LIARS + inputs.ESCAPES:
            document = self.document(self.write("a.txt", words.encode() + attack + b" end\n"))
            text = "".join(block["text"] for block in document["blocks"])
            self.assertTrue(squeeze(text).startswith(squeeze(words)), attack)
            self.assertTrue(text.endswith("end"), attack)

    # what is heavy

    def test_heavy_pages(self):
        for name, (page, words) in inputs.HEAVY_PAGES.items():
            path = self.write(name + ".html", page)
            shown = self.clean("--format", "text", "--width", "80", path)
            document = self.clean("--format", "json", path)
            if name not in ("deep", "tables"):  # cut where they are deeper than any page
                self.assertIn(squeeze(words), squeeze(document).replace("\\", ""), name)
                self.assertTrue(shown, name)

    def test_heavy_texts(self):
        for name, text in inputs.HEAVY_TEXTS.items():
            path = self.write(name, text)
            self.clean("--format", "json", path)
            tty = self.terminal(path)
            self.assertTrue(tty.sync(PATIENCE), name)
            for keys in ("G", "g", "50%", " ", "b", "/zzz\r", "}", "{", "]", "+"):
                start = time.monotonic()
                self.assertTrue(tty.press(keys, PATIENCE * 2), name)
                self.assertLess(time.monotonic() - start, PATIENCE, f"{name}: {keys}")
            tty.resize(40, 33)
            self.assertTrue(tty.sync(PATIENCE), name)
            tty.send("Q")
            self.assertEqual(tty.wait(PATIENCE), 0, name)
            self.assert_allowed(tty, name)

    # what is no text

    def test_binary_and_text(self):
        for name, content in inputs.BINARY.items():
            self.refused("reads text and HTML pages", path=self.write(name, content))
        for name, (content, words) in inputs.READABLE.items():
            text = self.clean("--width", "0", self.write(name, content))
            self.assertIn(words, text, name)
        for content in inputs.EMPTY:
            self.refused("is empty", path=self.write("nothing", content))

    def test_odd_files(self):
        folder = self.folder.name
        loop, pipe, door = (os.path.join(folder, name) for name in ("loop", "pipe", "door"))
        os.symlink("loop", loop)
        os.mkfifo(pipe)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(door)
            for path, word in ((folder, "is a directory"), (loop, "symbolic links"), (pipe, "pipe"), (door, "is a socket"),
                               ("/dev/zero", "is a device"), ("/dev/full", "is a device"), (folder + "/none", "No such file"),
                               ("x" * 300, "File name too long"), ("", "No such file"), ("/dev/stdin", "is a device")):
                self.refused(word, path=path)
        self.refused("\N{SYMBOL FOR ESCAPE}]0;x", path=os.fsencode(folder) + b"/\033]0;x\007\xe2\x80\xae\n\xff")
        for path in ("/proc/version", "/proc/self/status", "/proc/self/maps"):
            self.clean(path)
        for path in ("/proc/self/mem", "/proc/self/pagemap", "/proc/kmsg", "/proc/self/auxv", "/proc/self/task"):
            self.show(path)

    def test_names(self):
        for name in (b"-rf", b"--help", b"a\nb", b"a\033]0;x\007b", b"'; id;'", b"\xff\xfe", b"e\xcc\x81", b"trailing. ", b"%s%n", b"$(id)"):
            path = os.path.join(self.folder.name.encode(), name)
            with open(path, "wb") as out:
                out.write(inputs.PROSE.encode())
            self.assertIn("渡口", self.clean(path))
            self.assertIn("渡口", self.clean("--", name, cwd=self.folder.name))
            tty = self.terminal(os.fsdecode(path))
            self.assertTrue(tty.sync())
            self.assertTrue(tty.press("="))
            tty.send("Q")
            self.assertEqual(tty.wait(), 0)
            self.assert_allowed(tty, name)

    def test_standard_input(self):
        def feed(pieces):
            reading, writing = os.pipe()

            def write():
                with os.fdopen(writing, "wb") as out:
                    for piece in pieces:
                        out.write(piece)
                        out.flush()
                        time.sleep(0.05)  # a slow writer
            threading.Thread(target=write, daemon=True).start()
            return os.fdopen(reading, "rb")
        with feed([bytes([byte]) for byte in inputs.PROSE.encode()[:30]]) as slow:
            self.assertEqual(self.clean("-", stdin=slow).strip(), inputs.PROSE[:10])
        with feed([inputs.PROSE.encode() * 100_000]) as large:
            self.assertEqual(self.clean("--width", "0", "-", stdin=large).count("渡口"), 100_000)
        for path in ("/dev/zero", "/dev/full"):
            with open(path, "rb") as odd:
                self.refused("is a device", path="-", stdin=odd)
        closed = subprocess.run(["sh", "-c", '"$0" show - <&-', zhai_test.ZHAI], capture_output=True, env=self.environment, timeout=20, check=False)
        self.assertEqual(closed.returncode, 1)
        self.assertIn(b"zhai: -", closed.stderr)

    def test_changing_files(self):
        path = self.write("moving", inputs.PROSE * 100_000)

        def change(done):
            with open(path, "r+b") as out:
                while not done.is_set():
                    out.seek(0, os.SEEK_END)
                    out.write(inputs.PROSE.encode() * 1000)
                    out.flush()
                    out.truncate(len(inputs.PROSE.encode()) * 50_000)
        done = threading.Event()
        changer = threading.Thread(target=change, args=(done,))
        changer.start()
        try:
            for _ in range(10):
                self.assertIn("渡口", self.clean("--width", "0", path))
        finally:
            done.set()
            changer.join()

    # where it runs

    def test_environments(self):
        path = self.write("a.txt", inputs.PROSE + "\n")
        changes = [{"LC_ALL": "C"}, {"LC_ALL": None, "LANG": None}, {"LC_ALL": "zh_CN.GB18030"}, {"LC_ALL": "xx_YY.nothing"},
                   {"LC_ALL": "../../etc/passwd"}, {"LANGUAGE": "\033[31m:../../x"}, {"HOME": None, "XDG_CONFIG_HOME": None, "XDG_STATE_HOME": None},
                   {"HOME": "/proc", "XDG_STATE_HOME": "/proc", "XDG_CONFIG_HOME": "/proc"}, {"HOME": "", "XDG_STATE_HOME": "relative"},
                   {"COLUMNS": "99999", "LINES": "0"}, {"COLUMNS": "-1", "LINES": "x"}, {"NO_COLOR": "1"}, {"TMPDIR": "/nonexistent"},
                   {"TERMINFO": "/tmp"}, {"COLORTERM": "truecolor"}]
        for change in changes:
            environment = {name: value for name, value in {**self.environment, **change}.items() if value is not None}
            shown = subprocess.run([zhai_test.ZHAI, "show", path], capture_output=True, env=environment, timeout=20, check=False)
            self.assertEqual((shown.returncode, shown.stdout.decode()), (0, inputs.PROSE + "\n"), change)
            tty = self.terminal(path, environment=environment)
            self.assertTrue(tty.sync(), f"{change}: {bytes(tty.stream)!r}")
            self.assertIn("渡口的老人", tty.stream.decode(), change)
            self.assertTrue(tty.press("h\033 j"), change)
            tty.send("Q")
            self.assertEqual(tty.wait(), 0, change)
            self.assertTrue(tty.is_restored(), change)
            self.assert_allowed(tty, change)

    def test_terminals_that_cannot(self):
        path = self.write("a.txt", inputs.PROSE)
        for term in (None, "", "dumb", "unknown", "nonsense-9000", "../../x", "\033[31m", "x" * 5000):
            environment = dict(self.environment, TERM=term) if term is not None else self.environment.copy()
            if term is None:
                del environment["TERM"]
            tty = self.terminal(path, environment=environment)
            self.assertEqual(tty.wait(), 1, term)
            said = tty.stream.decode().replace("\r\n", "")
            self.assertIn("zhai: ", said, term)
            self.assertRegex(said, "TERM|terminal type", term)
            self.assertIsNone(SHOWN.search(said.replace("^[[>777~", "")), f"{term}: {said!r}")
            self.assertTrue(tty.is_restored(), term)

    def test_configuration(self):
        article = self.write("a.txt", inputs.PROSE)
        odd = [b"width = \033[31m\n", b"\033]0;x\007 = 1\n", b"theme = \xff\xfe\x9b\n", b"bind \033 \x9b\n", b"width = 99999999999999999999\n",
               b"\xef\xbb\xbfwidth = 50\r\ngap = no\r\n", "width = 50\n".encode("utf-16"), bytes(5000), b"width" * 400_000, b"= = =\n" * 50_000,
               "主题 = \u202e暗\n".encode(), b"theme = ../../../../etc/passwd\n", b"%s%n%x = %n\n"]
        for content in odd:
            path = self.write("config", content)
            tty = self.terminal("--config", path, article)
            tty.sync(PATIENCE)
            if not tty.ended():
                tty.send("Q")
            self.assertIn(tty.wait(), (0, 1, 2), content[:60])
            found = complaint(bytes(tty.stream).replace(b"^[[>777~", b""))
            self.assertIsNone(found, f"{content[:60]!r}: {found}")
        for path in ("/dev/zero", self.folder.name, "/nonexistent", "/proc/self/mem"):
            result = subprocess.run([zhai_test.ZHAI, "--config", path, "show", article], capture_output=True, env=self.environment,
                                    timeout=PATIENCE * 2, check=False)
            self.assertIn(result.returncode, (0, 1, 2), path)
            self.assertIn(b"zhai: ", result.stderr, path)

    # what is typed

    def monkey(self, seed, seconds):
        chance = random.Random(seed)
        paths = list(self.attacks())
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            files = chance.sample(paths, 2)
            environment = dict(self.environment, LANGUAGE=chance.choice(["zh_CN", "en"]), BROWSER="true",
                               TERM=chance.choice(["xterm-256color", "screen", "tmux-256color"]))
            tty = Tty([zhai_test.ZHAI, *files], environment, chance.choice([1, 2, 5, 24]), chance.choice([1, 2, 20, 80, 300]))
            history = []
            try:
                alive = tty.sync()
                for _ in range(40):
                    if not alive:
                        break
                    if chance.random() < 0.1:
                        history.append((chance.choice([1, 2, 3, 24, 100]), chance.choice([1, 2, 3, 8, 21, 80, 300])))
                        tty.resize(*history[-1])
                        alive = tty.sync(PATIENCE)
                    else:
                        history.append(b"".join(chance.choices(KEYS, k=chance.choice([1, 1, 3, 9]))))
                        alive = tty.press(history[-1], PATIENCE * 2)
                number = chance.choice([signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGSEGV, signal.SIGABRT])
                if alive and chance.random() < 0.5:  # in the middle of something
                    tty.send(b"".join(chance.choices(KEYS, k=9)))
                if alive:
                    os.kill(tty.pid, number)
                status = tty.wait(PATIENCE * 2)
                if alive and number in (signal.SIGSEGV, signal.SIGABRT):
                    self.assertTrue(status == -number or "asan" in zhai_test.ZHAI, f"{files} {history}: {status}")
                else:
                    self.assertIn(status, (0, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT), f"{files} {history}")
                self.assertTrue(tty.is_restored(), f"seed {seed}, {files} after {history}, signal {number}: {bytes(tty.stream)[-200:]!r}")
                drawn = bytes(tty.stream).rpartition(b"\033[?1049l")[0]  # after it the terminal itself echoes what was typed too late
                before, _, restore = drawn.rpartition(b"\033[m\033[r")
                found = complaint(CUT.sub(b"", before), probes=99) or complaint(b"\033[m\033[r" + restore, probes=99)
                self.assertIsNone(found, f"seed {seed}, {files} after {history}: {found}")
            except TimeoutError as error:
                self.fail(f"seed {seed}, {files} after {history}: {error}")
            finally:
                tty.close()

    def test_monkey(self):
        self.monkey(seed=int(os.environ.get("ZHAI_SEED", "1")), seconds=float(os.environ.get("ZHAI_MONKEY", "8")))

    def test_every_key(self):
        mixed = b" ".join(inputs.ESCAPES + inputs.LIARS)
        for path in (self.write("all.txt", inputs.text_with(mixed)), self.write("all.html", inputs.page_with(mixed))):
            tty = self.terminal(path, environment=dict(self.environment, BROWSER="true"))
            self.assertTrue(tty.sync(PATIENCE))
            for key in KEYS:
                self.assertTrue(tty.press(key, PATIENCE), key)
                self.assertTrue(tty.press("\033", PATIENCE), key)
                self.assertTrue(tty.press("\033", PATIENCE), key)
            tty.send("Q")
            self.assertEqual(tty.wait(), 0)
            self.assertTrue(tty.is_restored())
            self.assert_allowed(tty, path, probes=99)


if __name__ == "__main__":
    zhai_test.main()
