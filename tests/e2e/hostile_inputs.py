"""Inputs that attack a reader: escapes, code points that lie, markup that explodes, bytes that are no text."""

# Terminal controls, and texts that become some by decoding.
ESCAPES = [
    b"\033[31mRED", b"\033[2J\033[H", b"\033]0;pwned\007", b"\033]2;pwned\033\\",
    b"\033]8;;http://evil/\033\\good.example\033]8;;\033\\", b"\033]8;;http://x\033[31m",
    b"\033]52;c;Y3VybCBldmlsfHNo\007", b"\033]52;c;?\007",
    b"\033]50;?\007\033]4;0;?\007\033]10;?\007\033[21t\033[6n\033[c\033[>c\033[5n\033P$q\"p\033\\\033Z\033GQ",
    b"\033Pq#0\033\\\033_Gf=32;AAAA\033\\\033^x\033\\\033Xx\033\\",
    "\u009b31m\u009d0;t\u009c\u0090q\u009fx\u0085y".encode(), b"\x9b31m\x9d0;x\x9c\x81\x8d",
    b"a\bX\roverwritten\tx\v\f\0\016\017\177\x1a", b"good\revil", "a\u0085b\u2028c\u2029d".encode(),
    b"\033[?1049l\033[?1000h\033[?2004l\033[?25l\033c\033[!p", b"\033[999999999b\033[99999999@\033[" + b"1;" * 500 + b"m",
    b"\033[", b"\033]8;;", b"\303", b"&#27;[31m &#x9b;31m &#155; &#0; &#xD800; &#x110000;", b"http://h/%1b%5d0;x%07",
    b"%n%s%x%5000000d%u%t", b"~{\x1b$B$\"\x1b(B~}+ADw-script+AD4-",
]
# Code points that lie about order, width, identity or being there.
LIARS = [text.encode("utf-8", "surrogatepass") for text in (
    "\u202egnp.exe\u202c\u2066x\u2069\u200e\u200f\u061c", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e",
    "\U000e0001\U000e0041\U000e007f\u206a\u206f", "a" + "\u0301" * 300, "\u0301x", "\u115f\u1160\u3164\uffa0\u2800\u3000x",
    "\U00031350\U0002b739\U0001fae8\U0001f6dc", "👨‍👩‍👧🏳️‍🌈1️⃣🇨🇳🇨❤️葛\U000e0100", "か\u3099\u1100\u1161\u11a8\ua960क्षि",
    "“”‘’…—·①※→é", "⸺⸻﷽\U00012031\ua9c5", "\ufffe\uffff\U0001fffe\ue000\uf8ff\U0010fffd", "аррӏе.com a\u2024b\uff0fc\u2215d。e",
    "עברית العربية (a) 中文 \u200fx", "\ud801\udc01")] + [b"\300\200\340\200\257\364\220\200\200\370\210\200\200\200"]


def text_with(attack):
    """A text dump with the attack in every part that is recognised."""
    return (attack + b" title\n\nBy " + attack + b"\n\n" + "新华社北京1月13日电（记者".encode() + attack + "）正文。\n\n".encode()
            + b"# " + attack + b" heading\n\n- " + attack + b"\n- b\n\n> " + attack + b"\n\n    " + attack + b"\n\nhttp://h/" + attack + b" "
            + attack * 3 + b"\n\n" + ("这是一段正文，".encode() * 12 + attack) * 8 + b"\n\n" + attack)


