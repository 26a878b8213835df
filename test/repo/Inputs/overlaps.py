#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""No two checks report the same problem on one line: `overlaps.py ROOT OUT --llvm-bin=... --plugin=... --include=...`.

Runs every check over every test of a check and every example of a page. Two checks that meet on a line are a fault,
unless Inputs/overlaps.txt names them with the reason why they tell of two problems; a pair there that never meets is a
fault as well.
"""

import concurrent.futures
import itertools
import os
import re
import subprocess
import sys

from examples import examples

WARNING = re.compile(r"^(.+?):(\d+):\d+: warning: .* \[(async-[\w,-]+)\]$")


def sources(root, out):
    for folder in ("test/checks", "test/checks/libraries"):
        for name in sorted(os.listdir(os.path.join(root, folder))):
            if name.endswith(".cpp"):
                yield os.path.join(root, folder, name), f"{folder}/{name}"
    pages = os.path.join(root, "docs", "checks")
    for name in sorted(os.listdir(pages)):
        for _, start, code in examples(os.path.join(pages, name)):
            path = os.path.join(out, f"{name[:-3]}-{start}.cpp")
            with open(path, "w") as file:
                file.write("\n" * start + code)
            yield path, f"docs/checks/{name}"


def reported(path, given):
    """(line, checks) for every line with findings in the file itself."""
    text = open(path).read()
    standard = re.search(r"-std=(\S+)", text)
    answer = subprocess.run(
        [os.path.join(given["llvm-bin"], "clang-tidy"), "--load=" + given["plugin"], "--checks=-*,async-*", "--config={}",
         "--quiet", path, "--", "-std=" + (standard.group(1) if standard else "c++20"), "-nostdinc++", "-isystem",
         given["include"]], capture_output=True, text=True)
    lines = {}
    for line in answer.stdout.splitlines():
        found = WARNING.match(line)
        if found and os.path.basename(found.group(1)) == os.path.basename(path):
            lines.setdefault(int(found.group(2)), set()).update(found.group(3).split(","))
    return lines


def main():
    root, out = sys.argv[1:3]
    given = dict(a[2:].split("=", 1) for a in sys.argv[3:])
    os.makedirs(out, exist_ok=True)
    allowed = {}
    with open(os.path.join(root, "test", "repo", "Inputs", "overlaps.txt")) as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                pair, reason = line.split(":", 1)
                assert reason.strip(), f"no reason: {line}"
                allowed[tuple(sorted("async-" + name for name in pair.split()))] = False
    faults = []
    todo = list(sources(root, out))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (_, name), lines in zip(todo, pool.map(lambda source: reported(source[0], given), todo)):
            for line, checks in sorted(lines.items()):
                for pair in itertools.combinations(sorted(checks), 2):
                    if pair in allowed:
                        allowed[pair] = True
                    else:
                        faults.append(f"{name}:{line}: {pair[0]} and {pair[1]}")
    faults += [f"overlaps.txt: {a} and {b} never meet" for (a, b), met in allowed.items() if not met]
    print("\n".join(faults))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
