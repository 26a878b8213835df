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
import difflib
import os
import re
import sys

from checking import Failure
from checking.expectations import blanked, compare_messages, filecheck, prefix_of, update
from checking.export import read_export
from checking.fixes import apply, apply_together, warnings_with_fixes
from checking.tidy import Tidy, reported, same_file

# ----- the proof of the fixes -----


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
