#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures what scanning a whole project costs, as ratios of user time, and prints one table for each project.

  test/bench/bench_project.py [--build BUILD] [--units N...] [--database FOLDER...] [--runs N] [--check]
  test/bench/bench_project.py --growth N... [--runs N...]

Projects are synthetic ones of N units (make_project.py), or real ones by the folder of their compile database. Each
run scans with an empty cache, compiles every unit with -fsyntax-only, scans again, and (synthetic ones) scans after one
header of a module was changed. The figure is the median of the runs' ratios, with the smallest and the largest. --check
exits with 1 if a budget is exceeded. docs/benchmark.md says what the budgets are.

--growth prints how the cost grows with the number of units, a line for each number with as many runs as --runs says in
the same place. Its projects are light, so that most of what is measured is not the compiler's work.
"""

import argparse
import contextlib
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

from measure import measure

HERE = os.path.dirname(os.path.abspath(__file__))


class Project:
    def __init__(self, options, folder, title):
        self.database, self.title = folder, title
        self.driver = os.path.join(options.build, "bin", "cotidy")
        self.compiler = options.compiler
        self.cache = tempfile.mkdtemp(prefix="cotidy-bench-")
        self.entries = json.load(open(os.path.join(folder, "compile_commands.json")))

    def scan(self, *arguments):
        took = measure([self.driver, "scan", "-p", self.database, "--cache-dir", self.cache, *arguments])
        if took.status not in (0, 1, 3):
            sys.exit(f"bench: exit code {took.status}: {took.said}")
        cached = re.search(r"(\d+) from the cache", took.said)
        units = int(re.search(r"in (\d+) unit", took.said)[1])
        self.mebibytes = took.mebibytes
        return took.user, units - (int(cached[1]) if cached else 0)

    def first_scan(self, *arguments):
        shutil.rmtree(self.cache)
        os.mkdir(self.cache)
        return self.scan(*arguments)

    def compile(self, wanted=lambda file: True):
        total = 0
        for entry in self.entries:
            directory = os.path.join(self.database, entry["directory"])
            if not wanted(entry["file"]):
                continue
            command = entry.get("arguments") or shlex.split(entry["command"])
            if "-o" in command:
                at = command.index("-o")
                command = command[:at] + command[at + 2:]
            command = [self.compiler, "-fsyntax-only", "-w"] + [word for word in command[1:] if word != "-c"]
            total += measure(command, directory).user
        return total


def row(name, ratios, budget, detail):
    median = statistics.median(ratios)
    limit = f" ({budget:.2f})" if budget else ""
    print(f"{name:<52} {median:.4f} [{min(ratios):.4f}, {max(ratios):.4f}]{limit:<8} {detail}")
    return budget is not None and median > budget


def bench(project, runs, header, plain_unit):
    first, compiled, second, changed, plain, plain_compiled = [], [], [], [], [], []
    analysed = 0
    for run in range(runs):
        first.append(project.first_scan()[0])
        compiled.append(project.compile())
        second.append(project.scan()[0])
        if header:
            with open(header, "a") as file:
                file.write(f"// {run}\n")
            seconds, analysed = project.scan()
            changed.append(seconds)
        if plain_unit:
            plain.append(project.scan("--no-cache", os.path.join(project.database, plain_unit))[0])
            plain_compiled.append(project.compile(lambda file: file == plain_unit))
    shutil.rmtree(project.cache)

    def ratios(a, b):
        return [x / y for x, y in zip(a, b)]

    count = len(project.entries)
    print(f"{project.title}: {count} units, {runs} runs")
    exceeded = row("first scan / -fsyntax-only of all units", ratios(first, compiled), 0.75,
                   f"{statistics.median(first):.1f} / {statistics.median(compiled):.1f} s")
    exceeded |= row("second scan / first scan", ratios(second, first), 0.02, f"{statistics.median(second):.2f} s")
    if header:
        exceeded |= row("scan after one header changed / first scan", ratios(changed, first), None,
                        f"{analysed} units analysed")
        exceeded |= analysed != 10
    if plain_unit:
        exceeded |= row("scan of a unit without coroutines / -fsyntax-only", ratios(plain, plain_compiled), 0.08,
                        f"{statistics.median(plain):.2f} / {statistics.median(plain_compiled):.2f} s")
    return exceeded


def row_of_growth(project, runs, header):
    first, alone, second, changed, parents = [], [], [], [], []
    for run in range(runs):
        alone.append(project.first_scan("--no-whole-program")[0])
        first.append(project.first_scan()[0])
        second.append(project.scan()[0])
        parents.append(project.mebibytes)  # nothing is analysed: there is but one process
        with open(header, "a") as file:
            file.write(f"// {run}\n")
        seconds, analysed = project.scan()
        changed.append(seconds)
    shutil.rmtree(project.cache)
    count = len(project.entries)
    a, b, c, d, m = map(statistics.median, (first, alone, second, changed, parents))
    print(f"{count:>5} {runs:>4}  {a:>8.2f} {1000 * a / count:>8.1f}  {a / b:>9.3f}  {c:>8.2f} {1000 * c / count:>8.2f} "
          f"{c / a:>6.3f}  {d:>8.2f} {analysed:>6}  {m:>6.0f}", flush=True)
    return analysed != 10


def growth(options):
    print(" " * 11 + "first scan, ms    summaries   second scan, ms   of the  header changed  memory")
    print("units runs   seconds a unit   (a factor)   seconds a unit  first   seconds  units  MiB")
    exceeded = False
    for index, units in enumerate(options.growth):
        with synthetic(units, "light") as folder:
            project = Project(options, os.path.join(folder, "build"), "light")
            exceeded |= row_of_growth(project, options.runs[min(index, len(options.runs) - 1)],
                                      os.path.join(folder, "include", "module0.h"))
    return exceeded


@contextlib.contextmanager
def synthetic(units, *kind):
    with tempfile.TemporaryDirectory(prefix="cotidy-project-") as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "make_project.py"), folder, str(units), *kind], check=True)
        yield folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=os.path.join(HERE, "..", "..", "build"))
    parser.add_argument("--units", type=int, nargs="*", default=[])
    parser.add_argument("--database", nargs="*", default=[])
    parser.add_argument("--growth", type=int, nargs="*", default=[])
    parser.add_argument("--runs", type=int, nargs="*", default=[7])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    cache = open(os.path.join(options.build, "CMakeCache.txt")).read()
    llvm = re.search(r"^Clang_DIR:PATH=(.*)/lib/cmake", cache, re.MULTILINE)[1]
    options.compiler = os.path.join(llvm, "bin", "clang++")

    exceeded = growth(options) if options.growth else False
    for units in options.units or ([] if options.database or options.growth else [100]):
        with synthetic(units) as folder:
            project = Project(options, os.path.join(folder, "build"), "synthetic")
            exceeded |= bench(project, options.runs[0], os.path.join(folder, "include", "module0.h"),
                              "../src/module0/unit2.cpp")
    for folder in options.database:
        project = Project(options, os.path.abspath(folder), os.path.basename(os.path.abspath(folder)))
        exceeded |= bench(project, options.runs[0], None, None)
    sys.exit(1 if options.check and exceeded else 0)


main()
