#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures cotidy's budgets, as ratios of user time and of peak memory, and prints them as one table.

  test/bench/bench.py [--build BUILD] [--runs N] [--check]

Each row runs two commands in turn, A B A B ..., so that a change of the machine's speed meets both alike; the figure
is the median of the pairs' ratios, with the smallest and the largest. --check exits with 1 if a budget is exceeded.
docs/benchmark.md says what the budgets are.
"""

import argparse
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(command):
    """User seconds and peak memory in MiB of the command and what it starts."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit("bench: exit code %d: %s" % (process.returncode, " ".join(command)))
    return usage.ru_utime, usage.ru_maxrss / 1024


def compare(a, b, runs):
    measure(a), measure(b)  # warms the file cache
    pairs = [(measure(a), measure(b)) for _ in range(runs)]
    ratios = [[x[i] / y[i] for x, y in pairs] for i in (0, 1)]
    return ratios, [statistics.median(x[0] for x, _ in pairs), statistics.median(y[0] for _, y in pairs)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=os.path.join(HERE, "..", "..", "build"))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--unit", default=os.path.join(HERE, "heavy-asio.cpp"))
    options = parser.parse_args()
    build = os.path.abspath(options.build)

    cache = dict(
        line.strip().split("=", 1)
        for line in open(os.path.join(build, "CMakeCache.txt"))
        if "=" in line and not line.startswith(("#", "/"))
    )
    llvm = os.path.join(cache["Clang_DIR:PATH"].split("/lib/cmake")[0], "bin")
    subprocess.run(["cmake", "--build", build, "--target", "cotidy_bench_empty"], check=True, stdout=subprocess.DEVNULL)

    flags = ["-std=c++20", "-w"]
    tidy = [os.path.join(llvm, "clang-tidy"), "--quiet", "--config={}"]
    plugin = tidy + ["--load=%s/lib/cotidy.so" % build, "--checks=-*,async-*", options.unit, "--"] + flags
    empty = tidy + ["--load=%s/lib/cotidy-bench-empty.so" % build, "--checks=-*,empty-check", options.unit, "--"] + flags
    scan = [build + "/bin/cotidy", "scan", "--no-cache", options.unit, "--"] + flags
    compiler = [os.path.join(llvm, "clang++"), "-fsyntax-only"] + flags + [options.unit]

    rows = [
        ("all checks in clang-tidy / one empty check", plugin, empty, 1.03, 1.03),
        ("cotidy scan of the unit / clang++ -fsyntax-only", scan, compiler, 0.70, None),
    ]
    print("%d runs of each; %s" % (options.runs, os.path.relpath(options.unit)))
    print("%-50s %-26s %-26s %s" % ("", "user time (budget)", "peak memory (budget)", "seconds"))
    exceeded = False
    for name, a, b, time_budget, memory_budget in rows:
        ratios, seconds = compare(a, b, options.runs)
        cells = []
        for values, budget in zip(ratios, (time_budget, memory_budget)):
            median = statistics.median(values)
            exceeded |= budget is not None and median > budget
            limit = " (%.2f)" % budget if budget else ""
            cells.append("%.3f [%.3f, %.3f]%s" % (median, min(values), max(values), limit))
        print("%-50s %-26s %-26s %.2f / %.2f" % (name, *cells, *seconds))
    sys.exit(1 if options.check and exceeded else 0)


if __name__ == "__main__":
    main()
