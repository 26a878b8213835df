#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Proves the fixes that real projects are offered, each one alone.

  test/bench/prove_fixes.py [--build BUILD] [--each N] [-j N] [--checks GLOBS] [--cache-dir CACHE] [--all] FOLDER...

Every folder has a compile database. The project is copied; each fix of each finding is applied to the copy, and its
unit scanned again: it must compile, its check must report less in that file, and no check more in any file. --each
tries at most N fixes of one check and title in a project. Exit code 1, with the text of every fix at fault, if there is
one. --all prints those that are proven as well: whether they are good is for a reader.
"""

import argparse
import collections
import concurrent.futures
import difflib
import json
import os
import queue
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from checking.fixes import Edit, apply  # noqa: E402
from project_copy import ProjectCopy  # noqa: E402

Outcome = collections.namedtuple("Outcome", "finding fix verdict detail")
VERDICTS = ["proven", "does not compile", "not gone", "new finding", "left out"]


class Prover(ProjectCopy):
    def __init__(self, options, folder, place):
        super().__init__(folder, place)
        self.options = options

    def scan(self, *units):
        """The findings as the report has them, and the units that were analysed in full."""
        report = os.path.join(self.place, ".prove-fixes.json")
        command = [os.path.join(self.options.build, "bin", "cotidy"), "scan", "-q", "-p", self.database, "-j1",
                   "--no-whole-program", "--no-baseline", "--format", "json=" + report, "--cache-dir",
                   self.options.cache_dir or os.path.join(self.options.work, "cache"), *units]
        if self.options.checks:
            command.append("--checks=" + self.options.checks)
        if not units:
            command[command.index("-j1")] = f"-j{self.options.jobs}"
        said = subprocess.run(command, cwd=self.place, capture_output=True, text=True)
        if said.returncode not in (0, 1, 3):
            sys.exit(f"{' '.join(command)}: exit code {said.returncode}\n{said.stderr}")
        answer = json.load(open(report))
        return answer["findings"], {unit["file"]: unit for unit in answer["units"]}

    def count(self, findings):
        """How many there are of each check in each file; a fix may bring a header, with the findings it has anyway."""
        return collections.Counter((self.there(found["file"]), found["check"]) for found in findings)

    def prove(self, finding, fix, known):
        unit = self.here(finding["unit"])
        edits = collections.defaultdict(set)
        for edit in fix["edits"]:
            edits[self.here(edit["file"])].add(Edit(edit["offset"], edit["length"], edit["text"]))
        if not all(self.holds(path) for path in edits):
            return Outcome(finding, fix, "left out", ["it edits a file outside of the project"])
        before = self.count(self.scan(unit)[0])
        diff = []
        try:
            for path, changes in edits.items():
                old = open(path, "rb").read()
                new = apply(old, changes)
                self.put(path, new)
                diff += difflib.unified_diff(old.decode(errors="replace").splitlines(),
                                             new.decode(errors="replace").splitlines(), path, path, "", "", 2, "")
            found, units = self.scan(unit)
        finally:
            for path in edits:
                self.restore(path)
        after, where = self.count(found), (finding["file"], finding["check"])
        if any(unit["status"] != "analysed" for unit in units.values()):
            return Outcome(finding, fix, "does not compile", diff + complaints(units.values()))
        if after[where] >= before[where]:
            return Outcome(finding, fix, "not gone", diff + self.shown(found, [where]))
        fresh = [key for key in after if after[key] > max(before[key], known[key])]
        if fresh:
            return Outcome(finding, fix, "new finding", diff + self.shown(found, fresh))
        return Outcome(finding, fix, "proven", diff)

    def shown(self, findings, wanted):
        return [f"{self.there(f['file'])}:{f['line']}: {f['message']} [{f['check']}]" for f in findings
                if (self.there(f["file"]), f["check"]) in wanted]


def complaints(units):
    return [f"{error['file']}:{error['line']}: error: {error['message']}" for unit in units for error in unit["errors"]
            ] or [f"{unit['file']}: {unit['status']}: {unit['reason']}" for unit in units]


def chosen(findings, whole, each):
    """Fixes of findings in units that compile, at most `each` of one check and title."""
    taken, result = collections.Counter(), []
    for finding in findings:
        if finding["unit"] not in whole:
            continue
        for fix in finding.get("fixes", []):
            key = finding["check"], re.sub(r"'[^']*'|\d+", "_", fix["title"])
            if not each or taken[key] < each:
                taken[key] += 1
                result.append((finding, fix))
    return result


def prove_project(options, folder):
    with tempfile.TemporaryDirectory(prefix="project-", dir=options.work) as work:
        copies = queue.Queue()
        first = Prover(options, folder, os.path.join(work, "0"))
        findings, units = first.scan()
        pairs = chosen(findings, {file for file, unit in units.items() if unit["status"] == "analysed"}, options.each)
        for finding, fix in pairs:
            fix["edits"] = [dict(edit, file=first.there(edit["file"])) for edit in fix["edits"]]
            finding.update(file=first.there(finding["file"]), unit=first.there(finding["unit"]))
        copies.put(first)
        for number in range(1, options.jobs):
            copies.put(Prover(options, folder, os.path.join(work, str(number))))

        known = first.count(findings)

        def prove(pair):
            copy = copies.get()
            try:
                return copy.prove(*pair, known)
            finally:
                copies.put(copy)

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            outcomes = list(pool.map(prove, pairs))
    whole = sum(unit["status"] in ("analysed", "no-coroutines") for unit in units.values())
    print(f"{os.path.basename(folder)}: {whole} of {len(units)} units analysed in full, {len(findings)} findings, "
          f"{len(outcomes)} fixes tried", flush=True)
    for outcome in outcomes:
        if options.all or outcome.verdict != "proven":
            finding = outcome.finding
            print(f"\n{finding['file']}:{finding['line']}: {outcome.verdict}: {outcome.fix['title']} [{finding['check']}]")
            print("\n".join(outcome.detail), flush=True)
    return outcomes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=os.path.join(HERE, "..", "..", "build"))
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--checks", help="of these checks, and not of the recommended ones")
    parser.add_argument("--cache-dir", help="where results are kept; nowhere by default")
    parser.add_argument("--all", action="store_true", help="print the fixes that are proven as well")
    parser.add_argument("--work", help="where the copies are made")
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count())
    parser.add_argument("folder", nargs="+")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)

    outcomes = []
    with tempfile.TemporaryDirectory(prefix="cotidy-fixes-", dir=options.work) as options.work:
        for folder in options.folder:
            outcomes += prove_project(options, os.path.abspath(folder))
    table = collections.defaultdict(collections.Counter)
    for outcome in outcomes:
        for row in (outcome.finding["check"], "all"):
            table[row][outcome.verdict] += 1
    print("\n" + " | ".join(["check", "tried", *VERDICTS]))
    for row in sorted(table, key=lambda name: (name == "all", name)):
        print(" | ".join([row, str(sum(table[row].values())), *(str(table[row][verdict]) for verdict in VERDICTS)]))
    sys.exit(1 if any(outcome.verdict not in ("proven", "left out") for outcome in outcomes) else 0)


main()