def page_with(attack):
    """A page with the attack in title, author, site, URL, headings, links, alternative text, code, cells, ruby."""
    quoted = attack.replace(b'"', b"'")
    return b"".join((
        b"<!doctype html><html><head><title>", attack, b' title</title><meta name="author" content="', quoted,
        b'"><meta property="og:site_name" content="', quoted, b'"><link rel="canonical" href="http://h/', quoted,
        b'"><script type="application/ld+json">{"headline":"', quoted.replace(b"\\", b"\\\\"),
        b'","author":{"name":"\\u001b]0;x\\u0007\\u202e"},"datePublished":"', quoted.replace(b"\\", b"/"),
        b'"}</script></head><body><article><h1>', attack, b" title</h1><p class=byline>By ", attack, b"</p><h2 id=a>", attack,
        b" heading</h2><p>The body of the page ", attack, b" goes on for a while, long enough to be read as an article of prose.</p>",
        b"<p>The ferry left at seven, with the mail and two crates of oranges; nobody on the quay owned a clock.</p>" * 30,
        b'<p><a href="http://h/', quoted, b'">link ', attack, b'</a> <a href="javascript:', quoted, b'">js</a> <a href="', quoted,
        b'">relative</a></p><figure><img src="x" alt="alt ', quoted, b'"><figcaption>', attack, b"</figcaption></figure><table><tr><th>",
        attack, b"<th>b<tr><td>", attack, b"<td>", attack, b"</table><pre>", attack, b"\n\t", attack, b"</pre><ruby>", attack, b"<rt>",
        attack, b"</rt></ruby><ul><li>", attack, b"<li>", attack, b"</ul><blockquote>", attack, b"</blockquote><p>x<sup>", attack,
        b"</sup> y</p></article></body></html>"))


# Markup that a naive parser takes a minute for, or gigabytes (a text of the page, or None when it has none).
HEAVY_PAGES = {
    "deep": (b"<div>" * 200_000 + b"deep text", "deep text"),
    "attributes": (b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">text of it</p>", "text of it"),
    "formatting": (b"<b>" * 3000 + b"<p>x" * 3000, "x"),
    "fonts": (b"<font color=a>" * 5000 + b"font text", "font text"),
    "tables": (b"<table>" * 20_000 + b"table text", "table text"),
    "anchors": (b"<a href=x>anchor " * 20_000, "anchor"),
    "comment": (b"<p>text before<!--" + b"x" * 1_000_000, "text before"),
    "cdata": (b"<p>text before<![CDATA[" + b"x" * 1_000_000, "text before"),
    "textarea": (b"<p>text before<textarea>" + b"x" * 1_000_000, "text before"),
    "plaintext": (b"<p>text before<plaintext>" + b"<p>" * 300_000, "text before"),
    "script": (b"<p>text before<script><!--<script>" + b"x<p>" * 300_000, "text before"),
    "spans": (b"<table><tr><td colspan=99999999 rowspan=-1 width=1e99>cell one<td rowspan=999999999>b<tr><td colspan=-5>c</table>"
              b"<ol start=-2147483648><li>x</ol><ol start=9223372036854775807><li>y<li>z</ol>", "cell one"),
    "cells": (b"<table><tr>" + b"<td colspan=1000 rowspan=65534>cell" * 2000 + b"<tr><td>x" * 2000 + b"</table>", "cell"),
    "nested tables": (b"<table><tr><td>cell" * 500, "cell"),
    "entities": (b"<p>start " + b"&lt;&amp;&notit; &#x0000000000000041; &ampamp; " * 20_000, "<&¬it; A &amp;"),
    "ampersands": (b"<p>start " + b"&" * 1_000_000, "start"),
    "long reference": (b"<p>start &#" + b"0" * 3_000_000 + b"65;", "A"),
    "data image": (b'<p>text before<img alt=picture src="data:image/png;base64,' + b"A" * 20_000_000 + b'"><p>more', "more"),
    "source set": (b'<p>text before<img alt=picture srcset="' + b"http://a/b.png 1x," * 300_000 + b'"><p>more', "more"),
    "svg": (b"<p>text before" + b"<svg><style><p>x</style></svg><math><mi>x</mi>" * 20_000, "text before"),
    "lists": (b"<ul><li>item" * 5000, "item"),
    "quotes": (b"<blockquote>quote" * 5000, "quote"),
    "breaks": (b"<p>text before" + b"<br>" * 500_000 + b"behind", "behind"),
    "open value": (b'<html><p>text before<p title="' + b"x" * 5_000_000, "text before"),
    "brackets": (b"<html><p>text before" + b"</" * 1_000_000, "text before"),
    "json": (b'<script type="application/ld+json">' + b"[" * 1_000_000 + b"</script><p>text behind</p>", "text behind"),
    "pre": (b"<p>text before<pre>" + b" x\n" * 500_000, "text before"),
}

