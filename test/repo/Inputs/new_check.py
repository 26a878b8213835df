#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`new_check.py SOURCE BUILD OUT LLVM_BIN`: tool/new-check on a copy of the tree.

It makes its three files and edits none; what it makes builds, is found by its name alone, keeps the repository's
rules, and its test fails. Only the new object and the index are compiled; the other objects are the build's.
"""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys

NAME = "made-for-this-test"
MADE = ["checks/%s.cpp" % NAME, "docs/checks/%s.md" % NAME, "test/checks/%s.cpp" % NAME]


def snapshot(tree):
    digests = {}
    for folder, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                digests[os.path.relpath(path, tree)] = hashlib.sha256(file.read()).digest()
    return digests


def run(command, status=0, says=""):
    answer = subprocess.run(command, capture_output=True, text=True)
    said = answer.stdout + answer.stderr
    assert answer.returncode == status, f"status {answer.returncode}, want {status}: {shlex.join(command)}\n{said}"
    assert says in said, f"does not say '{says}': {shlex.join(command)}\n{said}"
    return said


def object_of(entry):
    arguments = shlex.split(entry["command"])
    return os.path.join(entry["directory"], arguments[arguments.index("-o") + 1])


def compile(entry, source, out, include=()):
    """Compiles a source as the build compiles the file of the entry."""
    arguments = shlex.split(entry["command"])
    arguments = [source if a == entry["file"] else a for a in arguments]
    arguments[arguments.index("-o") + 1] = out
    for option in ("-MF", "-MT"):
        if option in arguments:
            arguments[arguments.index(option) + 1] = out + ".d"
    at = next(i for i, a in enumerate(arguments) if a.startswith("-I"))
    arguments[at:at] = ["-I" + i for i in include]
    answer = subprocess.run(arguments, cwd=entry["directory"], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return out


def main():
    source, build, out, llvm_bin = sys.argv[1:]
    shutil.rmtree(out, ignore_errors=True)
    tree = os.path.join(out, "tree")
    for folder in ("checks", "docs", "test", "tool"):
        shutil.copytree(os.path.join(source, folder), os.path.join(tree, folder),
                        ignore=shutil.ignore_patterns("__pycache__"))

    tool = os.path.join(tree, "tool", "new-check")
    before = snapshot(tree)
    for bad in ([], ["oneword"], ["Await-Loop"], ["await_loop"], ["-await-loop"], ["a-b", "c-d"]):
        run([tool] + bad, 2, "usage: tool/new-check NAME")
    assert snapshot(tree) == before, "a refused name leaves something behind"
    run([tool, NAME])
    after = snapshot(tree)
    assert sorted(set(after) - set(before)) == MADE, sorted(set(after) - set(before))
    assert all(after[f] == before[f] for f in before), "it edits a file"
    run([tool, NAME], 2, "is there already")
    assert snapshot(tree) == after, "it writes over a check"

    rules = os.path.join(source, "test", "repo", "Inputs", "rules.py")
    for rule in ("layers", "orphans", "libraries", "parents", "licences"):
        run([sys.executable, rules, tree, rule])
    formatter = os.path.join(llvm_bin, "clang-format")
    if os.access(formatter, os.X_OK):
        run([formatter, "--style=file:" + os.path.join(source, ".clang-format"), "--dry-run", "-Werror",
             os.path.join(tree, MADE[0])])

    # The index, by the build's own function.
    checks = os.path.join(tree, "checks")
    names = sorted(os.path.join(checks, n) for n in os.listdir(checks) if n.endswith(".cpp"))
    script = os.path.join(out, "index.cmake")
    index = os.path.join(out, "generated", "CheckIndex.inc")
    with open(script, "w") as file:
        file.write(f"include({tree}/tool/cmake/GenerateIndex.cmake)\n"
                   f"cotidy_generate_check_index({index} {' '.join(names)})\n")
    run(["cmake", "-P", script])

    with open(os.path.join(build, "compile_commands.json")) as file:
        entries = {os.path.relpath(e["file"], source): e for e in json.load(file)}
    entry = entries["checks/core/Module.cpp"]
    objects = [object_of(e) for f, e in entries.items()
               if "/cotidy_checks.dir/" in object_of(e) and f != "checks/core/Module.cpp" and f.endswith(".cpp")]
    objects.append(compile(entry, os.path.join(tree, MADE[0]), os.path.join(out, "new.o")))
    objects.append(compile(entry, entry["file"], os.path.join(out, "module.o"), [os.path.dirname(index)]))
    plugin = os.path.join(out, "cotidy.so")
    run([os.path.join(llvm_bin, "clang++"), "-shared", "-o", plugin] + objects)

    run([os.path.join(llvm_bin, "clang-tidy"), "-load=" + plugin, "--checks=-*,async-*", "--list-checks"],
        says="async-" + NAME)
    run([sys.executable, os.path.join(source, "test", "check_cotidy.py"), "--llvm-bin=" + llvm_bin,
         "--plugin=" + plugin, "--include=" + os.path.join(source, "test", "include"), os.path.join(tree, MADE[2]),
         NAME, os.path.join(out, "test")], 1, "CHECK-MESSAGES: expected string not found in input")


if __name__ == "__main__":
    main()
