#!/usr/bin/env python3
"""The manual (data/welcome) says what is so: test_welcome.py (the program is $ZHAI, what writes its man page $DOCUMENTS).

A page marks what can be held against the program: keys are <kbd>, commands <code>zhai …</code> or lines of <pre>, other code by its
class: query, queries (a line each), found (a query that finds a chapter), option, config (lines of a file), line (after a colon)."""
import html.parser
import os
import re
import shlex
import shutil
import subprocess
import unicodedata

import zhai_test
from zhai_test import Case
from zhai_tty import Tty

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "welcome")
NAMES = sorted(os.listdir(FOLDER))
LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant")
CHAPTERS = ("1-welcome", "2-reading", "3-shelf", "4-finding")
NO_END = ("meta", "link", "br", "hr")


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as page:
        return page.read()


def cells(line):
    return sum(0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line)


class Page(html.parser.HTMLParser):
    """Texts of the elements of a page by name and class: kbd, code.query, pre code.config …"""

    def __init__(self, name):
        super().__init__()
        self.open, self.found, self.meta, self.root, self.canonical = [], {}, {}, None, None
        self.feed(read(name))
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.root = attributes.get("lang")
        if tag == "meta" and "content" in attributes:
            self.meta[attributes.get("name") or attributes.get("property")] = attributes["content"]
        if tag == "link" and attributes.get("rel") == "canonical":
            self.canonical = attributes.get("href")
        if tag in NO_END:
            return
        name = f"{tag}.{attributes['class']}" if "class" in attributes else tag
        if tag == "code" and self.open and self.open[-1][0] == "pre":
            name = "pre " + name
        self.open.append((name, []))

    def handle_data(self, data):
        for _, pieces in self.open:
            pieces.append(data)

    def handle_endtag(self, tag):
        name, pieces = self.open.pop()
        assert name.split(".")[0].split(" ")[-1] == tag, f"</{tag}> ends <{name}>"
        self.found.setdefault(name, []).append("".join(pieces))

    def texts(self, *names):
        return [text for name in names for text in self.found.get(name, [])]


PAGES = {name: Page(name) for name in NAMES}


def commands(page):
    """Every command a page shows, as words; a pipe and a redirection end one."""
    lines = [line for text in page.texts("pre code") for line in text.splitlines()]
    for line in lines + [text for text in page.texts("code") if re.match(r"zhai( |$)", text)]:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|>")
        lexer.whitespace_split, lexer.commenters = True, ""
        words = []
        for word in [*lexer, "|"]:
            if word not in ("|", ">"):
                words.append(word)
                continue
            if words and words[0] == "zhai":
                yield line, words[1:]
            words = []


