#!/usr/bin/env python3
"""The first screen of files of a gigabyte in many charsets, against iconv: bench_large.py ZHAI

It must be there within 5 s. The verdict is the ratio to `iconv`, which decodes the same file in the same minute and
does nothing else. The last rows are a text of nothing but short lines, and a page.
"""
import subprocess
import sys
import tempfile

import prose
from terminal_session import Session

SIZE = 1_000_000_000
BOUND = 2
RUNS = 2


def long_text(size=8_000_000):
    class Out:
        text = b""

        def write(self, data):
            self.text += data

    out = Out()
    prose.write(out, size)
    text = out.text.decode()
    return text[: text.rindex("\n第") + 1]


def kinds():
    han = long_text()
    latin = "He wrote that the café near the naïve girl’s house had “closed”, at £5 a cup.\n" * 20 + "\n"
    kana = "第一章\n\n" + "「そうですか」と彼は言った。春になると川の水が増え、子どもたちは土手で凧をあげる。\n" * 20 + "\n"
    short = "第一章\n\n" + "你好。\n" * 4000
    page = "<ul><li>第一章<li>第二项，两个字</ul>\n"
    for charset in ("gb18030", "utf-16-le", "utf-8"):
        yield f"{charset} prose", han, charset, "text", prose.FIRST
    yield "big5 prose", "第一章\n\n" + "山上的雪化了一半，河水就漲起來了，老人在門口坐著。\n" * 200, "big5", "text", prose.FIRST
    yield "shift_jis prose", kana, "cp932", "text", prose.FIRST
    yield "euc-jp prose", kana, "euc_jp", "text", prose.FIRST
    yield "windows-1252 prose", "Chapter I\n\n" + latin * 100, "cp1252", "text", "Chapter"
    yield "gb18030 short lines", short, "gb18030", "text", prose.FIRST
    yield "utf-8 page of a list", "<!DOCTYPE html><meta charset=utf-8><title>页</title>" + page * 10000, "utf-8", "html", "第二项"


ICONV = {"gb18030": "GB18030", "utf-16-le": "UTF-16LE", "cp932": "CP932", "euc_jp": "EUC-JP", "cp1252": "CP1252"}


def write(path, text, charset):
    data = text.encode(charset)
    with open(path, "wb") as out:
        for _ in range(SIZE // len(data) + 1):
            out.write(data)
        return out.tell()


def seconds_of_iconv(path, charset):
    command = ["iconv", "-c", "-f", ICONV.get(charset, charset.upper()), "-t", "UTF-8", path]
    usage = ["/usr/bin/env", "bash", "-c", 'TIMEFORMAT=%R; time "$@" > /dev/null 2> /dev/null', "bash"]
    return float(subprocess.run(usage + command, stderr=subprocess.PIPE, check=False).stderr)


def seconds_of_reader(zhai, path, expected):
    session = Session([zhai, path])
    took = session.step("", expected)
    peak = session.peak_mib()
    session.close()
    return took if took is not None else float("inf"), peak


def main():
    zhai, failed = sys.argv[1], False
    with tempfile.TemporaryDirectory() as folder:
        for name, text, charset, ending, expected in kinds():
            path = f"{folder}/large.{ending}"
            size = write(path, text, charset)
            peer, ours = [], []
            for _ in range(RUNS):
                peer.append(seconds_of_iconv(path, charset))
                ours.append(seconds_of_reader(zhai, path, expected))
            took, peak = min(ours)
            ratio = took / min(peer)
            failed |= ratio > BOUND
            print(f"{name:<22} {size / 1e6:6.0f} MB {took:6.2f} s  peak {peak:6.0f} MiB  iconv {min(peer):5.2f} s  "
                  f"ratio {ratio:5.2f}  bound {BOUND}  {'ok' if ratio <= BOUND else 'TOO SLOW'}", flush=True)
    return failed


sys.exit(main())
