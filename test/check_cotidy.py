#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs checks over one test file with the stock clang-tidy and holds the outcome against the file's own lines.

  // RUN: %check_cotidy %s await-in-loop %t [helper options] [-- clang-tidy arguments [-- compiler arguments]]

CHECK-MESSAGES says every warning, CHECK-NOTES every warning and note, each with its whole text; what is reported and
not expected fails, and so a file without such lines must be clean. Every fix of every warning, those on notes
included, is applied alone to a copy: the copy must compile, the finding must be gone, and no check may report more
than before. The first fix of each warning, all together, makes the text that CHECK-FIXES describes; CHECK-FIXES-2
describes what the second fixes make, where there are any.
"""

import argparse
import collections
import difflib
import os
import re
import subprocess
import sys

DIAGNOSTIC = re.compile(r"^(.+?):(\d+):(\d+): (warning|error|fatal error|note): (.*)$")
CHECK_NAME = re.compile(r" \[([\w.,-]+)\]$")
EXPECTATION = re.compile(r"^\s*//\s*(CHECK-(?:MESSAGES|NOTES|FIXES)[\w-]*):")
PREFIX_END = re.compile(r"-(?:NEXT|SAME|NOT|DAG|EMPTY|LABEL|COUNT-\d+)$")
CRASH = re.compile(r"PLEASE submit a bug report|^Stack dump:|Sanitizer: ", re.MULTILINE)


class Failure(Exception):
    """What is wrong with the test, for people."""


# ----- the file clang-tidy exports fixes to -----
#
# LLVM writes it in block style with one scalar a line, so that indentation and quotes are all there is to read.


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


# ----- fixes -----

Edit = collections.namedtuple("Edit", "offset length text")


class Fix:
    """One fix of one warning: the warning's own, or that of a note."""

    def __init__(self, warning, note, edits):
        self.check = warning["name"]
        self.message = warning["message"]
        self.line = warning["line"]
        self.title = note
        self.edits = sorted(edits)

    def __str__(self):
        return f"line {self.line}: {self.title or 'the safe fix'} [{self.check}]"


def overlaps(a, b):
    if a.offset == b.offset and a.length == b.length == 0:
        return False
    return a.offset < b.offset + b.length and b.offset < a.offset + a.length


def apply(content, edits):
    for edit in sorted(edits, key=lambda e: (e.offset, e.length > 0), reverse=True):
        content = content[: edit.offset] + edit.text.encode() + content[edit.offset + edit.length :]
    return content


def apply_together(content, fixes):
    """As `--fix` does: what two fixes both ask for is done once, a fix that cuts into an earlier one is left out."""
    done = []
    for fix in fixes:
        new = [e for e in fix.edits if e not in done]
        if not any(overlaps(e, d) for e in new for d in done):
            done += new
    return apply(content, done)


def warnings_with_fixes(export, path, content):
    """A list of fixes for each exported warning, best first."""
    result = []
    for diagnostic in export.get("Diagnostics") or []:
        head = diagnostic["DiagnosticMessage"]
        offset = int(head.get("FileOffset") or 0)
        warning = {
            "name": diagnostic["DiagnosticName"],
            "message": head["Message"],
            "line": content[:offset].count(b"\n") + 1 if same_file(head.get("FilePath"), path) else 0,
        }
        fixes = []
        for place in [head] + (diagnostic.get("Notes") or []):
            edits = []
            for r in place.get("Replacements") or []:
                if not same_file(r["FilePath"], path):
                    raise Failure(f"a fix edits another file: {r['FilePath']}, by {warning['name']}")
                edits.append(Edit(int(r["Offset"]), int(r["Length"]), r["ReplacementText"]))
            if edits:
                fixes.append(Fix(warning, None if place is head else place["Message"], edits))
        strengths = {fix.title is None for fix in fixes}
        if len(strengths) > 1:
            raise Failure(f"line {warning['line']}: a warning with a safe fix and an offered one")
        result.append(fixes)
    return result


def same_file(a, b):
    return bool(a) and os.path.realpath(a) == os.path.realpath(b)


# ----- running -----