class Welcome(Case):
    def help(self, *command):
        return self.text(*command, "--help")

    def document(self, name):
        return super().document(os.path.join(FOLDER, name))

    def test_every_language_has_every_chapter(self):
        self.assertEqual(NAMES, sorted(f"{language}-{chapter}.html" for language in LANGUAGES for chapter in CHAPTERS))

    def test_metadata(self):
        for name, page in PAGES.items():
            language, chapter = re.fullmatch(r"(.*)-[0-9]-([a-z]+)\.html", name).groups()
            title, address = page.texts("h1")[0], f"https://zhai.example/welcome/{language.lower()}/{chapter}"
            expected = (language, [title], title, "zhai", address)
            self.assertEqual((page.root, page.texts("title"), page.meta["og:title"], page.meta["author"], page.canonical), expected, name)
            self.assertRegex(page.meta["article:published_time"], r"^\d{4}-\d\d-\d\d$", name)
            document = self.document(name)
            got = [document[key] for key in ("title", "byline", "site", "canonical_url", "language", "published", "incomplete")]
            self.assertEqual(got, [title, "zhai", page.meta["og:site_name"], address, language, page.meta["article:published_time"], False])
            self.assertEqual(document["charset"]["replaced"], 0)

    def test_titles_and_sites_tell_them_apart(self):
        self.assertEqual(len({page.texts("h1")[0] for page in PAGES.values()}), len(NAMES))
        sites = {(page.root, page.meta["og:site_name"]) for page in PAGES.values()}
        self.assertEqual(len(sites), len(LANGUAGES), sites)

    def test_nothing_is_folded_away_and_links_lead_somewhere(self):
        for name in NAMES:
            blocks = self.document(name)["blocks"]
            self.assertEqual([block["text"] for block in blocks if block["aside"]], [], name)
            spans = [span for block in blocks for span in block["spans"]]
            anchors = {span["name"] for span in spans if span["kind"] == "anchor"}
            inner = {span["href"][1:] for span in spans if span.get("href", "").startswith("#")}
            self.assertTrue(inner and inner <= anchors, f"{name}: {inner} {anchors}")

    def test_each_language_shows_what_the_reader_can_do(self):
        for language in LANGUAGES:
            blocks = [block for name in NAMES if PAGES[name].root == language for block in self.document(name)["blocks"]]
            kinds = {block["kind"] for block in blocks}
            kinds |= {span["kind"] for block in blocks for span in block["spans"]}
            self.assertGreaterEqual(kinds, {"heading", "list_item", "table_cell", "quote", "code", "footnote", "rule", "strong", "emphasis",
                                            "link", "ruby", "superscript", "subscript", "strike", "mark", "footnote_reference"}, language)

    def test_no_row_is_too_wide(self):
        for name in NAMES:
            for width in (40, 66, 76, 80):
                for line in self.text("show", "--width", str(width), os.path.join(FOLDER, name)).splitlines():
                    self.assertLessEqual(cells(line), width, f"{name}: {line}")

    def test_the_program_has_these_pages(self):
        rows = [line.split("\t") for line in self.text("demo").splitlines()]
        self.assertEqual(sorted(row[3] for row in rows), sorted(page.texts("h1")[0] for page in PAGES.values()))


class Library(Case):
    def setUp(self):
        super().setUp()
        self.library = os.path.join(self.folder.name, "library.db")
        self.environment["ZHAI_LIBRARY"] = self.library
        self.run_zhai("add", FOLDER)

    def test_each_page_is_an_article_of_its_own(self):
        rows = self.rows("list")
        self.assertEqual({row["title"] for row in rows}, {page.texts("h1")[0] for page in PAGES.values()})
        self.assertEqual([row["title"] for row in rows if row["incomplete"] or row["versions"] != 1], [])
        self.assertEqual({row["status"] for row in self.rows("add", FOLDER)}, {"duplicate"})

    def test_a_newer_manual_is_a_new_version(self):
        for name in NAMES:
            newer = read(name).replace("</article>", "<p>2027</p></article>")
            self.assertEqual([row["status"] for row in self.rows("add", self.write(name, newer))], ["updated"], name)
        self.assertEqual([row["versions"] for row in self.rows("list")], [2] * len(NAMES))

    def list_status(self, query):
        result = subprocess.run([zhai_test.ZHAI, "list", "--", query], capture_output=True, env=self.environment, check=False, timeout=20)
        return result.returncode, result.stderr.decode()

    def test_queries(self):
        for name, page in PAGES.items():
            lines = [line for text in page.texts("pre code.queries") for line in text.splitlines()]
            for query in page.texts("code.query") + lines:
                status, said = self.list_status(query)
                self.assertIn(status, (0, 1), f"{name}: {query}: {said}")
            for query in page.texts("code.found"):
                self.assertEqual(self.list_status(query)[0], 0, f"{name}: {query}")
        self.assertEqual(self.list_status("is:lost")[0], 2)

    def prepare(self, words):
        """What a command names is there: files in this folder and, for ~, in the home of the test."""
        page, home = os.path.join(FOLDER, NAMES[0]), self.environment["HOME"]
        ready = []
        for word in words:
            path = os.path.join(home, word[2:]) if word.startswith("~/") else word
            os.makedirs(os.path.dirname(os.path.abspath(os.path.join(home, path))), exist_ok=True)
            if path.endswith(".html"):
                shutil.copy(page, os.path.join(home, path))
            elif word.startswith("~/") and path.endswith(".db") and "backup" not in words:
                shutil.copy(self.library, path)
            elif word.startswith("~/") and not path.endswith(".db"):
                os.makedirs(path, exist_ok=True)
                shutil.copy(page, path)
            ready.append(path)
        return ready

    def test_commands(self):
        general, run = self.text("--help"), 0
        for name, page in PAGES.items():
            for line, words in commands(page):
                operation = next((word for word in words if re.fullmatch("[a-z]+", word)), None)
                if operation:
                    self.assertRegex(general, rf"(?m)^  zhai {operation}\b", f"{name}: {line}")
                if not words or words == [operation]:
                    continue
                result = subprocess.run([zhai_test.ZHAI, *self.prepare(words)], input=b"12\n", capture_output=True, env=self.environment,
                                        check=False, cwd=self.environment["HOME"], timeout=60)
                allowed = (0, 1) if operation in ("list", "search") else (0,)
                self.assertIn(result.returncode, allowed, f"{name}: {line}: {result.stderr.decode()}")
                run += 1
        self.assertGreater(run, 20 * len(LANGUAGES))

    def test_options_of_commands(self):
        names = re.findall(r"(?m)^  zhai ([a-z]+)", self.text("--help"))
        said = "".join(self.text(*command, "--help") for command in [(), *((name,) for name in names)])
        for name, page in PAGES.items():
            for option in [text for text in page.texts("code") if text.startswith("--")]:
                self.assertRegex(said, rf"[ ,]{option}\b", name)
            for variable in re.findall(r"export (\w+)=", "\n".join(page.texts("pre code"))):
                self.assertIn("$" + variable, said, name)


