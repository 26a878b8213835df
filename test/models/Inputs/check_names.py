# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fails if `cotidy models check` misses a name that is not among those another version or platform has.

usage: check_names.py COTIDY LIBRARY ABSENT [FLAG...]   ABSENT is a pattern for whole names
"""

import re
import subprocess
import sys

cotidy, library, absent = sys.argv[1:4]
answer = subprocess.run([cotidy, "models", "check", library, "--"] + sys.argv[4:], capture_output=True, text=True)
*names, summary = answer.stdout.splitlines() or [""]
print(summary)
if answer.returncode not in (0, 1) or not summary.startswith(library + ": "):
    sys.exit(answer.stderr)
unexpected = [line for line in names if not re.fullmatch(absent, line.split(": ")[0])]
if unexpected:
    sys.exit("\n".join(unexpected))
if not re.search(r": [1-9]\d* names", summary):
    sys.exit("no names were checked")
