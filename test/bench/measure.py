# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a command took: time of the processor and of the clock, and memory."""

import collections
import os
import subprocess
import tempfile
import time

# user: of the command and of all that it started and waited for; mebibytes: of the largest process among them.
Measured = collections.namedtuple("Measured", "user wall mebibytes status out said")


def measure(command, directory=None, meanwhile=lambda process: None):
    """Runs the command, and `meanwhile` with its process when it has begun."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        begin = time.monotonic()
        process = subprocess.Popen(command, cwd=directory, stdout=out, stderr=said)
        meanwhile(process)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, said):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        return Measured(usage.ru_utime, time.monotonic() - begin, usage.ru_maxrss / 1024, process.returncode, *texts)
