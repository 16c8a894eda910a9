"""What the end-to-end tests share: a private home, the program under test, small articles."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

ZHAI = os.environ.get("ZHAI", "zhai")

ARTICLE = (
    "“城南的旧书店要搬了。”老周把最后一箱书推到门口，对来帮忙的学生说，“搬到哪里去，房东也没有讲。”\n\n"
    "这家店开了二十六年，书架上既有 Penguin 的旧版小说，也有《辞源》的零本；有人专程坐三个小时的火车来找一册 1957 年的诗集——"
    "而且真的找到了。\n\n"
    "図書館の午後、紙の匂いがした。「また来ます」と彼女は言った。\n\n"
    "서울의 오래된 서점들은 조용하다. Ünïcödé e\u0301 👨‍👩‍👧 ❤️ 🇨🇳 が。\n"
)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        home = os.path.join(self.folder.name, "home")
        os.mkdir(home)
        self.environment = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, XDG_STATE_HOME=home, LC_ALL="C.UTF-8", TERM="xterm-256color")
        for name in ("LANGUAGE", "NO_COLOR", "COLUMNS", "LINES", "BROWSER", "ZHAI_LIBRARY", "XDG_DATA_HOME"):
            self.environment.pop(name, None)

    def write(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return path

    def run_zhai(self, *arguments, stdin=b"", status=0, timeout=20):
        result = subprocess.run([ZHAI, *arguments], input=stdin, capture_output=True, env=self.environment, timeout=timeout, check=False)
        shown = result.stderr.decode("utf-8", "replace")
        self.assertEqual(result.returncode, status, f"{arguments}: {shown}")
        return result.stdout, shown

    def text(self, *arguments, **options):
        return self.run_zhai(*arguments, **options)[0].decode()

    def rows(self, *arguments, **options):
        """What a command says with --json."""
        return [json.loads(line) for line in self.text(*arguments, "--json", **options).splitlines()]

    def document(self, path, *arguments, **options):
        return json.loads(self.text("show", "--format", "json", *arguments, path, **options))


def squeeze(text):
    return "".join(text.split())


def main():
    if len(sys.argv) > 1 and os.path.exists(sys.argv[1]):
        globals()["ZHAI"] = sys.argv.pop(1)
    unittest.main(module="__main__", verbosity=1)
