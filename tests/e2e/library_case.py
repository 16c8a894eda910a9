"""What the tests of the library share: pages to add, a terminal to print on."""
import fcntl
import os
import pty
import random
import struct
import subprocess
import termios

import zhai_test
from zhai_test import Case

PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="{author}"><link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1>{body}</article></body></html>"""
SENTENCES = ("外祖父的书房朝北，窗外是一棵老槐树，夏天屋里很凉。", "他把报纸一张一张地剪下来，贴在账簿里，旁边用小楷写着日期。",
             "後來我才知道，他一共貼了四十二本，中間只空了三年。", "The ferry left at seven, with the mail and two crates of oranges.",
             "図書館の午後は静かで、紙の匂いがした。", "서울의 오래된 서점들은 조용하다. 책을 읽는 사람들은 말이 없다.")


def prose(seed, sentences=40):
    chance = random.Random(seed)
    return "".join(f"<p>{''.join(chance.choice(SENTENCES) for _ in range(4))}{seed}.{index}</p>" for index in range(sentences // 4))


class LibraryCase(Case):
    def setUp(self):
        super().setUp()
        self.library = os.path.join(self.folder.name, "home/.local/share/zhai/library.db")

    def page(self, name, title, url="", author="林砚秋", language="zh", seed=None):
        return self.write(name, PAGE.format(title=title, url=url, author=author, language=language,
                                            body=prose(name if seed is None else seed)))

    def pages(self, count, folder="pages"):
        os.makedirs(os.path.join(self.folder.name, folder), exist_ok=True)
        for index in range(count):
            self.page(f"{folder}/p{index:04}.html", f"第{index}篇 title", f"https://example.org/{folder}/{index}")
        return os.path.join(self.folder.name, folder)

    def whole(self, *arguments):
        """check finds nothing wrong; gives what it counted."""
        *findings, summary = self.rows(*arguments, "check")
        self.assertEqual(findings, [])
        self.assertTrue(summary["whole"])
        return summary

    def on_terminal(self, *arguments, columns=80, status=0):
        """What a command writes when its output is a terminal."""
        parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([zhai_test.ZHAI, *arguments], stdin=subprocess.DEVNULL, stdout=child, stderr=child, env=self.environment)
        os.close(child)
        out = bytearray()
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
        os.close(parent)
        self.assertEqual(process.wait(), status, out.decode("utf-8", "replace"))
        return bytes(out)