class Screen(Case):
    def keys(self):
        """All keys of the man page, and what its row of the colon offers."""
        man = subprocess.run([os.environ["DOCUMENTS"], "man"], capture_output=True, check=True, env=self.environment).stdout.decode()
        for escape, letter in ((r"\(ha", "^"), (r"\(aq", "'"), (r"\(ga", "`"), (r"\-", "-"), (r"\&", ""), (r"\e", "\\")):
            man = man.replace(escape, letter)
        section = re.search(r"(?s)\.SH KEYS\n(.*?)\.SH ", man)[1]
        keys = {key for row in re.findall(r"(?m)^\\fB(.*?)\\fR", section) for key in row.split()}
        return keys, re.search(r"(?m)^a command: (.*)$", section)[1].split()

    def test_keys(self):
        keys, lines = self.keys()
        keys |= {key for key in re.findall(r"\^[A-Z]\b", self.text("add", "--help"))}
        for name, page in PAGES.items():
            self.assertTrue(page.texts("kbd"), name)
            for key in page.texts("kbd"):
                repeated = re.sub(r"^\d+(?=.)", "", key)
                self.assertTrue(key in keys or repeated in keys or set(key) <= {"'"}, f"{name}: {key}")
            for line in page.texts("code.line"):
                self.assertIn(line, lines, name)

    def complaints(self, content):
        path = self.write("config", content)
        tty = Tty([zhai_test.ZHAI, "--config", path, os.path.join(FOLDER, NAMES[0])], self.environment, columns=200)
        self.addCleanup(tty.close)
        self.assertTrue(tty.sync(), bytes(tty.stream))
        shown = tty.stream.decode()
        return path + ":" in shown

    def test_configuration(self):
        self.assertTrue(self.complaints("width = wide\n"))
        self.assertTrue(self.complaints("bind J fly\n"))
        for name, page in PAGES.items():
            lines = [text.removeprefix(":set ") for text in page.texts("code.option")] + page.texts("pre code.config")
            self.assertFalse(lines and self.complaints("\n".join(lines)), f"{name}: {lines}")


if __name__ == "__main__":
    zhai_test.main()
