# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The file that clang-tidy exports fixes to. LLVM writes it in block style with one scalar a line, so that indentation
and quotes are all there is to read."""

import re

from checking import Failure


def scalar(text):
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.startswith('"'):
        escapes = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "0": "\0"}

        def unescape(match):
            code = match.group(1)
            return chr(int(code[1:], 16)) if len(code) > 1 else escapes.get(code, code)

        return re.sub(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", unescape, text[1:-1])
    return [] if text == "[]" else text


def read_export(text):
    """The value of such a file: dictionaries, lists and strings."""
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        body = raw.lstrip(" ")
        if not body or body in ("---", "..."):
            continue
        indent = len(raw) - len(body)
        while body.startswith("- "):
            lines.append((indent, "-", number))
            rest = body[2:].lstrip(" ")
            indent += len(body) - len(rest)
            body = rest
        lines.append((indent, body, number))

    def block(at, indent):
        if lines[at][1] == "-":
            items = []
            while at < len(lines) and lines[at][0] == indent and lines[at][1] == "-":
                value, at = block(at + 1, lines[at + 1][0])
                items.append(value)
            return items, at
        values = {}
        while at < len(lines) and lines[at][0] == indent and lines[at][1] != "-":
            match = re.match(r"^(\w+):\s*(.*)$", lines[at][1])
            if not match:
                raise Failure(f"exported fixes, line {lines[at][2]}: not understood: {lines[at][1]}")
            key, rest = match.groups()
            at += 1
            if rest:
                values[key] = scalar(rest)
            elif at < len(lines) and (lines[at][0] > indent or (lines[at][0] == indent and lines[at][1] == "-")):
                values[key], at = block(at, lines[at][0])
            else:
                values[key] = ""
        return values, at

    return block(0, lines[0][0])[0] if lines else {}