class Tidy:
    def __init__(self, options, checks, tidy_args, compiler_args):
        self.options = options
        self.checks = checks
        self.tidy_args = tidy_args
        if not any(a == "-config" or a.startswith(("--config=", "-config=", "--config-file", "-config-file"))
                   for a in tidy_args):
            self.tidy_args = ["--config={}"] + tidy_args
        # The standard library and Asio are system headers, as in life; the in-house types are the project's own.
        self.compiler_args = ["-std=c++20", "-nostdinc++", "-isystem", options.include,
                              "-I" + os.path.join(options.include, "inhouse"),
                              "--no-system-header-prefix=inhouse/"] + compiler_args

    def command(self, files, checks, extra):
        return ([os.path.join(self.options.llvm_bin, "clang-tidy"), "-load=" + self.options.plugin,
                 "--checks=-*," + ",".join(checks), "--header-filter=.*", "--quiet"]
                + self.tidy_args + extra + list(files) + ["--"] + self.compiler_args)

    def run(self, files, checks, extra=(), errors_are_found=False):
        """The diagnostics, as (file, line, column, kind, text)."""
        errors_are_found = errors_are_found or self.options.allow_errors
        command = self.command(files, checks, list(extra))
        answer = subprocess.run(command, capture_output=True, text=True, errors="replace")
        said = answer.stdout + answer.stderr
        shown = " ".join(command)
        if answer.returncode < 0 or answer.returncode > 2 or CRASH.search(said):
            raise Failure(f"clang-tidy crashed (status {answer.returncode}): {shown}\n{said}")
        if re.search(r"no checks enabled|load request ignored|could not load library|unknown argument", said,
                     re.IGNORECASE):
            raise Failure(f"the plugin or the check is not there: {shown}\n{said}")
        found = []
        for line in answer.stdout.splitlines():
            match = DIAGNOSTIC.match(line)
            if match:
                file, at, column, kind, text = match.groups()
                found.append((file, int(at), int(column), kind, text))
        errors = [d for d in found if d[3] in ("error", "fatal error")]
        if errors and not errors_are_found:
            raise Failure(f"does not compile: {shown}\n" + "\n".join(self.shown(d) for d in errors))
        if answer.returncode and not errors:
            raise Failure(f"clang-tidy failed (status {answer.returncode}): {shown}\n{said}")
        return found

    def require_checks(self):
        """A misspelt name beside a right one is no error to clang-tidy."""
        command = self.command([], self.checks, ["--list-checks"])
        answer = subprocess.run(command, capture_output=True, text=True)
        listed = {line.strip() for line in answer.stdout.splitlines()}
        for check in self.checks:
            if "*" not in check and check not in listed:
                raise Failure(f"there is no check '{check}' in {self.options.plugin}\n{answer.stderr}")

    def shown(self, diagnostic, main=None):
        file, line, column, kind, text = diagnostic
        if main and same_file(file, main):
            place = ""
        else:
            relative = os.path.relpath(os.path.realpath(file), os.path.realpath(self.options.include))
            place = os.path.basename(file) if relative.startswith("..") else relative
        return f"{place}:{line}:{column}: {kind}: {text}"


# ----- expectations -----


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


# ----- the proof of the fixes -----


def reported(found):
    """How many findings each check has, and how many each text."""
    count, texts = collections.Counter(), collections.Counter()
    for _, _, _, kind, text in found:
        match = CHECK_NAME.search(text)
        if kind == "warning" and match:
            for name in match.group(1).split(","):
                if name.startswith("async-"):
                    count[name] += 1
                    texts[text] += 1
    return count, texts


def prove(tidy, options, main, content, fixes):
    if not fixes:
        return
    copies = []
    for number, fix in enumerate(fixes, 1):
        path = f"{options.out}.fix{number}.cpp"
        with open(path, "wb") as out:
            out.write(apply(content, fix.edits))
        copies.append(path)
    everything = sorted(set(tidy.checks) | {"async-*"})
    before, before_texts = reported(tidy.run([main], everything))
    after_all = tidy.run(copies, everything, errors_are_found=True)
    faults = []
    for path, fix in zip(copies, fixes):
        mine = [d for d in after_all if same_file(d[0], path)]
        after, after_texts = reported(mine)
        errors = [d for d in mine if "error" in d[3]]
        wrong = []
        if errors and not options.allow_errors:
            wrong = ["the fixed file does not compile:"] + [tidy.shown(d) for d in errors]
        elif after[fix.check] >= before[fix.check]:
            wrong = ["the finding is still there, or another of its kind:"]
        for name in sorted(after):
            if not wrong and name != fix.check and after[name] > before[name]:
                wrong = [f"the fixed code is a finding of {name}:"]
        if wrong and not errors:
            wrong += [tidy.shown(d) for d in mine if d[3] == "warning" and after_texts[d[4]] > before_texts[d[4]]
                      or d[4].endswith(f"[{fix.check}]")]
        if wrong:
            with open(path, "rb") as fixed:
                diff = difflib.unified_diff(content.decode(errors="replace").splitlines(),
                                            fixed.read().decode(errors="replace").splitlines(),
                                            "before", path, lineterm="", n=2)
            faults.append("\n".join([f"fix of {fix}", "of the finding: " + fix.message] + wrong + list(diff)))
    if faults:
        raise Failure("\n\n".join(faults))


