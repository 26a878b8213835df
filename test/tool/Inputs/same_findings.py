#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares what the plugin in stock clang-tidy and `cotidy scan` say of the same files, notes and fixes included.

  same_findings.py --tidy CLANG-TIDY --plugin FILE --driver FILE FILES... -- FLAGS...
"""

import argparse
import json
import re
import subprocess
import sys

LINE = re.compile(r"^(/.+?):(\d+):(\d+): (warning|error|note): (.*)$", re.MULTILINE)


def of_plugin(options, file, flags):
    command = [options.tidy, "--load=" + options.plugin, "--checks=-*,async-*", "--header-filter=.*", "--config={}", file]
    answer = subprocess.run(command + ["--"] + flags, capture_output=True, text=True)
    return [(path, int(line), int(column), kind, text) for path, line, column, kind, text in LINE.findall(answer.stdout)]


def of_driver(options, file, flags):
    command = [options.driver, "scan", "--no-whole-program", "--checks=-*,async-*", "--format=json", file]
    answer = subprocess.run(command + ["--"] + flags, capture_output=True, text=True)
    if answer.returncode not in (0, 1):
        sys.exit(f"{file}: cotidy ended with status {answer.returncode}\n{answer.stderr}")
    found = []
    for finding in json.loads(answer.stdout)["findings"]:
        place = (finding["file"], finding["line"], finding["column"])
        found.append((*place, finding["level"], f"{finding['message']} [{finding['check']}]"))
        offered = [{**fix, "message": fix["title"]} for fix in finding["fixes"] if fix["kind"] == "offered"]
        for note in finding["notes"] + offered:
            found.append((note["file"], note["line"], note["column"], "note", note["message"]))
    return found


def main():
    arguments, flags = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser()
    for name in ("--tidy", "--plugin", "--driver"):
        parser.add_argument(name, required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)

    findings = different = 0
    for file in options.files:
        plugin, driver = sorted(of_plugin(options, file, flags)), sorted(of_driver(options, file, flags))
        findings += sum(kind != "note" for _, _, _, kind, _ in plugin)
        for entry in sorted(set(plugin) ^ set(driver)):
            different += 1
            print("plugin only:" if entry in plugin else "driver only:", *entry)
    print(f"{findings} findings, {different} differences")
    return 1 if different else 0


sys.exit(main())
