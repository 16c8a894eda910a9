#!/usr/bin/env python3
"""Whatever happens to zhai or under it, the library is whole and holds what was acknowledged: test_nothing_lost.py (the program is $ZHAI)."""
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import zhai_test
from library_case import LibraryCase

KILLS = 300  # in all
SHARES = {"add": 90, "tag": 50, "remove": 40, "undo": 40, "refresh": 40, "migrate": 40}
assert sum(SHARES.values()) == KILLS
WRITERS_SECONDS = 60 if os.environ.get("ZHAI_LONG_TESTS") else 10
SLOW = 4 if "asan" in zhai_test.ZHAI or os.environ.get("ASAN_OPTIONS") else 1
SHARES = {name: count // SLOW for name, count in SHARES.items()}
VERSION_1 = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "library", "versions", "1.sql")
NOBODY = 65534

FILLING_PAGES = 2000  # several batches

class Killed(LibraryCase):
    """kill -9 at random moments of a command's life; the moments move with how long it takes."""

    def setUp(self):
        super().setUp()
        self.chance = random.Random(self.id())
        self.longest = 0.05

    def kill_during(self, *arguments, stdin=b""):
        """Starts, kills after a random time, and gives the complete lines it had written, and whether it had ended by itself."""
        begun = time.monotonic()
        with subprocess.Popen([zhai_test.ZHAI, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env=self.environment) as process:
            process.stdin.write(stdin)
            process.stdin.close()
            moment = begun + self.chance.random() * self.longest
            while time.monotonic() < moment and process.poll() is None:
                time.sleep(0.0005)
            has_ended = process.poll() is not None
            process.kill()
            out = process.stdout.read()
        if has_ended:
            self.longest = (self.longest + (time.monotonic() - begun)) / 2 * 1.1
        else:
            self.longest = min(self.longest * 1.02, 5)
        lines = out.split(b"\n")[:-1]
        return [json.loads(line) for line in lines], has_ended

    def listed(self, *query):
        process = subprocess.run([zhai_test.ZHAI, "list", "--json", *query], env=self.environment, capture_output=True, check=False)
        self.assertIn(process.returncode, (0, 1), process.stderr)
        return {row["id"]: row for row in map(json.loads, process.stdout.splitlines())}

    def ids(self, count):
        return "".join(f"{index + 1}\n" for index in range(count)).encode()

    def test_add(self):
        folder = self.pages(150)
        acknowledged, rounds, ended_count = {}, 0, 0
        for _ in range(SHARES["add"]):
            told, has_ended = self.kill_during("add", "--json", "--tag", "历史", folder)
            acknowledged.update({row["id"]: row["title"] for row in told if row["status"] == "added"})
            if not os.path.exists(self.library) or os.path.getsize(self.library) == 0:
                self.assertEqual(acknowledged, {})
                continue
            self.whole()
            there = self.listed()
            for article, title in acknowledged.items():
                self.assertEqual(there[article]["title"], title)
                self.assertEqual(there[article]["tags"], ["历史"])
            ended_count += has_ended
            if has_ended:
                self.assertEqual(len(there), 150)
                rounds += 1
                self.library_removed()
                acknowledged = {}
        self.assertLess(ended_count, SHARES["add"] * 3 // 4, "most were killed too late")

    def library_removed(self):
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(self.library + ending)

    def test_tag(self):
        self.rows("add", self.pages(60))
        for number in range(SHARES["tag"]):
            told, _ = self.kill_during("tag", "--json", "-", f"+t{number}", stdin=self.ids(60))
            self.whole()
            count = len(self.listed(f"tag:t{number}"))
            self.assertIn(count, (60,) if told else (0, 60), "some have it, some do not")

    def test_remove_and_restore(self):
        self.rows("add", self.pages(60))
        for number in range(SHARES["remove"]):
            command = "restore" if number % 2 else "remove"
            before = len(self.listed("is:trash"))
            told, _ = self.kill_during(command, "--json", "-", stdin=self.ids(60))
            self.whole()
            after, goal = len(self.listed("is:trash")), 0 if command == "restore" else 60
            self.assertIn(after, (goal,) if told else (before, goal))

    def test_undo(self):
        self.rows("add", self.pages(40))
        for number in range(6):
            self.rows("tag", "-", f"+t{number}", stdin=self.ids(40))
        self.rows("set", "-", "state=finished", stdin=self.ids(40))
        self.rows("remove", "-", stdin=self.ids(40))
        direction = []
        for _ in range(SHARES["undo"]):
            before = self.rows("undo", "--list")
            told, _ = self.kill_during("undo", "--json", *direction)
            self.whole()
            after = self.rows("undo", "--list")
            changed = [row["id"] for row, old in zip(after, before) if row["undone"] != old["undone"]]
            self.assertIn(len(changed), (1,) if told else (0, 1))
            undone = [row["undone"] for row in after]
            self.assertEqual(undone, sorted(undone, reverse=True))
            everything = len(self.listed()) + len(self.listed("is:trash"))
            self.assertEqual(everything, 40)
            if all(undone):
                direction = ["--redo"]
            elif not any(undone):
                direction = []

    def test_refresh(self):
        folder = os.path.join(self.folder.name, "texts")
        os.mkdir(folder)
        for index in range(40):
            self.write(f"texts/{index}.txt", (f"第{index}篇。" + "斋是读书人的房间，书放在架上。" * 20).encode("gb18030"))
        self.rows("add", folder)
        charsets, number, texts = ("big5", "gb18030"), 0, 40
        for _ in range(SHARES["refresh"]):
            told, has_ended = self.kill_during("refresh", "--json", "--charset", charsets[number % 2])
            summary = self.whole()
            updated = sum(row["status"] == "updated" for row in told)
            self.assertGreaterEqual(summary["texts"], texts + updated)
            texts = summary["texts"]
            self.assertEqual(summary["articles"], 40)
            number += has_ended

    def test_migrate(self):
        with open(VERSION_1, encoding="utf-8") as file:
            statements = file.read()
        first = os.path.join(self.folder.name, "first.db")
        database = sqlite3.connect(first)
        database.executescript(statements)
        database.close()
        os.makedirs(os.path.dirname(self.library))
        expected = None
        for _ in range(SHARES["migrate"]):
            self.library_removed()
            shutil.copyfile(first, self.library)
            self.kill_during("list", "--json")
            self.whole()
            there = {article: (row["title"], row["tags"], row["state"], row["starred"]) for article, row in self.listed().items()}
            expected = expected or there
            self.assertEqual(there, expected)
        self.assertEqual(set(expected), {1, 2, 3})


class Resisted(LibraryCase):
    """Disks, permissions and other programs that do not let zhai write."""

    def setUp(self):
        super().setUp()
        self.user = NOBODY if os.geteuid() == 0 else None

    def run_as_user(self, *arguments, **options):
        """As somebody whom permissions hold for."""
        process = subprocess.run([zhai_test.ZHAI, *arguments], env=self.environment, capture_output=True, user=self.user, check=False,
                                 timeout=60, **options)
        return process.returncode, process.stdout.decode(), process.stderr.decode()

    def owned(self):
        for folder, folders, files in os.walk(self.folder.name):
            for name in [*folders, *files, "."]:
                if self.user:
                    os.chown(os.path.join(folder, name), self.user, self.user)

    def digest(self):
        with open(self.library, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    def writes_are_refused(self):
        before = self.digest()
        page = os.path.join(self.folder.name, "pages/p0000.html")
        for command in (["tag", "1", "+x"], ["set", "1", "starred=yes"], ["remove", "1"], ["undo"], ["add", self.new], ["refresh", "1"],
                        ["check", "--repair"]):
            status, out, error = self.run_as_user(*command)
            self.assertEqual(status, 3, f"{command}: {out} {error}")
            self.assertIn(self.library, error)
            self.assertEqual(error.count("\n"), 1, error)
        for command in (["list"], ["show", "1"], ["tag"], ["undo", "--list"], ["check"], ["show", page]):
            status, _, error = self.run_as_user(*command)
            self.assertEqual((status, error), (0, ""), f"{command} {os.listdir(os.path.dirname(self.library))}")
        self.assertEqual(self.digest(), before)

    def test_read_only(self):
        self.rows("add", self.pages(8))
        self.rows("tag", "1", "+历史")
        self.new = self.page("new.html", "新")
        os.chmod(self.folder.name, 0o755)
        self.owned()
        status, _, error = self.run_as_user("list")
        if status == 126 or "Permission" in error:
            self.skipTest("the program cannot be run by another user")
        home = os.path.dirname(self.library)
        for file_mode, folder_mode in ((0o444, 0o755), (0o644, 0o555), (0o444, 0o555)):
            os.chmod(self.library, file_mode)
            os.chmod(home, folder_mode)
            try:
                self.writes_are_refused()
            finally:
                os.chmod(home, 0o755)
        os.chmod(self.library, 0o644)
        self.assertEqual(self.run_as_user("tag", "1", "+x")[0], 0)
        self.whole()

    def test_a_backup_in_a_read_only_folder(self):
        """Unlike a library in use it keeps no write-ahead log, so that SQLite opens it for writing."""
        self.rows("add", self.pages(8))
        self.rows("tag", "1", "+历史")
        self.new = self.page("new.html", "新")
        home = os.path.join(self.folder.name, "backups")
        os.mkdir(home)
        self.run_zhai("backup", os.path.join(home, "copy.db"))
        self.library = self.environment["ZHAI_LIBRARY"] = os.path.join(home, "copy.db")
        os.chmod(self.folder.name, 0o755)
        self.owned()
        if self.run_as_user("show", self.new)[0]:
            self.skipTest("the program cannot be run by another user")
        os.chmod(home, 0o555)
        try:
            self.writes_are_refused()
        finally:
            os.chmod(home, 0o755)

    def test_another_program_holds_the_lock(self):
        self.rows("add", self.pages(4))
        holder = sqlite3.connect(self.library, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        self.assertEqual(len(self.rows("list")), 4)
        self.assertIn("0000.", self.text("show", "1"))
        self.assertLess(time.monotonic() - begun, 3 * SLOW)
        for command in (["tag", "1", "+x"], ["add", self.page("new.html", "新")]):
            _, error = self.run_zhai(*command, status=3)
            self.assertIn("another program", error)
        holder.execute("ROLLBACK")
        holder.close()
        self.assertEqual(self.rows("tag", status=1), [])
        self.text("tag", "1", "+x")
        self.assertEqual(self.whole()["articles"], 4)

    def test_a_full_disk(self):
        disk = os.path.join(self.folder.name, "disk")
        os.mkdir(disk)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=9m", "none", disk], capture_output=True, check=False)
        if mounted.returncode:
            self.skipTest("no disk can be mounted")
        self.addCleanup(lambda: subprocess.run(["umount", disk], check=False))
        self.fills_up(os.path.join(disk, "library.db"), free=lambda: subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True))

    def test_a_file_that_may_not_grow(self):
        """What a full disk is like where none can be mounted."""
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_500_000, 4_500_000))

        self.fills_up(os.path.join(self.folder.name, "library.db"), preexec_fn=limit)

    def fills_up(self, library, free=None, **options):
        folder = self.pages(FILLING_PAGES)
        process = subprocess.run([zhai_test.ZHAI, "--library", library, "add", "--json", folder], env=self.environment, capture_output=True,
                                 check=False, **options)
        error = process.stderr.decode()
        told = [json.loads(line) for line in process.stdout.splitlines()]
        self.assertEqual(process.returncode, 3, error)
        self.assertIn(library, error)
        self.assertEqual(error.count("\n"), 2, error)
        self.assertTrue(0 < len(told) < FILLING_PAGES, len(told))
        self.assertIn(f"{len(told)} of the inputs are in the library", error)
        self.assertNotIn("as it was", error)
        tagging = subprocess.run([zhai_test.ZHAI, "--library", library, "list"], env=self.environment, capture_output=True, check=False, **options)
        self.assertEqual(tagging.returncode, 0, tagging.stderr)
        if free:
            free()
        there = {row["id"] for row in self.rows("--library", library, "list")}
        self.assertLessEqual({row["id"] for row in told}, there)
        self.whole("--library", library)
        self.rows("--library", library, "add", folder)
        self.assertEqual(self.whole("--library", library)["articles"], FILLING_PAGES)

    def test_a_newer_or_foreign_file_is_left_alone(self):
        self.rows("add", self.pages(2))
        statements = ("PRAGMA user_version = 99", "PRAGMA user_version = -1", "PRAGMA application_id = 5", "CREATE TABLE more (x)",
                      "CREATE TRIGGER t AFTER INSERT ON article BEGIN SELECT 1; END", "CREATE VIEW v AS SELECT 1", "DROP TABLE tag",
                      "ALTER TABLE article ADD COLUMN more TEXT")
        for statement in statements:
            path = os.path.join(self.folder.name, "other.db")
            shutil.copyfile(self.library, path)
            database = sqlite3.connect(path)
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute(statement)
            database.commit()
            database.close()
            with open(path, "rb") as file:
                before = file.read()
            for command in (["list"], ["tag", "1", "+x"], ["check"], ["check", "--repair"], ["add", self.folder.name]):
                _, error = self.run_zhai("--library", path, *command, status=3)
                self.assertEqual(error.count("\n"), 1, error)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), before, statement)
        for name, content in (("text.db", b"not a library, only a text that is somewhat long" * 100), ("zeros.db", bytes(10000)), ("short.db", b"x")):
            path = self.write(name, content)
            self.run_zhai("--library", path, "list", status=3)
            self.run_zhai("--library", path, "add", self.folder.name, status=3)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), content)
        self.run_zhai("--library", self.folder.name, "list", status=3)
        self.run_zhai("--library", "/dev/null", "list", status=3)


