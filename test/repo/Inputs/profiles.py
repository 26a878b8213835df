#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The files of docs/profiles, made from what the driver lists: `profiles.py ROOT DRIVER [--write]`.

Without --write it prints which file is not what it would write, and fails if there is one.
"""

import json
import os
import subprocess
import sys

PROFILES = {
    "recommended": (["recommended"], "What cotidy and cotidy-clangd report by default."),
    "strict": (["recommended", "strict"], "The recommended checks, those that want a second look, and every category."),
    "library-authors": (["recommended", "library-authors"], "For those who write task types, promises and awaiters."),
    "tests": (["recommended", "tests"], "For folders of tests."),
}
STRICT_OPTIONS = {
    "async-blocking-call": {"Console": "true", "FileMetadata": "true", "Lock": "true"},
    "async-cpu-bound-work": {"IgnoredModels": "''"},
    "async-missing-timeout": {"ReportIdleReads": "true", "ReportSlowEnds": "true"},
}


def content(profile, listed):
    kinds, what = PROFILES[profile]
    names = [c["name"] for c in listed if c["profile"] in kinds]
    lines = ["# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception", f"# {what}",
             "# Made by test/repo/Inputs/profiles.py; see docs/profiles/README.md.", "Checks: >", "  -*,"]
    lines += [f"  {name}," for name in names[:-1]] + [f"  {names[-1]}"]
    if profile == "strict":
        known = {c["name"]: {o["name"] for o in c["options"]} for c in listed}
        lines.append("CheckOptions:")
        for check, options in STRICT_OPTIONS.items():
            assert set(options) <= known[check], f"{check} has lost an option"
            lines += [f"  {check}.{option}: {value}" for option, value in options.items()]
    return "\n".join(lines) + "\n"


def main():
    root, driver = sys.argv[1:3]
    answer = subprocess.run([driver, "list", "--format", "json"], capture_output=True, text=True, check=True)
    listed = json.loads(answer.stdout)
    stale = []
    for profile in PROFILES:
        path = os.path.join(root, "docs", "profiles", f"{profile}.clang-tidy")
        want = content(profile, listed)
        if "--write" in sys.argv:
            with open(path, "w") as file:
                file.write(want)
        elif not os.path.exists(path) or open(path).read() != want:
            stale.append(f"docs/profiles/{profile}.clang-tidy is not what the checks say; write it anew with "
                         "test/repo/Inputs/profiles.py . build/bin/cotidy --write")
    print("\n".join(stale))
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
