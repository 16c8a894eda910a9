#!/usr/bin/env python3
"""Chinese-like prose for the benchmarks: prose.py --bytes N [--seed S] [--one-paragraph] [--html] > FILE

Characters are drawn from common ones with falling weights; clauses, sentences and paragraphs have the lengths
of real articles, some Latin words and numbers between. Every fortieth paragraph is a heading 第N章, one
paragraph in sixteen is 3,000 to 6,000 characters long. NEEDLE stands at 98 % of the bytes and END is the last line.
"""
import argparse
import random
import sys

NEEDLE = "ZQXWNEEDLE"
NEEDLE_HAN = "饕餮翡翠鹦鹉"
END = "ENDMARK"
FIRST = "第一章"
CHARACTERS = (
    "的一是了不在有人这上来他个大们到说就时要出会也你对生子那得着下自之年过后里用道行所然家种事成方多经么去法学"
    "如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军意无力它与长把机十民第公此已工使情明"
    "性知全三又关点正业外将两高间由问很最重物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信"
    "表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则"
)
LATIN = "Linux Unicode API SQLite archive reader Web HTML iPhone GPU server GitHub PDF data UTF-8 CPU v2.0".split()


class Prose:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.weights = [1 / (rank + 8) for rank in range(len(CHARACTERS))]
        self.pool = []

    def han(self, count):
        while len(self.pool) < count:
            self.pool = self.random.choices(CHARACTERS, self.weights, k=50000)
        taken, self.pool = self.pool[:count], self.pool[count:]
        return "".join(taken)

    def clause(self):
        text = self.han(self.random.randint(4, 16))
        draw = self.random.random()
        if draw < 0.10:
            text += self.random.choice(LATIN) + self.han(3)
        elif draw < 0.18:
            text += f"{self.random.randint(1900, 2030)}年" + self.han(2)
        elif draw < 0.22:
            text = f"《{self.han(4)}》" + text
        elif draw < 0.25:
            text += f"（{self.han(5)}）"
        return text

    def sentence(self):
        marks = self.random.choices(("，", "、", "；", "：", "——", "……"), (80, 6, 6, 3, 3, 2), k=self.random.randint(0, 4))
        text = self.clause() + "".join(mark + self.clause() for mark in marks)
        end = self.random.choices(("。", "！", "？"), (88, 6, 6))[0]
        if self.random.random() < 0.08:
            return f"{self.han(2)}说：“{text}{end}”"
        return text + end

    def paragraph(self):
        length = self.random.randint(3000, 6000) if self.random.random() < 0.06 else self.random.randint(40, 400)
        sentences, total = [], 0
        while total < length:
            sentences.append(self.sentence())
            total += len(sentences[-1])
        return "".join(sentences)


def lines(size, seed):
    prose, written, number, has_needle = Prose(seed), 0, 0, False
    while written < size:
        if number % 40 == 0:
            numeral = "".join("零一二三四五六七八九"[int(digit)] for digit in str(number // 40 + 1))
            kind, text = "h2", f"第{numeral}章　{prose.han(4)}"
        else:
            kind, text = "p", prose.paragraph()
            if not has_needle and written > size * 0.98:
                text = text[:30] + NEEDLE + text[30:60] + NEEDLE_HAN + text[60:]
                has_needle = True
        number += 1
        written += len(text.encode()) + 2
        yield kind, text
    if not has_needle:
        yield "p", NEEDLE + NEEDLE_HAN
    yield "p", END


def write(out, size, seed=1, one_paragraph=False, html=False):
    if html:
        out.write('<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>长文</title></head><body>\n'.encode())
    for kind, text in lines(size, seed):
        if html:
            out.write(f"<{kind}>{text}</{kind}>\n".encode())
        else:
            out.write(text.encode() + (b"" if one_paragraph else b"\n\n"))
    if html:
        out.write(b"</body></html>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-paragraph", action="store_true")
    parser.add_argument("--html", action="store_true")
    options = parser.parse_args()
    write(sys.stdout.buffer, options.bytes, options.seed, options.one_paragraph, options.html)


if __name__ == "__main__":
    main()
