#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Validates a SARIF file with Microsoft's Multitool, all its rules on: `sarif_valid.py MULTITOOL FILE`.

Fails on an error or a warning; what it only notes (a link that is not reachable from here) is not counted.
"""

import json
import os
import subprocess
import sys

multitool, file = sys.argv[1:]
answers = file + ".answers"
environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}
command = [multitool, "validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--log",
           "ForceOverwrite", "--output", answers]
ended = subprocess.run(command, capture_output=True, text=True, env=environment)
if not os.path.exists(answers):
    sys.exit(f"no answer, status {ended.returncode}\n{ended.stdout}{ended.stderr}")
with open(answers, encoding="utf-8-sig") as log:
    run = json.load(log)["runs"][0]

counts = {"error": 0, "warning": 0, "note": 0}
for result in run.get("results", []):
    level = result.get("level", "warning")
    counts[level] += 1
    if level != "note":
        print(level, result["ruleId"], result["message"])
for invocation in run["invocations"]:
    for kind in ("toolExecutionNotifications", "toolConfigurationNotifications"):
        for notification in invocation.get(kind, []):
            if notification.get("level", "warning") == "error":
                sys.exit(f"the Multitool failed: {notification}")
# A validator that ran no rule would find nothing either: each file gets some note.
if not counts["note"]:
    sys.exit("the Multitool's rules did not run")
print(f"{counts['error']} errors, {counts['warning']} warnings")
sys.exit(counts["error"] + counts["warning"] > 0)
