#!/usr/bin/env python3
"""Adding to a library: bench_add.py ZHAI [TEXTS [PAGES]]. Deterministic articles in a temporary folder; figures against their bounds."""
import os
import random
import subprocess
import sys
import tempfile
import time

WORDS = 6000
LATIN = ("library", "reading", "archive", "letter", "station", "harbour", "winter", "machine", "paper", "garden", "window", "evening")


def vocabulary(chance):
    """Words of one to four Han characters, the common ones first, as in prose."""
    han = [chr(code) for code in chance.sample(range(0x4E00, 0x9FA5), 3500)]
    return ["".join(chance.choices(han, k=chance.choice((1, 2, 2, 2, 2, 3, 4)))) for _ in range(WORDS)] + list(LATIN)


def sentences(chance, words, weights, count):
    for _ in range(count):
        picked = chance.choices(words, cum_weights=weights, k=chance.randrange(6, 16))
        yield "".join(f" {word} " if word.isascii() else word for word in picked).strip() + chance.choice("。。。！？")


def write_texts(folder, count, byte_count):
    chance = random.Random(1)
    words = vocabulary(chance)
    total, weights = 0.0, []
    for rank in range(len(words)):
        total += 1 / (rank + 10)
        weights.append(total)
    pool = list(sentences(chance, words, weights, 40000))
    for index in range(count):
        parts, size = [f"第{index}篇 {pool[index % len(pool)][:12]}\n\n"], 0
        while size < byte_count:
            paragraph = "".join(chance.choices(pool, k=5)) + "\n\n"
            parts.append(paragraph)
            size += len(paragraph.encode())
        with open(os.path.join(folder, f"{index:06}.txt"), "w", encoding="utf-8") as out:
            out.write("".join(parts))
    return pool


def write_pages(folder, count, pool):
    """As large and as wrapped up as news pages are: menus, scripts, lists of links, comments."""
    chance = random.Random(2)
    for index in range(count):
        menu = "".join(f'<li class="nav-item n{n}"><a href="/channel/{n}?from=nav" title="频道{n}"><span>频道{n}</span></a></li>' for n in range(60))
        links = "".join(f'<div class="card"><a href="https://example.org/a/{n}"><img data-src="/i/{n}.jpg" alt=""><h4>{chance.choice(pool)[:20]}</h4></a></div>'
                        for n in range(chance.randrange(60, 140)))
        script = "".join(f"window.__d{n}={{k:'{n}',v:[{','.join(str(n * k) for k in range(40))}]}};" for n in range(chance.randrange(80, 260)))
        body = "".join(f"<p>{''.join(chance.choices(pool, k=5))}</p>" for _ in range(chance.randrange(8, 30)))
        comments = "".join(f'<div class="comment"><b>读者{n}</b><time>2024-03-0{n % 9 + 1}</time><p>{chance.choice(pool)}</p></div>' for n in range(40))
        page = (f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>第{index}页 {pool[index][:16]}_示例网</title>'
                f'<link rel="canonical" href="https://example.org/page/{index}"><script>{script}</script><style>.a{{color:red}}{".b .c{margin:0}" * 200}</style>'
                f'</head><body><nav><ul>{menu}</ul></nav><div class="main"><article><h1>第{index}页 {pool[index][:16]}</h1>{body}</article>'
                f'<aside>{links}</aside><section>{comments}</section></div><footer><ul>{menu}</ul></footer></body></html>')
        with open(os.path.join(folder, f"{index:04}.html"), "w", encoding="utf-8") as out:
            out.write(page)


def resident(process):
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0


def add(zhai, library, folder, *options):
    """Seconds, and the resident memory in kB at each tenth of a second."""
    start = time.monotonic()
    process = subprocess.Popen([zhai, "--library", library, "add", *options, folder], stdout=subprocess.DEVNULL)
    memory = []
    while process.poll() is None:
        memory.append(resident(process))
        time.sleep(0.05)
    if process.returncode:
        sys.exit(f"zhai add: {process.returncode}")
    return time.monotonic() - start, [kilobytes for kilobytes in memory if kilobytes]


def size_of(folder):
    return sum(entry.stat().st_size for entry in os.scandir(folder))


def main():
    zhai = sys.argv[1]
    text_count, page_count = (int(argument) for argument in (sys.argv[2:] + ["20000", "500"][len(sys.argv) - 2:]))
    failed = []

    def judge(name, figure, bound, is_least=True):
        print(f"{name}: {figure:.1f} (bound {bound})", flush=True)
        if (figure < bound) if is_least else (figure > bound):
            failed.append(name)

    with tempfile.TemporaryDirectory() as folder:
        texts, pages = os.path.join(folder, "texts"), os.path.join(folder, "pages")
        os.mkdir(texts)
        os.mkdir(pages)
        pool = write_texts(texts, text_count, 5000)
        write_pages(pages, page_count, pool)
        library = os.path.join(folder, "texts.db")
        seconds, memory = add(zhai, library, texts)
        print(f"{text_count} texts, {size_of(texts) / 1e6:.0f} MB: {seconds:.1f} s, library {os.path.getsize(library) / 1e6:.0f} MB")
        judge("texts a second", text_count / seconds, 1000)
        quarter = memory[:max(1, len(memory) // 4)]
        judge("memory at the end by memory after a quarter", max(memory) / max(quarter), 1.3, False)
        again, _ = add(zhai, library, texts)
        judge("adding by adding again", seconds / again, 10)
        library = os.path.join(folder, "pages.db")
        seconds, memory = add(zhai, library, pages, "--jobs", "1")
        print(f"{page_count} pages, {size_of(pages) / page_count / 1e3:.0f} kB each: {seconds:.1f} s, most memory {max(memory) / 1e3:.0f} MB")
        judge("pages a second on one worker", page_count / seconds, 150)
    return bool(failed)


sys.exit(main())
