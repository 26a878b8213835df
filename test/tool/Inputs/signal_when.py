#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a command, waits for a file to appear or for seconds to pass, and sends a signal to it or to its children.

  signal_when.py SIGNAL self|children PATH|SECONDS STATUS COMMAND...

Fails unless the command ends with STATUS.
"""

import glob
import os
import signal
import subprocess
import sys
import time


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


which, whom, event, wanted, command = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:]
# A shell's background job ignores Ctrl-C, and so would the command.
process = subprocess.Popen(command, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
if event.replace(".", "").isdigit():
    time.sleep(float(event))
deadline = time.time() + 120
while not event.replace(".", "").isdigit() and not glob.glob(event) and process.poll() is None and time.time() < deadline:
    time.sleep(0.05)
for pid in [process.pid] if whom == "self" else children(process.pid):
    os.kill(pid, getattr(signal, which))
status = process.wait()
if status != wanted:
    sys.exit(f"ended with status {status} instead of {wanted}")
