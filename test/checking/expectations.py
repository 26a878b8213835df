# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a test file says of its findings, held against what is found, or written anew."""

import collections
import os
import re
import subprocess

from checking import Failure
from checking.tidy import same_file

EXPECTATION = re.compile(r"^\s*//\s*(CHECK-(?:MESSAGES|NOTES|FIXES)[\w-]*):")
PREFIX_END = re.compile(r"-(?:NEXT|SAME|NOT|DAG|EMPTY|LABEL|COUNT-\d+)$")


def prefix_of(line):
    match = EXPECTATION.match(line)
    return PREFIX_END.sub("", match.group(1)) if match else None


def blanked(text):
    """The test without its expectations, which must not match themselves; every line keeps its number."""
    return "".join("\n" if EXPECTATION.match(line) else line for line in text.splitlines(keepends=True))


def filecheck(options, test, prefixes, text, name, implicit):
    path = f"{options.out}.{name}"
    with open(path, "w") as out:
        out.write(text)
    command = [os.path.join(options.llvm_bin, "FileCheck"), test, "--input-file=" + path, "--match-full-lines",
               "--allow-empty", "--check-prefixes=" + ",".join(sorted(prefixes))]
    if implicit:
        command.append("--implicit-check-not=" + implicit)
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        raise Failure(f"{answer.stderr}\nThe text that was looked at is {path}:\n{text}")


def expected_kind(options, present):
    """CHECK-MESSAGES or CHECK-NOTES, whichever the file has; with the suffixes that were asked for."""
    suffixes = ["-" + s for s in options.suffixes] or [""]
    kinds = {}
    for kind in ("CHECK-MESSAGES", "CHECK-NOTES"):
        kinds[kind] = {kind + s for s in suffixes} & present
    if kinds["CHECK-MESSAGES"] and kinds["CHECK-NOTES"]:
        raise Failure("both CHECK-MESSAGES and CHECK-NOTES: CHECK-NOTES says everything, use one of them")
    kind = "CHECK-NOTES" if kinds["CHECK-NOTES"] else "CHECK-MESSAGES"
    return kind, kinds[kind], suffixes


def compare_messages(options, tidy, test, main, present, found):
    kind, prefixes, suffixes = expected_kind(options, present)
    if kind == "CHECK-MESSAGES":
        found = [d for d in found if d[3] != "note"]
    text = "".join(tidy.shown(d, main) + "\n" for d in found)
    if not prefixes:
        if text:
            raise Failure(f"something is reported, and the file has no {kind}{suffixes[0]} line:\n{text}")
        return
    words = "{{warning|error|note}}:" if kind == "CHECK-NOTES" else "{{warning|error}}:"
    filecheck(options, test, prefixes, text, "messages", words)


def update(options, tidy, test, main, present, found):
    """Writes each message anew below the line it speaks of."""
    kind, _, suffixes = expected_kind(options, present)
    if len(suffixes) > 1:
        raise Failure("--update writes the lines of one suffix; this run has several")
    prefix = kind + suffixes[0]
    with open(test) as source:
        lines = source.read().splitlines()
    if kind == "CHECK-MESSAGES":
        found = [d for d in found if d[3] != "note"]

    below = collections.defaultdict(list)
    at = max([n for n, line in enumerate(lines, 1) if re.match(r"// RUN:|#include", line)] or [1])
    for d in found:
        if d[3] != "note" and same_file(d[0], main):
            at = d[1]
            while at < len(lines) and lines[at - 1].endswith("\\"):
                at += 1
        below[at].append(d)

    written, moved, todo = [], {}, []
    for number, line in enumerate(lines, 1):
        if prefix_of(line) != prefix:
            written.append(line)
            moved[number] = len(written)
        for d in below.get(number, []):
            written.append(re.match(r"\s*", line).group(0))
            todo.append((len(written), d))
    for number, d in todo:
        text = re.sub(r"\{\{|\[\[", lambda m: "{{" + re.escape(m.group(0)) + "}}", tidy.shown(d, main))
        if same_file(d[0], main):
            distance = moved[d[1]] - number
            text = re.sub(r"^:\d+", f":[[@LINE{distance:+d}]]", text)
        written[number - 1] += f"// {prefix}: {text}"
    content = "\n".join(written) + "\n"
    with open(test, "w") as out:
        out.write(content)
    print(f"wrote {len(todo)} {prefix} lines to {test}")
