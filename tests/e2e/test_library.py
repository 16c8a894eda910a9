#!/usr/bin/env python3
"""The library's commands on the built program: test_library.py (the program is $ZHAI)."""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time

import hostile_inputs as inputs
import zhai_test
from library_case import PAGE, LibraryCase
from zhai_test import ARTICLE
from zhai_tty import Tty, complaint

LIST_KEYS = {"id", "uid", "title", "byline", "site", "url", "language", "published", "added", "characters", "state", "starred", "tags",
             "progress", "source"}
ADD_KEYS = {"status", "path", "title", "error"}


class Adding(LibraryCase):
    def test_files_folders_and_standard_input(self):
        folder = self.pages(3)
        text = self.write("a.txt", ARTICLE)
        rows = self.rows("add", folder, text)
        self.assertEqual([row["status"] for row in rows], ["added"] * 4)
        for row in rows:
            self.assertLessEqual(ADD_KEYS, set(row))
            self.assertIsNone(row["error"])
        self.assertEqual({row["id"] for row in rows}, {1, 2, 3, 4})
        self.assertEqual(self.rows("add", "-", stdin="标题\n\n正文在标准输入里。".encode())[0]["status"], "added")
        listed = self.rows("list")
        self.assertEqual([row["id"] for row in listed], [5, 4, 3, 2, 1])
        self.assertEqual(listed[-1]["source"], os.path.realpath(next(row["path"] for row in rows if row["id"] == 1)))
        self.assertEqual(os.stat(self.library).st_mode & 0o777, 0o600)
        self.whole()

    def test_adding_again_skips(self):
        folder = self.pages(5)
        self.rows("add", folder)
        self.assertEqual([row["status"] for row in self.rows("add", folder)], ["duplicate"] * 5)
        moved = os.path.join(self.folder.name, "moved")
        shutil.move(folder, moved)
        self.assertEqual([row["status"] for row in self.rows("add", moved)], ["duplicate"] * 5)
        self.assertEqual(self.whole()["articles"], 5)

    def test_the_same_address_is_a_new_version(self):
        path = self.page("a.html", "题", "https://example.org/a?utm_source=x", seed=1)
        self.rows("add", path)
        self.page("a.html", "题（更正）", "http://www.example.org/a#top", seed=2)
        row, = self.rows("add", path)
        self.assertEqual((row["status"], row["id"]), ("updated", 1))
        versions = self.rows_of_versions("1")
        self.assertEqual([(row["version"], row["current"]) for row in versions], [(2, True), (1, False)])
        self.assertIn("1.0", self.text("show", "--version", "1", "1"))
        self.assertIn("2.0", self.text("show", "1"))
        self.text("set", "1", "version=1")
        self.assertIn("1.0", self.text("show", "1"))
        self.text("undo")
        self.assertIn("2.0", self.text("show", "1"))
        self.whole()

    def rows_of_versions(self, article):
        return [json.loads(line) for line in self.text("show", "--versions", "--format", "json", article).splitlines()]

    def test_a_worse_page_is_kept_aside_and_said(self):
        path = self.page("a.html", "题", "https://example.org/a", seed=1)
        self.rows("add", path)
        self.write("a.html", PAGE.format(title="题", url="https://example.org/a", author="", language="zh", body="<p>短。</p>"))
        out, error = self.run_zhai("add", path)
        self.assertIn("kept", out.decode())
        self.assertIn("article 1", error)
        self.assertIn("1.0", self.text("show", "1"))
        self.assertEqual(self.rows_of_versions("1")[0]["concern"], "shorter")
        self.whole()

    def test_reposts_are_linked(self):
        self.rows("add", self.page("a.html", "题", "https://example.org/a", seed=1))
        row, = self.rows("add", self.page("b.html", "转载：题", "https://other.example/b", seed=1))
        self.assertEqual((row["status"], row["variant_of"]), ("added", 1))
        self.assertEqual(self.rows("list")[0]["variant_of"], 1)
        word = self.text("show", "--width", "0", "1").split()[0][:2]
        self.assertEqual(sorted(row["id"] for row in self.rows("search", word)), [1, 2])
        found = self.text("search", "--limit", "5", word)
        self.assertIn("(+1 version)", found)
        self.assertEqual(found.count("(+"), 1)

    def test_failures_are_told_and_stop_nothing(self):
        good, empty = self.page("a.html", "好"), self.write("empty.txt", "")
        binary = self.write("x.bin", bytes(range(256)) * 40)
        nothing = os.path.join(self.folder.name, "nothing.html")
        rows = {row["path"]: row for row in self.rows("add", empty, good, binary, nothing, status=1)}
        self.assertEqual(rows[good]["status"], "added")
        for path in (empty, binary, nothing):
            self.assertEqual((rows[path]["status"], rows[path]["id"]), ("failed", None))
            self.assertIn(path, rows[path]["error"])
        _, error = self.run_zhai("add", empty, good, binary, nothing, status=1)
        self.assertEqual(error.count("\n"), 3, error)
        self.assertEqual(self.whole()["articles"], 1)

    def test_what_a_folder_holds_besides(self):
        """Each file has its line and its reason; none of them is a failure, being not named."""
        folder = self.pages(1)
        binary = self.write("pages/书.bin", bytes(range(256)) * 40)
        script = os.path.join(folder, "p0000_files", "x.js")
        os.mkdir(os.path.dirname(script))
        self.write("pages/p0000_files/x.js", "var x;")
        link, inner = os.path.join(folder, "リンク.html"), os.path.join(folder, "p0000_files", "x.html")
        os.symlink("p0000.html", link)
        os.symlink("x.js", inner)
        pipe = os.path.join(folder, "pipe")
        os.mkfifo(pipe)
        rows = {row["path"]: row for row in self.rows("add", folder)}
        self.assertEqual({path: row["status"] for path, row in rows.items()},
                         {os.path.join(folder, "p0000.html"): "added", binary: "skipped", script: "skipped", inner: "skipped", link: "skipped",
                          pipe: "skipped"})
        for path, reason in ((binary, "does not look like"), (script, "belongs to"), (inner, "belongs to"), (link, "is a link"), (pipe, "is a pipe")):
            self.assertEqual((rows[path]["id"], rows[path]["title"]), (None, None))
            self.assertIn(path, rows[path]["error"])
            self.assertIn(reason, rows[path]["error"])
        out, error = self.run_zhai("add", folder)
        self.assertIn("3 other files are no articles\n2 links or devices were passed by", out.decode())
        self.assertEqual(error, "")
        self.assertEqual([row["status"] for row in self.rows("add", link)], ["duplicate"])
        self.run_zhai("add", binary, status=1)

    def test_tags(self):
        folder = self.pages(2)
        self.rows("add", folder, "--tag", "历史", "--tag=read later")
        self.assertEqual([row["tags"] for row in self.rows("list")], [["read later", "历史"]] * 2)
        self.rows("add", folder, "-t", "again")  # what is there is tagged too
        self.assertEqual(len(self.rows("list", "tag:again")), 2)
        self.text("undo")
        self.assertEqual(self.rows("list", "tag:again", status=1), [])
        self.assertEqual(len(self.rows("list", "tag:历史")), 2)
        self.run_zhai("add", folder, "--tag", "a\"b", status=2)
        self.run_zhai("add", folder, "--tag", "", status=2)

    def test_charset(self):
        path = self.write("a.txt", "斋是读书人的房间。".encode("gb18030") * 20)
        self.rows("add", "--charset", "big5", path)
        self.assertNotIn("读书人", self.text("show", "1"))
        row, = self.rows("add", "--charset", "gb18030", path)
        self.assertEqual(row["status"], "updated")
        self.assertIn("读书人", self.text("show", "1"))
        self.assertEqual(self.rows("refresh")[0]["status"], "duplicate")  # the charset is remembered
        self.rows("refresh", "1", "--charset", "big5")
        self.assertNotIn("读书人", self.text("show", "1"))
        self.assertIn("读书人", self.text("show", "--charset", "gbk", "1"))
        self.text("undo")
        self.assertIn("读书人", self.text("show", "1"))
        self.run_zhai("add", "--charset", "klingon", path, status=2)
        self.whole()

    def test_names_of_any_bytes(self):
        folder = os.path.join(self.folder.name, "names").encode()
        os.mkdir(folder)
        names = [b"\xff\xfe.txt", "题 的\n名.txt".encode(), b"-rf.txt", b"'; id;'.txt", b"\033[31m.txt", b"%n%s.txt", b"12.txt"]
        for index, name in enumerate(names):
            with open(os.path.join(folder, name), "wb") as out:
                out.write(f"正文第{index}篇，各不相同。".encode() * 5)
        out = subprocess.run([zhai_test.ZHAI, "add", "--json", folder], env=self.environment, capture_output=True, check=True).stdout
        rows = [json.loads(line) for line in out.decode().splitlines()]
        self.assertEqual([row["status"] for row in rows], ["added"] * len(names))
        again = subprocess.run([zhai_test.ZHAI, "add", folder], env=self.environment, capture_output=True, check=True).stdout
        self.assertIn(f"already there {len(names)}", again.decode())

    def test_titles_from_names_are_one_clean_line(self):
        titles = {b" lead\n and trail .txt": "lead and trail", b"a\033[31mred\x07.txt": "a␛[31mred␇", "c\u009b1.txt".encode(): "c\ufffd1",
                  "e\u0301t\u00e9.txt".encode(): "été", b" \n.txt": "One text"}
        for name in titles:
            with open(os.path.join(self.folder.name.encode(), name), "wb") as out:
                out.write(b"One text of a few words " + str(len(name)).encode() * 9)
        paths = [os.path.join(self.folder.name.encode(), name) for name in titles]
        out = subprocess.run([zhai_test.ZHAI, "add", *paths], env=self.environment, capture_output=True, check=True).stdout.decode()
        self.assertEqual([c for c in out if ord(c) < 0x20 and c != "\n" or 0x7F <= ord(c) < 0xA0], [], out)
        for row, title in zip(sorted(self.rows("list"), key=lambda row: row["id"]), titles.values()):
            self.assertEqual(row["title"][:len(title)], title)
            self.assertIn(f": {row['id']}  {title}", out)

    def test_the_history_counts_an_article_once(self):
        paths = [self.page(f"{number}.html", "一篇", "https://same.example/1", seed=number) for number in (1, 2, 3)]
        self.assertEqual([row["status"] for row in self.rows("add", "--jobs", "1", *paths)], ["added", "updated", "updated"])
        self.assertEqual([row["articles"] for row in self.rows("undo", "--list")], [1])
        self.text("undo")
        self.assertEqual(self.rows("list", status=1), [])

    def test_undo_takes_all_of_it_back(self):
        self.rows("add", self.pages(3))
        self.assertEqual(self.rows("undo")[0]["kind"], "add")
        self.assertEqual(self.rows("list", status=1), [])
        self.assertEqual(len(self.rows("list", "is:trash")), 3)
        self.rows("undo", "--redo")
        self.assertEqual(len(self.rows("list")), 3)

    def test_interrupted_and_gone_on_with(self):
        folder = self.pages(600)
        for number, stop in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGHUP)):
            library = os.path.join(self.folder.name, f"{number}.db")
            with subprocess.Popen([zhai_test.ZHAI, "--library", library, "add", "--json", "--jobs", "1", folder], env=self.environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                told = [json.loads(process.stdout.readline())]
                process.send_signal(stop)
                told += [json.loads(line) for line in process.stdout.read().splitlines()]
                error = process.stderr.read()
            self.assertEqual(process.returncode, 1, error)
            self.assertIn(b"stopped", error)
            self.assertTrue(0 < len(told) < 600, len(told))
            self.assertEqual({row["id"] for row in told}, {row["id"] for row in self.rows("--library", library, "list")})
            self.whole("--library", library)
            rows = self.rows("--library", library, "add", folder)
            self.assertEqual(sum(row["status"] == "duplicate" for row in rows), len(told))
            self.assertEqual(self.whole("--library", library)["articles"], 600)

    def test_standard_input_that_does_not_end_can_be_interrupted(self):
        with subprocess.Popen([zhai_test.ZHAI, "add", "-"], env=self.environment, stdin=subprocess.PIPE) as process:
            process.stdin.write(b"begun")
            process.stdin.flush()
            while not os.path.exists(self.library) or os.path.getsize(self.library) == 0:
                pass
            process.send_signal(signal.SIGINT)
            self.assertNotEqual(process.wait(20), 0)
        self.whole()

    def test_nothing_to_add(self):
        self.run_zhai("add", status=2)
        os.mkdir(os.path.join(self.folder.name, "empty"))
        _, error = self.run_zhai("add", os.path.join(self.folder.name, "empty"), status=1)
        self.assertIn("nothing", error)


class Listing(LibraryCase):
    def fill(self):
        self.rows("add", self.page("a.html", "旧报纸与一盏灯", "https://a.example/1"))
        self.rows("add", self.page("b.html", "Old letters", "https://b.example/2", "Ann Bee", "en"))
        self.rows("add", self.page("c.html", "図書館の午後", "https://c.example/3", "", "ja"))

    def test_json_has_its_keys(self):
        self.fill()
        for row in self.rows("list"):
            self.assertLessEqual(LIST_KEYS, set(row))
            self.assertRegex(row["uid"], "^[a-z2-9]{16}$")
            self.assertRegex(row["added"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertEqual((row["state"], row["starred"], row["tags"], row["progress"]), ("unread", False, [], 0))

    def test_queries(self):
        self.fill()
        self.text("tag", "1", "+历史")
        for query, expected in ((["报纸"], [1]), (["報紙"], [1]), (["-报纸"], [3, 2]), (["letters", "OR", "午後"], [3, 2]), (["-tag:历史"], [3, 2]),
                                (["byline:Ann"], [2]), (["sort:title"], None), (["tag:歷史", "is:unread"], [1])):
            got = [row["id"] for row in self.rows("list", *query)]
            if expected:
                self.assertEqual(got, expected, query)
        self.assertEqual([row["id"] for row in self.rows("list", "--limit", "2")], [3, 2])
        self.assertEqual(self.rows("list", "letters", "午後", status=1), [])
        _, error = self.run_zhai("list", "title:(", status=2)
        self.assertIn("column", error)

    def test_tabs_into_a_pipe(self):
        self.fill()
        rows = [line.split("\t") for line in self.text("list").splitlines()]
        self.assertEqual([len(row) for row in rows], [8] * 3)
        self.assertEqual([row[0] for row in rows], ["3", "2", "1"])

    def test_rows_on_a_terminal(self):
        self.fill()
        for columns in (40, 80, 120, 200):
            out = self.on_terminal("list", columns=columns).decode()
            self.assertEqual(out.count("\r\n"), 3)
            self.assertIn("旧报纸与一盏灯", out)

    def test_without_a_library(self):
        for command in (["list"], ["show", "1"], ["tag", "1", "+a"], ["set", "1", "starred=yes"], ["remove", "1"], ["restore", "1"], ["undo"],
                        ["refresh"], ["check"], ["backup", "x"]):
            _, error = self.run_zhai(*command, status=3)
            self.assertIn("no library", error)
        self.assertFalse(os.path.exists(self.library))

    def test_an_empty_file_is_no_library_yet(self):
        path = self.write("empty.db", b"")
        commands = (["list"], ["search", "词"], ["show", "1"], ["tag", "1", "+x"], ["undo", "--list"], ["check"], ["check", "--repair"],
                    ["refresh"], ["backup", os.path.join(self.folder.name, "copy.db")], ["read", "1"])
        for command in commands:
            _, error = self.run_zhai("--library", path, *command, status=3)
            self.assertIn("empty", error)
            self.assertEqual(error.count("\n"), 1, error)
            self.assertEqual([name for name in os.listdir(self.folder.name) if ".db" in name], ["empty.db"])
            self.assertEqual(os.stat(path).st_size, 0)
        self.run_zhai("--library", path, "add", self.page("a.html", "题"))
        self.assertEqual(len(self.rows("--library", path, "list")), 1)

    def test_where_the_library_is(self):
        path = os.path.join(self.folder.name, "other.db")
        page = self.page("a.html", "题")
        self.text("--library", path, "add", page)
        self.assertTrue(os.path.exists(path))
        self.run_zhai("list", status=3)
        self.environment["ZHAI_LIBRARY"] = path
        self.assertEqual(len(self.rows("list")), 1)
        _, error = self.run_zhai("--library", "", "list", status=2)  # a script's empty variable
        self.assertIn("--library", error)
        del self.environment["ZHAI_LIBRARY"]
        self.environment["XDG_DATA_HOME"] = os.path.join(self.folder.name, "data")
        self.text("add", page)
        self.assertTrue(os.path.exists(os.path.join(self.folder.name, "data/zhai/library.db")))

    def test_a_link_that_leads_nowhere(self):
        page = self.page("a.html", "题")
        link = os.path.join(self.folder.name, "link.db")
        os.symlink(os.path.join(self.folder.name, "gone.db"), link)
        for command in (["list"], ["add", page]):
            _, error = self.run_zhai("--library", link, *command, status=3)
            self.assertIn("link", error.replace(link, ""))
        self.assertFalse(os.path.exists(link))

    def test_a_synced_folder_is_warned_of(self):
        folder = os.path.join(self.folder.name, "Dropbox")
        os.mkdir(folder)
        out, error = self.run_zhai("--library", os.path.join(folder, "l.db"), "add", self.page("a.html", "题"))
        self.assertIn("synchronises", error)
        self.assertIn("added", out.decode())


class Changing(LibraryCase):
    def setUp(self):
        super().setUp()
        self.rows("add", self.pages(6))

    def test_tags(self):
        self.assertEqual(self.rows("tag", "1", "2", "+历史", "+read later"),
                         [{"change": "+历史 +read later", "articles": 2, "changed": 2}])
        self.assertEqual(self.rows("tag", "2", "3", "+歷史", "-read later")[0]["changed"], 2)
        self.assertEqual({row["tag"]: row["articles"] for row in self.rows("tag")}, {"read later": 1, "历史": 3})
        self.assertEqual(self.rows("tag", "1", "+历史")[0]["changed"], 0)
        self.assertIn("3  历史", self.text("tag"))
        self.run_zhai("tag", "1", status=2)
        self.run_zhai("tag", "1", "+a(b", status=2)

    def test_states_and_stars(self):
        rows = self.rows("set", "1", "2", "state=finished", "starred=yes")
        self.assertEqual([row["changed"] for row in rows], [2, 2])
        self.assertEqual({row["id"] for row in self.rows("list", "is:finished", "is:starred")}, {1, 2})
        for wrong in (["1", "state=done"], ["1", "starred=maybe"], ["1", "colour=red"], ["1"], ["state=finished"], ["1", "2", "version=1"]):
            self.run_zhai("set", *wrong, status=2)
        self.assertEqual(self.rows("set", "3", "version=1")[0]["changed"], 0)
        self.run_zhai("set", "3", "version=9", status=1)

    def test_the_history_says_which_state(self):
        self.rows("add", self.pages(2))
        for state in ("reading", "finished", "unread"):
            self.text("set", "1", f"state={state}")
        self.text("set", "1", "2", "state=finished")
        done = self.rows("undo", "--list")
        self.assertEqual([(row["kind"], row["state"], row["articles"]) for row in done[:4]],
                         [("state", "finished", 2), ("state", "unread", 1), ("state", "finished", 1), ("state", "reading", 1)])
        lines = [line.split("  ")[1] for line in self.text("undo", "--list").splitlines()]
        self.assertEqual(lines[:4], ["finished · 2 articles", "unread: 第0篇 title", "finished: 第0篇 title", "being read: 第0篇 title"])
        self.assertEqual(self.text("undo"), "undone: finished · 2 articles\n")

    def test_trash(self):
        self.text("remove", "1", "2", "3")
        self.assertEqual([row["id"] for row in self.rows("list")], [6, 5, 4])
        self.text("restore", "2")
        self.assertEqual([row["id"] for row in self.rows("list", "is:trash")], [3, 1])
        self.text("undo")
        self.text("undo")
        self.assertEqual(len(self.rows("list")), 6)
        history = self.rows("undo", "--list")
        self.assertEqual([(row["kind"], row["undone"]) for row in history], [("restore", True), ("remove", True), ("add", False)])
        self.text("undo", "--redo")
        self.assertEqual([row["id"] for row in self.rows("list", "is:trash")], [3, 2, 1])

    def test_names_from_standard_input(self):
        listed = self.rows("list", "title:title")
        ids = "".join(f"{row['id']}\n" for row in listed).encode()
        self.assertEqual(self.rows("tag", "-", "+all", stdin=ids)[0]["changed"], 6)
        uids = "".join(f" {row['uid']} \r\n\n" for row in listed[:2]).encode()
        self.assertEqual(self.rows("remove", "-", stdin=uids)[0]["changed"], 2)
        self.run_zhai("tag", "-", "+x", stdin=b"", status=1)
        self.assertEqual(self.rows("set", listed[0]["uid"][:8], "starred=yes")[0]["changed"], 1)

    def test_an_unknown_article_changes_nothing(self):
        for command in (["tag", "1", "77", "+x"], ["set", "1", "77", "starred=yes"], ["remove", "1", "77"], ["remove", "1", "abcd2345"],
                        ["remove", "1", "99999999999999999999"], ["remove", "1", "'; DROP TABLE article; --"], ["remove", "1", "-5"][:2] + ["0"]):
            _, error = self.run_zhai(*command, status=1)
            self.assertIn("no such article", error)
        self.assertEqual(len(self.rows("list", "is:unread")), 6)
        self.assertEqual(len(self.rows("undo", "--list")), 1)

    def test_nothing_to_undo(self):
        self.text("undo")
        self.run_zhai("undo", status=1)
        self.run_zhai("undo", "1", status=2)
        self.text("undo", "--redo")
        self.run_zhai("undo", "--redo", status=1)


class Showing(LibraryCase):
    def test_an_article_is_what_its_file_is(self):
        path = self.page("a.html", "题", "https://example.org/1")
        uid = self.rows("add", path)[0]["uid"]
        for form in ("text", "markdown", "html", "json"):
            of_file = self.text("show", "--format", form, path)
            self.assertEqual(self.text("show", "--format", form, "1"), of_file)
            self.assertEqual(self.text("show", "--format", form, uid[:6]), of_file)
        self.assertEqual(self.text("show", "--width", "40", "1"), self.text("show", "--width", "40", path))

    def test_what_a_word_names(self):
        uid = self.rows("add", self.page("a.html", "题"))[0]["uid"]
        self.write("1", "A file of that name.")
        self.write(uid[:5], "A file named like a uid.")
        show = [zhai_test.ZHAI, "show"]
        for word, expected in (("1", "外祖父|他把|後來|ferry|図書館|서울"), ("./1", "A file of that name"), (uid[:5], "A file named like a uid")):
            out = subprocess.run([*show, word], cwd=self.folder.name, env=self.environment, capture_output=True, check=True).stdout.decode()
            self.assertRegex(out, expected)
        self.run_zhai("show", "2", status=1)
        self.run_zhai("show", "--version", "2", "1", status=1)
        self.run_zhai("show", "--version", "1", self.page("b.html", "题"), status=2)
        self.run_zhai("show", "nothing.html", status=1)


class Keeping(LibraryCase):
    def setUp(self):
        super().setUp()
        self.rows("add", self.pages(30))
        self.text("tag", "3", "4", "+历史")

    def test_sizes(self):
        summary = self.whole()
        self.assertEqual((summary["articles"], summary["texts"], summary["originals"]), (30, 30, 30))
        for key in ("text_bytes", "original_bytes", "stored_bytes", "index_bytes", "file_bytes"):
            self.assertGreater(summary[key], 1000, key)
        out = self.text("check")
        self.assertIn("the library is whole", out)

    def test_sandbox(self):
        row, = self.rows("check", "--sandbox")
        self.assertEqual(set(row), {"limits", "no_new_privileges", "landlock", "syscall_filter"})
        self.assertTrue(row["limits"])
        self.assertIn("seccomp", self.text("check", "--sandbox"))

    def change(self, *statements):
        with sqlite3.connect(self.library) as database:
            for statement in statements:
                database.execute(statement)
        database.close()

    def test_damage_is_found_and_mended(self):
        self.change("UPDATE text SET structure = x'ffff' WHERE id = 5", "UPDATE article SET leader = 400 WHERE id = 6", "DELETE FROM likeness")
        *findings, summary = self.rows("check", status=1)
        self.assertFalse(summary["whole"])
        self.assertLessEqual({("text", 5), ("link", 6)}, {(row["kind"], row.get("article")) for row in findings})
        self.assertIn("index", {row["kind"] for row in findings})
        out = self.text("check", status=1)
        self.assertIn("--repair", out)
        *losses, summary = self.rows("check", "--repair", status=1)
        self.assertEqual([(row["kind"], row["article"]) for row in losses], [("text", 5)])
        self.assertTrue(summary["whole"])
        self.whole()
        self.assertEqual(self.rows("refresh", "5")[0]["status"], "updated")  # its saved page still has it
        self.assertIn("p0004", self.rows("list", "title:第4篇")[0]["source"])
        self.assertIn(".0", self.text("show", "5"))
        self.whole()

    def test_damaged_pages(self):
        size = os.path.getsize(self.library)
        chance = random.Random(5)
        with open(self.library, "r+b") as file:
            for page in (size // 4096 // 2, size // 4096 // 3):
                file.seek(page * 4096)
                file.write(chance.randbytes(4096))
        self.rows("check", status=1)
        out = self.text("check", "--repair", status=1)
        self.assertIn("kept as", out)
        self.assertTrue([name for name in os.listdir(os.path.dirname(self.library)) if ".damaged-" in name])
        self.whole()
        self.assertGreater(len(self.rows("list")), 20)

    def test_backup(self):
        path = os.path.join(self.folder.name, "copy.db")
        row, = self.rows("backup", path)
        self.assertEqual((row["path"], row["articles"], row["bytes"]), (path, 30, os.path.getsize(path)))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertEqual(self.rows("--library", path, "list"), self.rows("list"))
        self.whole("--library", path)
        self.text("remove", "1")
        self.run_zhai("backup", path, status=2)
        self.text("backup", "--replace", path)
        self.assertEqual(len(self.rows("--library", path, "list")), 29)
        other = self.write("precious.txt", "mine")
        for target in (other, self.library, self.folder.name):
            self.run_zhai("backup", "--replace", target, status=2)
        with open(other, encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        self.run_zhai("backup", os.path.join(self.folder.name, "nowhere/copy.db"), status=1)
        self.assertEqual([name for name in os.listdir(self.folder.name) if name.startswith("copy.db.")], [])

    def test_backup_while_others_write(self):
        adding = subprocess.Popen([zhai_test.ZHAI, "add", self.pages(150, "more")], env=self.environment, stdout=subprocess.DEVNULL)
        for index in range(4):
            path = os.path.join(self.folder.name, f"copy{index}.db")
            self.text("backup", path)
            self.whole("--library", path)
        self.assertEqual(adding.wait(), 0)
        self.whole()


class Together(LibraryCase):
    def test_two_add_at_once(self):
        processes = [subprocess.Popen([zhai_test.ZHAI, "add", "--json", self.pages(60, name)], env=self.environment, stdout=subprocess.PIPE)
                     for name in ("one", "two")]
        outs = [process.communicate(timeout=60)[0] for process in processes]
        self.assertEqual([process.returncode for process in processes], [0, 0])
        ids = [json.loads(line)["id"] for out in outs for line in out.decode().splitlines()]
        self.assertEqual(sorted(ids), list(range(1, 121)))
        self.whole()

    def test_made_at_once(self):
        """Several programs find no library, and each makes it."""
        page = self.write("page.txt", "一页\n\n正文。\n")
        for index in range(20):
            path = os.path.join(self.folder.name, f"together{index}.db")
            processes = [subprocess.Popen([zhai_test.ZHAI, "--library", path, "add", page], env=self.environment, stdout=subprocess.DEVNULL)
                         for _ in range(4)]
            self.assertEqual([process.wait(60) for process in processes], [0, 0, 0, 0])

    def test_the_same_folder_at_once(self):
        folder = self.pages(60)
        processes = [subprocess.Popen([zhai_test.ZHAI, "add", folder], env=self.environment, stdout=subprocess.DEVNULL) for _ in range(3)]
        self.assertEqual([process.wait(60) for process in processes], [0, 0, 0])
        self.assertEqual(self.whole()["articles"], 60)


class Terminal(LibraryCase):
    def test_hostile_words_stay_words(self):
        os.mkdir(os.path.join(self.folder.name, "attacks"))
        for number, attack in enumerate(inputs.ESCAPES + inputs.LIARS):
            self.write(f"attacks/{number:02}.html", inputs.page_with(attack))
            self.write(f"attacks/{number:02}.txt", inputs.text_with(attack))
        with open(os.path.join(os.fsencode(self.folder.name), b"attacks/\033]0;x\007\xc2\x9b31m.txt"), "wb") as out:
            out.write(b"")
        self.on_terminal("add", os.path.join(self.folder.name, "attacks"), os.path.join(self.folder.name, "\033[2J"), status=1)
        for command in (["list"], ["list", "is:unread"], ["undo", "--list"], ["show", "3"], ["show", "--format", "json", "5"],
                        ["remove", "3"], ["undo"], ["tag", "4", "+注"], ["tag"], ["check"]):
            self.assertIsNone(complaint(self.on_terminal(*command)), command)
        for command in (["list", "\033]0;x\007("], ["tag", "1", "+\033[31m"], ["show", "\033[2J"], ["set", "1", "\033[2J=x"],
                        ["backup", "/\033[31m/x"], ["add", "\033[31m"], ["add", "--tag", "\x9b31m", "x"]):
            process = subprocess.run([zhai_test.ZHAI, *command], env=self.environment, capture_output=True, check=False)
            self.assertIn(process.returncode, (1, 2), command)
            self.assertNotRegex(process.stderr.decode(), "[\x00-\x09\x0b-\x1f\x7f-\x9f]")

    def test_progress_is_on_the_terminal_only(self):
        folder = self.pages(120)
        out = self.on_terminal("add", folder)
        self.assertRegex(out.decode(), r"\[#*\.*\] +\d+%")
        self.assertTrue(out.decode().rstrip().endswith("added 120"), out[-200:])
        self.assertIsNone(complaint(out))
        _, error = self.run_zhai("add", folder)
        self.assertEqual(error, "")


class Demo(LibraryCase):
    def test_it_shows_the_manual_and_leaves_nothing(self):
        place = os.path.join(self.folder.name, "temporary")
        os.mkdir(place)
        self.environment["TMPDIR"] = place
        before = set(os.listdir(self.folder.name))
        first = {}
        for language in ("en", "zh_CN", "zh_TW", "ja"):
            self.environment["LANGUAGE"] = language
            rows = [line.split("\t") for line in self.text("demo").splitlines()]
            self.assertGreaterEqual(len(rows), 4)
            self.assertEqual(len({row[3] for row in rows}), len(rows))
            first[language] = rows[0][3]
            self.assertEqual(os.listdir(place), [])
        self.assertEqual(len(set(first.values())), 4, first)
        self.assertFalse(os.path.exists(self.library))
        self.assertEqual(set(os.listdir(self.folder.name)), before)
        self.run_zhai("demo", "x", status=2)
        self.environment["TMPDIR"] = "/nonexistent"
        self.text("demo")

    def test_it_leaves_nothing_when_its_terminal_is_closed(self):
        place = os.path.join(self.folder.name, "temporary")
        os.mkdir(place)
        self.environment["TMPDIR"] = place
        for round in range(5):
            tty = Tty(["/bin/sh", "-c", f"'{zhai_test.ZHAI}' demo; exit 0"], self.environment)
            self.assertTrue(tty.sync())
            self.assertEqual(len(os.listdir(place)), 1)
            os.close(tty.slave)
            os.close(tty.master)
            os.waitpid(tty.pid, 0)
            end = time.monotonic() + 20
            while os.listdir(place):
                self.assertLess(time.monotonic(), end, f"round {round}: {os.listdir(place)}")
                time.sleep(0.01)


if __name__ == "__main__":
    zhai_test.main()