# Texts that are large in one dimension only.
HEAVY_TEXTS = {
    "one line": "城南的旧书店要搬了，老周说。" * 240_000,
    "one word": "x" * 10_000_000,
    "full-width blanks": "\u3000" * 3_000_000 + "尾",
    "marks": "a" + "\u0301" * 1_000_000,
    "lines of one": "字\n" * 1_000_000,
    "blank lines": "\n" * 5_000_000 + "x",
    "joiners": "\u200d" * 1_000_000 + "x",
    "families": "👨‍👩‍👧" * 150_000,
    "indicators": "🇨" * 700_000,
    "overrides": "\u202ex\u2066" * 400_000,
    "hebrew": "שלום " * 300_000,
    "jamo": "\u1112\u1161\u11ab" * 300_000,
    "colours": "\033[31mred\033[0m\n" * 200_000,
    "stars": "*" * 2_000_000,
    "quotes": ">" * 2_000_000,
    "rows": "|a|b\n" * 400_000,
    "address": "http://" + "a/" * 1_000_000,
}

PROSE = "渡口的老人说，船是昨天夜里漂走的，绳子断在第二根木桩旁边。没有人听见。"

BINARY = {
    "NULs": bytes(100_000), "controls": bytes(range(32)) * 99, "all bytes": bytes(range(256)) * 40,
    "16-bit numbers": b"".join(n.to_bytes(2, "little") for n in range(3000)),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "gzip": b"\x1f\x8b\x08\0" + bytes(range(256)), "PDF": b"%PDF-1.7\n%\xe2\xe3",
}
READABLE = {  # and what of it must be there
    "few NULs": (b"a few\0NULs in a text that is otherwise whole and long enough\n", "NULs in a text"),
    "coloured log": (b"\033[32mok\033[0m built the thing\n\033[31mno\033[0m linked\n" * 20, "built the thing"),
    "overstruck": (b"N\bNA\bAM\bME\bE\n     zhai - reads\n" * 5, "reads"),
    "UTF-16LE": ((PROSE * 9).encode("utf-16-le"), PROSE), "UTF-16BE": ((PROSE * 9).encode("utf-16-be"), PROSE),
    "odd UTF-16": (b"\xff\xfe" + PROSE.encode("utf-16-le") + b"x", PROSE), "BOM": (b"\xef\xbb\xbf" + PROSE.encode(), PROSE),
    "GB18030": (PROSE.encode("gb18030") * 3, PROSE), "Big5": (("「這是一個很普通的句子，」他說，「沒有別的。」" * 9).encode("big5"), "這是一個很普通的句子"),
    "cut at the end": ((PROSE * 3).encode()[:-1], PROSE), "one bad byte": ((PROSE * 3).encode() + b"\xff" + PROSE.encode(), PROSE),
    "meta lies": (b"<meta charset=utf-16><title>t</title><p>" + PROSE.encode() + b"</p>", PROSE),
    "meta utf-7": (b"<meta charset=utf-7><p>+ADw-script+AD4- " + PROSE.encode() + b"</p>", "+ADw-script+AD4-"),
    "meta gbk": (b"<meta charset=gbk><p>" + (PROSE * 3).encode() + b"</p>", PROSE),
    "lead byte before a tag": (b"<meta charset=gbk><p>" + PROSE.encode("gb18030") + b"\x81<b>bold</b></p>", "bold"),
}
EMPTY = [b"", b" \n\t\r\n " * 100, "\u3000\u00a0\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe"]
