#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A project whose names, sources and messages would like to be something else in a report.

  hostile_project.py INCLUDE                 writes it to the current folder, with a compile database
  hostile_project.py --names-in-sarif FILE   looks for its names in a report
"""

import json
import os
import sys
from urllib.parse import unquote

PAYLOADS = [
    "</script><script>window.hacked=1<!--",
    "<img src=x onerror=window.hacked=1>",
    "\"'`;window.hacked=1;'\"",
    "::error file=x,line=1::hacked%0A",
    "]]>&lt;x y='",
    "[link](javascript:window.hacked=1) {0} {1} \\",
    "\x1b[2J\x9b2J\x07\r",
    "\u202e\u2066 \u2028\u2029 ünï 𝔘",
    "100%25 #?&a=b:c",
    "../..//etc",
]


def names():
    return [f"{index} {payload.replace('/', '∕')}.cpp" for index, payload in enumerate(PAYLOADS)]


def source(payload):
    comment = payload.replace("*/", "").replace("\r", "")
    literal = payload.replace("\\", "").replace('"', "").replace("\r", "")
    return f"""#include <inhouse/task.h>
#include <vector>
inhouse::task<int> fetch(int id, const char *why = "{literal}");
inhouse::task<std::vector<int>> all(std::vector<int> ids) {{
  std::vector<int> found;
  for (int id : ids) /* {comment} */
    found.push_back(co_await fetch(id, "{literal}")); /* {comment} */
  fetch(1, "{literal}"); // {comment}
  co_return found;
}}
"""


def write(include):
    flags = ["c++", "-std=c++20", "-nostdinc++", "-isystem", include, "--no-system-header-prefix=inhouse/", "-Wno-everything"]
    sources = dict(zip(names(), map(source, PAYLOADS)))
    sources["fails <script> %0A.cpp"] = "// co_await\n#error </script>\x1b[2J ::error::x ]]> [a](b) {0}\n"
    sources["crashes <b>.cpp"] = "// co_await\n#pragma clang __debug crash\n"
    for name, text in sources.items():
        with open(name, "w", newline="") as file:
            file.write(text)
    entries = [{"directory": os.getcwd(), "file": name, "arguments": [*flags, name]} for name in [*sources, "gone\t.cpp"]]
    with open("compile_commands.json", "w") as file:
        json.dump(entries, file, ensure_ascii=False)


def names_in_sarif(path):
    with open(path) as file:
        run = json.load(file)["runs"][0]
    found = set()
    for result in run["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%/")
        assert artifact["uriBaseId"] == "SRCROOT" and set(artifact["uri"]) <= allowed, artifact
        found.add(unquote(artifact["uri"], errors="strict"))
    missing = [name for name in names() if name not in found]
    assert not missing, missing
    print(f"{len(run['results'])} findings in {len(found)} files, every name found")


if __name__ == "__main__":
    names_in_sarif(sys.argv[2]) if sys.argv[1] == "--names-in-sarif" else write(sys.argv[1])