def compare_fixes(options, tidy, test, content, warnings, present):
    suffixes = ["-" + s for s in options.suffixes] or [""]
    most = max([len(fixes) for fixes in warnings] or [0])
    for nth in range(1, max(most, 1) + 1):
        number = "" if nth == 1 else f"-{nth}"
        prefixes = {f"CHECK-FIXES{number}{s}" for s in suffixes} & present
        fixes = [fixes[nth - 1] for fixes in warnings if len(fixes) >= nth]
        if nth == 1 and bool(fixes) != bool(prefixes):
            raise Failure("CHECK-FIXES, and no warning has a fix" if prefixes else
                          f"there are fixes, and no CHECK-FIXES{suffixes[0]} line:\n"
                          + "\n".join(str(f) for f in fixes))
        if not fixes:
            continue
        together = apply_together(content, fixes)
        path = f"{options.out}.all{nth}.cpp"
        with open(path, "wb") as out:
            out.write(together)
        tidy.run([path], tidy.checks)
        if prefixes:
            filecheck(options, test, prefixes, together.decode(), f"fixed{nth}", None)
    left = {p for p in present if re.match(r"CHECK-FIXES-\d+", p)} if most < 2 else set()
    if left:
        raise Failure(f"{sorted(left)[0]}, and no warning has a second fix")


# ----- the whole -----


def split_arguments(arguments):
    parts = [[], [], []]
    at = 0
    for argument in arguments:
        if argument == "--" and at < 2:
            at += 1
        else:
            parts[at].append(argument)
    return parts


def parse(arguments):
    own, tidy_args, compiler_args = split_arguments(arguments)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("test")
    parser.add_argument("check", help="name without 'async-', or several with commas; '*' for all")
    parser.add_argument("out", help="%%t")
    parser.add_argument("--llvm-bin", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--suffixes", default="", help="CHECK-MESSAGES-A and CHECK-FIXES-A for A, or several")
    parser.add_argument("--allow-errors", action="store_true", help="the file is meant not to compile")
    parser.add_argument("--update", action="store_true", help="write the messages anew into the test")
    options = parser.parse_args(own)
    options.suffixes = [s for s in options.suffixes.split(",") if s]
    return options, tidy_args, compiler_args


def main():
    options, tidy_args, compiler_args = parse(sys.argv[1:])
    checks = ["async-" + c for c in options.check.split(",")]
    tidy = Tidy(options, checks, tidy_args, compiler_args)
    if not os.path.exists(options.plugin):
        raise Failure(f"no plugin at {options.plugin}")
    if len(checks) > 1:
        tidy.require_checks()

    with open(options.test) as source:
        text = source.read()
    known = {prefix_of(line) for line in text.splitlines()} - {None}
    copy, export = options.out + ".cpp", options.out + ".yaml"
    with open(copy, "w") as out:
        out.write(blanked(text))
    if os.path.exists(export):
        os.remove(export)
    found = tidy.run([copy], checks, ["--export-fixes=" + export])
    if options.update:
        update(options, tidy, options.test, copy, known, found)
        return

    compare_messages(options, tidy, options.test, copy, known, found)
    content = blanked(text).encode()
    exported = {}
    if os.path.exists(export):
        with open(export) as file:
            exported = read_export(file.read())
    warnings = [fixes for fixes in warnings_with_fixes(exported, copy, content) if fixes]
    prove(tidy, options, copy, content, [fix for fixes in warnings for fix in fixes])
    compare_fixes(options, tidy, options.test, content, warnings, known)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        print(f"check_cotidy: {failure}", file=sys.stderr)
        sys.exit(1)
