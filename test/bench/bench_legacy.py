#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans real projects as they are, beside run-clang-tidy with LLVM's coroutine checks, and then with everything amiss.

  test/bench/bench_legacy.py [--build BUILD] [-j N] [--cache-dir FOLDER] FOLDER...

Each folder has a compile database. A copy of the project is scanned with an empty cache, given to run-clang-tidy,
scanned again, scanned after its most included header has changed, and scanned with a unit that has `#error`, one that
never ends, workers that are killed meanwhile, and a full disk under the cache. Prints a table; exit code 1 if anything
but those units is lost, or cotidy crashed. docs/benchmark.md says what the columns are.
"""

import argparse
import collections
import json
import os
import re
import signal
import sys
import tempfile
import time

from measure import measure
from project_copy import ProjectCopy, read_database, source

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ["cppcoreguidelines-avoid-capturing-lambda-coroutines", "cppcoreguidelines-avoid-reference-coroutine-parameters",
         "cppcoreguidelines-no-suspend-with-lock", "misc-coroutine-hostile-raii"]
AMISS = {
    "cotidy-bench-error.cpp": "// co_await\n#error \"no such platform\"\n",
    "cotidy-bench-endless.cpp": "// co_await\nconstexpr long count() { long n = 0; while (true) ++n; return n; }\n"
                                "constexpr long all = count();\n",
}
LIMIT = 60
INCLUDE = re.compile(r'^\s*#\s*include\s*["<](?:[^">]*/)?([^">/]+)[">]', re.MULTILINE)
FINDING = re.compile(r"^(.+?:\d+:\d+): warning: .* \[(%s)" % "|".join(PEERS), re.MULTILINE)


class Legacy(ProjectCopy):
    def __init__(self, options, folder, place):
        super().__init__(folder, place)
        self.options, self.report = options, os.path.join(place, ".bench-legacy.json")

    def scan(self, cache, *arguments, before=(), meanwhile=lambda process: None):
        took = measure([*before, os.path.join(self.options.build, "bin", "cotidy"), "scan", "-p", self.database,
                        f"-j{self.options.jobs}", "--no-baseline", "--cache-dir", cache, "--format",
                        "json=" + self.report, *arguments], self.place, meanwhile)
        if took.status not in (0, 1, 3):
            sys.exit(f"bench: exit code {took.status}: {took.said}")
        return took, json.load(open(self.report))

    def peer(self):
        bin_folder = os.path.join(self.options.llvm, "bin")
        command = [os.path.join(bin_folder, "run-clang-tidy"), "-clang-tidy-binary", os.path.join(bin_folder, "clang-tidy"),
                   "-p", self.database, f"-j{self.options.jobs}", "-quiet", "-config={}", "-header-filter=.*",
                   "-checks=-*," + ",".join(PEERS)]
        return measure(command, self.place)

    def most_included(self):
        """The header of the project that most files name."""
        headers, named = collections.defaultdict(list), collections.Counter()
        for folder, _, files in os.walk(self.place):
            for file in files:
                path = os.path.join(folder, file)
                if not re.search(r"\.(h|hh|hpp|hxx|ipp|c|cc|cpp|cxx)$", file) or os.path.islink(path):
                    continue
                headers[file].append(path)
                named.update(set(INCLUDE.findall(open(path, errors="replace").read())))
        return next((headers[name][0] for name, _ in named.most_common() if len(headers[name]) == 1), None)

    def put_amiss(self):
        path = os.path.join(self.database, "compile_commands.json")
        entries = read_database(self.database)
        for name, text in AMISS.items():
            like = dict(entries[0], file=os.path.join(self.place, name))
            like.pop("arguments", None)
            like["command"] = f"clang++ -std=c++20 -fconstexpr-steps=4294967295 -c {like['file']}"
            self.put(like["file"], text.encode())
            entries.append(like)
        self.put(path, json.dumps(entries).encode())


def workers(pid):
    try:
        return [int(child) for child in open(f"/proc/{pid}/task/{pid}/children").read().split()]
    except OSError:
        return []


def killer(count):
    """Kills a worker every second, `count` in all."""
    def kill(process):
        for _ in range(count):
            time.sleep(1)
            running = workers(process.pid)
            if not running:
                return
            os.kill(running[-1], signal.SIGKILL)
    return kill


def places(report, without=()):
    return {(f["file"], f["line"], f["check"]) for f in report["findings"] if f["unit"] not in without}


def statuses(report):
    return {status: count for status, count in report["counts"]["by-status"].items() if count}


def row(project, what, took, units, findings, detail):
    print(f"{project} | {what} | {units} | {took.wall:.0f} s | {took.user:.1f} s | {took.mebibytes:.0f} MiB | {findings} | "
          f"{detail}", flush=True)
    return took


def told(report):
    return ", ".join(f"{count} {status}" for status, count in statuses(report).items())


def bench(options, folder, work, totals):
    """Whether anything was lost that should not be."""
    name = os.path.basename(folder)
    project = Legacy(options, folder, os.path.join(work, name))
    cache = os.path.join(options.cache_dir or work, "cache-" + name)
    took, clean = project.scan(cache)
    count = clean["counts"]["units"]
    totals["cotidy"].append(row(name, "cotidy scan", took, count, clean["counts"]["findings"], told(clean)))
    if options.peer:
        took = project.peer()
        broken = len(re.findall(r"^Error while processing", took.out + took.said, re.MULTILINE))
        crashed = len(re.findall(r"^Stack dump:", took.out + took.said, re.MULTILINE))
        totals["run-clang-tidy"].append(row(name, "run-clang-tidy", took, count, len(set(FINDING.findall(took.out))),
                                            f"{broken} with errors, {crashed} crashes"))
    took, again = project.scan(cache)
    totals["again"].append(row(name, "again", took, count, again["counts"]["findings"], ""))
    wrong = [] if places(again) == places(clean) else ["the second scan has other findings"]
    header = project.most_included()
    if header:
        project.put(header, open(header, "rb").read() + b"\n// changed\n")
        took, _ = project.scan(cache)
        cached = re.search(r"(\d+) from the cache", took.said)
        row(name, "one header changed", took, count, "", f"{os.path.basename(header)}, "
            f"{count - (int(cached[1]) if cached else 0)} units not from the cache")
        project.restore(header)
    crashes = clean["counts"]["by-status"]
    wrong += [f"{crashes[kind]} units {kind}" for kind in ("crashed", "failed", "timed-out", "out-of-memory") if crashes[kind]]
    return wrong + amiss(options, project, clean, name, work)


def amiss(options, project, clean, name, work):
    project.put_amiss()
    small = os.path.join(work, "small")
    os.makedirs(small, exist_ok=True)
    script = os.path.join(work, "full.sh")
    with open(script, "w") as out:
        out.write('mount -t tmpfs -o size=64k tmpfs "$1" && shift && exec "$@"\n')
    took, report = project.scan(small, "--timeout", str(LIMIT), meanwhile=killer(options.kill),
                                before=["unshare", "--user", "--map-root-user", "--mount", "sh", script, small])
    full = "cannot be kept" in took.said
    row(name, "all amiss", took, report["counts"]["units"], report["counts"]["findings"],
        told(report) + (", cache full and said" if full else ""))
    by_file = {unit["file"]: unit["status"] for unit in report["units"]}
    killed = {file for file, status in by_file.items() if status == "crashed" or status == "failed"}
    wrong = []
    for file, status in zip(AMISS, ("errors", "timed-out")):
        if by_file[os.path.join(project.place, file)] not in (status, "failed"):
            wrong.append(f"{file} is {by_file[os.path.join(project.place, file)]}, and not {status}")
    if len(killed) > options.kill:
        wrong.append(f"{len(killed)} units lost by {options.kill} killed workers")
    lost = places(clean, killed) - places(report)
    if lost:
        wrong.append(f"findings lost in units that nobody killed: {sorted(lost)[:5]}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=os.path.join(HERE, "..", "..", "build"))
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count())
    parser.add_argument("--kill", type=int, default=3, help="how many workers are killed")
    parser.add_argument("--cache-dir", help="where the results of the first scans are kept, and may be already")
    parser.add_argument("--work", help="where the copies are made")
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="without run-clang-tidy")
    parser.add_argument("folder", nargs="+")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    cache = open(os.path.join(options.build, "CMakeCache.txt")).read()
    options.llvm = re.search(r"^Clang_DIR:PATH=(.*)/lib/cmake", cache, re.MULTILINE)[1]

    print("project | run | units | wall | user | memory | findings | units by status")
    totals, wrong = collections.defaultdict(list), []
    with tempfile.TemporaryDirectory(prefix="cotidy-legacy-", dir=options.work) as work:
        for folder in map(os.path.abspath, options.folder):
            wrong += [f"{os.path.basename(folder)}: {fault}" for fault in bench(options, folder, work, totals)]
    for what, all_took in totals.items():
        print(f"all | {what} | | {sum(t.wall for t in all_took):.0f} s | {sum(t.user for t in all_took):.1f} s | "
              f"{max(t.mebibytes for t in all_took):.0f} MiB | |")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


main()