class Together(LibraryCase):
    def test_writers_lose_nothing(self):
        self.rows("add", self.pages(20))
        folder = self.pages(400, "more")
        end = time.monotonic() + WRITERS_SECONDS
        counts, failures = {"tag": 0, "set": 0}, []

        def run(*arguments):
            process = subprocess.run([zhai_test.ZHAI, *arguments], env=self.environment, capture_output=True, check=False)
            if process.returncode:
                failures.append((arguments, process.stderr))
            return process.stdout

        def tag():
            while time.monotonic() < end and not failures:
                run("tag", str(counts["tag"] % 20 + 1), f"+n{counts['tag']}")
                counts["tag"] += 1

        def set_states():
            while time.monotonic() < end and not failures:
                run("set", str(counts["set"] % 20 + 1), f"state={('reading', 'finished', 'unread')[counts['set'] // 20 % 3]}")
                counts["set"] += 1

        def add():
            run("add", folder)
            while time.monotonic() < end and not failures:
                run("add", "--tag", "again", folder)

        threads = [threading.Thread(target=target) for target in (tag, set_states, add)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertGreater(counts["tag"], 20)
        self.assertEqual({row["tag"] for row in self.rows("tag")} - {"again"}, {f"n{number}" for number in range(counts["tag"])})
        self.assertEqual(self.whole()["articles"], 420)
        history = self.rows("undo", "--list", "--limit", "0")
        self.assertEqual(sum(row["kind"] == "tag" and row["subject"].startswith("n") for row in history), counts["tag"])


if __name__ == "__main__":
    zhai_test.main()
