#!/usr/bin/env python3
"""zhai show and the command line, on the built program: test_show.py (the program is $ZHAI)."""
import os
import pty
import re
import subprocess
import unicodedata

import zhai_test
from zhai_test import ARTICLE, Case, squeeze

NORMAL = unicodedata.normalize("NFC", ARTICLE)
KEYS = ["title", "byline", "site", "url", "canonical_url", "language", "published", "saved", "charset", "characters", "minutes",
        "incomplete", "blocks"]
PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body><article>
<h1>{title}</h1><p>{body}</p><p>{link}</p></article></body></html>"""


class Text(Case):
    def test_nothing_is_lost_at_any_width(self):
        path = self.write("a.txt", ARTICLE)
        for width in (0, *range(20, 201, 7)):
            out = self.text("show", "--width", str(width), path)
            self.assertEqual(squeeze(out), squeeze(NORMAL), f"width {width}")

    def test_width_0_is_one_block_a_line(self):
        out = self.text("show", "--width", "0", self.write("a.txt", ARTICLE))
        self.assertEqual(len(out.splitlines()), 4, out)

    def test_every_kind_of_block_is_whole_at_any_width(self):
        path = os.path.join(os.path.dirname(__file__), "..", "..", "data", "sample", "article.html")
        blocks = [block for block in self.document(path)["blocks"] if not block["aside"] and block["kind"] != "table_cell"]
        self.assertGreater(len({block["kind"] for block in blocks}), 4)
        for width in range(20, 201, 9):
            out = squeeze(self.text("show", "--width", str(width), path)).replace("│", "").replace("（つんどく）", "")
            for block in blocks:
                self.assertIn(squeeze(block["text"]), out, f"width {width}")

    def test_columns_of_a_table_stand_below_each_other(self):
        cells = ("按", "到"), ("^O或Tab或^B", "第十二段"), ("2024年3月", "<ruby>斋<rt>zhāi</rt></ruby>与A与B"), ("한국어", "汉字, 汉字")
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        path = self.write("t.html", PAGE.format(title="一张表", body="表在下面。" * 20, link=f"</p><table>{rows}</table><p>"))
        for width in (40, 60, 76):
            lines = [line for line in self.text("show", "--width", str(width), path).splitlines() if re.search("[│┼]", line)]
            bars = [sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in re.split("[│┼]", line)[0]) for line in lines]
            self.assertEqual((len(bars), len(set(bars))), (len(cells), 1), f"width {width}:\n" + "\n".join(lines))

    def test_standard_input_and_no_terminal_are_the_same(self):
        path = self.write("a.txt", ARTICLE)
        shown = self.text("show", path)
        self.assertEqual(shown, self.text(path))
        self.assertEqual(shown, self.text("-", stdin=ARTICLE.encode()))

    def test_charsets(self):
        chinese = "斋，是读书人的房间。把看过的文章一篇一篇地存下来，多年以后再读，仍旧是当时的样子。" * 4
        japanese = "図書館の午後は静かで、紙の匂いがした。また来ます、と彼女は言って、扉を閉めた。" * 4
        korean = "서울의 오래된 서점들은 조용하다. 책을 읽는 사람들은 말이 없고, 시간은 천천히 흐른다. " * 4
        for name, text in (("gb18030", chinese), ("utf-16-le", chinese), ("utf-16", chinese), ("shift_jis", japanese),
                           ("euc-jp", japanese), ("euc-kr", korean), ("utf-8-sig", korean)):
            out = self.text("show", self.write("c.txt", text.encode(name)))
            self.assertEqual(squeeze(out), squeeze(text), name)
        traditional = "書齋是讀書人的房間。把看過的文章一篇一篇地存下來，多年以後再讀，仍舊是當時的樣子。" * 4
        self.assertEqual(squeeze(self.text("show", self.write("c.txt", traditional.encode("big5")))), squeeze(traditional))

    def test_charset_is_recorded_and_overridden(self):
        raw = ("斋" * 40).encode("gb18030")
        self.assertEqual(self.document(self.write("c.txt", raw), "--charset", "gbk")["charset"]["source"], "user")
        wrong = self.document(self.write("c.txt", raw), "--charset", "windows-1252")
        self.assertEqual(wrong["charset"]["name"], "windows-1252")
        _, message = self.run_zhai("show", "--charset", "klingon", self.write("c.txt", raw), status=2)
        self.assertIn("klingon", message)

    def test_byte_order_marks_are_no_text(self):
        """Programs that add one to a file that has it already leave several."""
        body = "一段文字，文字のかたまり。\u200bA paragraph, 한 문단 e\u0301 👍。" * 4
        for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            for text, path in ((f"书斋 title\n\n{body}\n", "m.txt"), (f"<title>书斋 title</title><p>{body}</p>", "m.html")):
                for count in (1, 2, 3):
                    document = self.document(self.write(path, ("\ufeff" * count + text).encode(name)))
                    self.assertEqual(document["title"], "书斋 title", (name, path, count))
                    self.assertNotIn("\ufeff", "".join(block["text"] for block in document["blocks"]), (name, path, count))

    def test_undecodable_bytes_are_counted(self):
        document = self.document(self.write("c.txt", "好的文章。".encode() * 30 + b"\xff\xfe" + "完。".encode()))
        self.assertEqual(document["charset"]["name"], "UTF-8")
        self.assertEqual(document["charset"]["replaced"], 2)
        self.assertEqual(sum(block["text"].count("\ufffd") for block in document["blocks"]), 2)


class Formats(Case):
    def test_json_has_its_keys(self):
        document = self.document(self.write("a.txt", ARTICLE))
        for key in KEYS:
            self.assertIn(key, document)
        self.assertEqual(set(document["charset"]), {"name", "source", "confidence", "replaced"})
        for block in document["blocks"]:
            self.assertLessEqual({"kind", "level", "text", "aside", "spans"}, set(block))

    def test_spans_are_code_points(self):
        page = PAGE.format(title="題", body="𠮷👨‍👩‍👧<strong>粗い</strong>e\u0301<a href='https://example.org/x'>链接</a>。" + "长文。" * 40, link="完。")
        block = next(block for block in self.document(self.write("p.html", page))["blocks"] if "粗い" in block["text"])
        found = {span["kind"]: block["text"][span["start"]:span["end"]] for span in block["spans"]}
        self.assertEqual(found["strong"], "粗い")
        self.assertEqual(found["link"], "链接")

    def test_html_is_safe(self):
        body = "<script>alert(1)</script><img src=x onerror=alert(1)>正文<b>一</b>。" + "文章很长。" * 40
        page = PAGE.format(title="<script>t</script>", body=body, link='<a href="javascript:alert(1)">点</a>')
        out = self.text("show", "--format", "html", self.write("p.html", page)).lower()
        for forbidden in ("<script", "onerror", "javascript:"):
            self.assertNotIn(forbidden, out)
        self.assertIn("正文", out)

    def test_markdown(self):
        out = self.text("show", "--format", "markdown", self.write("p.html", PAGE.format(title="題名", body="<b>粗</b>文。" * 30, link="*x*")))
        self.assertIn("**粗**", out)
        self.assertIn("\\*x\\*", out)


class Errors(Case):
    def expect(self, *arguments, status, words, stdin=b""):
        _, message = self.run_zhai(*arguments, status=status, stdin=stdin)
        for word in words:
            self.assertIn(word, message)
        self.assertEqual(len(message.strip().splitlines()), 1, message)

    def test_files(self):
        self.expect("show", "/nonexistent/斋", status=1, words=["/nonexistent/斋"])
        self.expect("show", self.folder.name, status=1, words=["directory"])
        self.expect("show", self.write("empty", b""), status=1, words=["empty"])
        self.expect("show", "-", status=1, words=["empty"])
        self.expect("show", self.write("x.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9), status=1, words=["x.png", "PNG"])
        self.expect("show", self.write("noise", os.urandom(1) * 3 + bytes(range(32)) * 99), status=1, words=["noise"])

    def test_one_bad_file_stops_nothing(self):
        good = self.write("a.txt", ARTICLE)
        out, message = self.run_zhai("show", "/nonexistent", good, status=1)
        self.assertIn("旧书店", out.decode())
        self.assertIn("/nonexistent", message)

    def test_usage(self):
        good = self.write("a.txt", ARTICLE)
        self.expect("show", status=2, words=["show"])
        self.expect(status=3, words=["there is no library", "zhai add"])  # nothing to print
        self.expect("--nonsense", status=2, words=["--nonsense"])
        self.expect("show", "--width", "x", good, status=2, words=["--width", "x"])
        self.expect("show", "--width", "-5", good, status=2, words=["--width"])
        self.expect("show", "--format", "pdf", good, status=2, words=["pdf", "markdown"])
        self.expect("--config", "/nonexistent.conf", good, status=2, words=["/nonexistent.conf"])

    def test_output_that_cannot_be_written(self):
        good = self.write("a.txt", ARTICLE)
        for arguments in (("show", good), ("--help",), ("show", "--help")):
            for closing in (">/dev/full", ">&-"):
                words = " ".join(f"'{word}'" for word in (zhai_test.ZHAI, *arguments))
                result = subprocess.run(["sh", "-c", f"{words} {closing}"], capture_output=True, text=True, env=self.environment, check=False)
                self.assertEqual(result.returncode, 1, (arguments, closing))
                self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)

    def test_message_is_filtered(self):
        _, message = self.run_zhai("show", "/tmp/a\x1b]0;x\x07\u202eb", status=1)
        for forbidden in "\x1b\x07\u202e":
            self.assertNotIn(forbidden, message)

    def test_help_of_everything(self):
        self.assertIn("show", self.text("--help"))
        self.assertIn("--width", self.text("show", "--help"))
        self.assertRegex(self.text("--version"), r"^zhai \d")

    def test_chinese(self):
        self.environment.update(LC_ALL="", LANG="zh_CN.UTF-8")
        self.assertIn("用法", self.text("--help"))


class Terminal(Case):
    HOSTILE = ("标题\x1b]0;pwned\x07。\x1b[31m红\x1b[0m \u202egnp.exe\u202c \x9b31m \u009b31m \x00\x08\x0e\x7f " + "正文很长，慢慢读。" * 20).encode(
        "utf-8", "surrogateescape")

    def shown(self, *arguments):
        """The bytes that zhai writes when standard output is a terminal."""
        pid, descriptor = pty.fork()
        if pid == 0:
            os.execve(zhai_test.ZHAI, [zhai_test.ZHAI, *arguments], self.environment)
        out = b""
        while True:
            try:
                data = os.read(descriptor, 65536)
            except OSError:
                break
            if not data:
                break
            out += data
        os.waitpid(pid, 0)
        os.close(descriptor)
        return out

    def test_nothing_is_obeyed(self):
        for name in ("h.txt", "h.html"):
            path = self.write(name, self.HOSTILE)
            for form in ("text", "markdown", "json", "html"):
                out = self.shown("show", "--format", form, path).decode("utf-8")
                for character in out:
                    self.assertTrue(character in "\r\n\t" or ord(character) >= 32, (name, form, character))
                    self.assertFalse(0x7f <= ord(character) <= 0x9f or character in "\u202e\u202c", (name, form, character))
                self.assertIn("正文很长", out)


class Rules(Case):
    """The user's own rules for pages: $XDG_CONFIG_HOME/zhai/rules."""

    DUMP = ("老码头的早晨\n2024-03-05 08:30 来源：示例新闻网\n"
            "入春以来的几场透雨，让干涸了一冬的水库重新漾起波光，蓄水量已经超过总库容的一半。\n"
            "朗读这一篇\nPass it on\n")
    PAGE = ("<!DOCTYPE html><meta charset=utf-8><title>老码头的早晨</title><article><h1>老码头的早晨</h1>"
            "<p>入春以来的几场透雨，让干涸了一冬的水库重新漾起波光，蓄水量已经超过总库容的一半，春灌用水可以得到保证。</p>"
            "<p>水利部门的工程师说，今年的雨季比往年提前了大约半个月，沿线的提灌站也已经完成检修，随时可以开机。</p>"
            "<p>朗读这一篇</p></article>")

    def rules(self, name, text):
        folder = os.path.join(self.environment["XDG_CONFIG_HOME"], "zhai", "rules")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)

    def asides(self, path):
        return [block["text"] for block in self.document(path)["blocks"] if block["aside"]]

    def test_they_add_for_text_and_html(self):
        text, page = self.write("a.txt", self.DUMP), self.write("a.html", self.PAGE)
        self.assertEqual(self.asides(text), [])
        self.assertEqual(self.asides(page), [])
        self.rules("mine.rules", "line share 0.9 equals 朗读这一篇\nline share 0.9 equals pass it on\n")
        self.assertEqual(self.asides(text), ["朗读这一篇", "Pass it on"])
        self.assertEqual(self.asides(page), ["朗读这一篇"])

    def test_a_file_replaces_the_built_in_one_of_its_name(self):
        path = self.write("a.txt", self.DUMP + "查看更多\n")
        self.assertIn("查看更多", self.asides(path))
        self.rules("20-chinese.rules", "")
        self.assertEqual(self.asides(path), [])

    def test_wrong_lines_are_said_and_skipped(self):
        self.rules("mine.rules", "line share 0.9 equals 朗读这一篇\n\nlyne share 0.9 equals x\n")
        path = self.write("a.txt", self.DUMP)
        for arguments in (("show", path), (path,)):
            out, message = self.run_zhai(*arguments)
            self.assertNotIn("朗读", out.decode())
            self.assertRegex(message, r"mine\.rules:3: .*lyne")


if __name__ == "__main__":
    zhai_test.main()
