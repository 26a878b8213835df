#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the C++ examples of the pages: `examples.py OUT FOLDER -- the helper's --llvm-bin, --plugin and --include`.

An example below '## Incorrect' is reported by its page's check at every line marked '// reported' and nowhere else;
one below '## Correct' is reported by no check.
"""

import os
import re
import sys
from types import SimpleNamespace

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", ".."))
from check_cotidy import Failure, Tidy, same_file


def examples(path):
    """(heading, line of the page, code) of every C++ block."""
    heading, code, start = None, None, 0
    with open(path) as page:
        for number, line in enumerate(page, 1):
            if code is None and line.startswith("## "):
                heading = line[3:].strip()
            elif line.startswith("```cpp"):
                code, start = [], number
            elif line.startswith("```") and code is not None:
                yield heading, start, "".join(code)
                code = None
            elif code is not None:
                code.append(line)


def faults_of(path, out, tidy):
    check = "async-" + os.path.basename(path)[:-3]
    blocks = [b for b in examples(path) if b[0] in ("Incorrect", "Correct")]
    for wanted in ("Incorrect", "Correct"):
        if not any(heading == wanted for heading, _, _ in blocks):
            yield f"{path}: no C++ example below '## {wanted}'"
    for number, (heading, start, code) in enumerate(blocks):
        file = os.path.join(out, f"{check}-{number}.cpp")
        with open(file, "w") as source:
            source.write(code)
        try:
            found = tidy.run([file], [check] if heading == "Incorrect" else ["async-*"])
        except Failure as failure:
            yield f"{path}:{start}: {failure}"
            continue
        found = [d for d in found if d[3] == "warning"]
        reported = {line for where, line, _, _, _ in found if same_file(where, file)}
        marked = {n for n, line in enumerate(code.splitlines(), 1) if re.search(r"// reported\b", line)}
        if heading == "Incorrect" and not marked:
            yield f"{path}:{start}: no line is marked '// reported'"
        if heading == "Correct" and marked:
            yield f"{path}:{start}: a line of a correct example is marked '// reported'"
        for line in sorted(marked - reported):
            yield f"{path}:{start + line}: not reported"
        for where, line, _, _, text in found:
            if line not in marked or not same_file(where, file):
                yield f"{path}:{start + line}: reported: {text}"


def main():
    out, folder = sys.argv[1 : sys.argv.index("--")]
    pages = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".md")]
    given = dict(a[2:].split("=", 1) for a in sys.argv[sys.argv.index("--") + 1 :] if a.startswith("--"))
    options = SimpleNamespace(llvm_bin=given["llvm-bin"], plugin=given["plugin"], include=given["include"],
                              allow_errors=False)
    os.makedirs(out, exist_ok=True)
    tidy = Tidy(options, [], [], [])
    faults = [fault for page in pages for fault in faults_of(page, out, tidy)]
    print("\n".join(faults))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
