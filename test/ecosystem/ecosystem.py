#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs every check over packaged code that nobody here wrote and compares the findings with the reviewed list.

  ecosystem.py --llvm-bin DIR --plugin FILE CORPUS            the test
  ecosystem.py --llvm-bin DIR --plugin FILE --accept CORPUS   writes the list anew

A list is CORPUS-VERSION.findings, one finding a line: `file:line: check: verdict, why`. The verdict is a person's:
`true` or `debatable`. --accept keeps the verdicts of findings that stay and marks new ones UNREVIEWED, and with such a
line the test fails. A version of the package without a list is only checked for crashes and compile errors.
"""

import argparse
import collections
import concurrent.futures
import difflib
import glob
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
QT = "/usr/include/x86_64-linux-gnu/qt6"

# sources: globs below root; flags: what the package's own build would pass.
Corpus = collections.namedtuple("Corpus", "package root sources flags tidy")
CORPORA = {
    "libasio-doc": Corpus(
        "libasio-doc",
        "/usr/share/doc/libasio-dev/examples",
        ["cpp17/coroutines_ts/*.cpp"],
        # Debian's Asio 1.22 knows coroutines under clang and libstdc++ only when it is told.
        ["-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE"],
        [],
    ),
    "boost-headers": Corpus(
        "libboost1.81-dev", "/usr/include", [os.path.join(HERE, "Inputs", "boost-headers.cpp")], [], ["--system-headers"]
    ),
    "qcoro-doc": Corpus(
        "qcoro-doc",
        "/usr/share/doc/qcoro-doc",
        ["examples/*/*.cpp"],
        # An empty main.moc stands for what moc would generate.
        ["-fPIC", "-I/usr/include/qcoro6/qcoro", "-I/usr/include/qcoro6", "-I" + os.path.join(HERE, "Inputs", "qcoro")]
        + ["-isystem" + path for path in [QT] + sorted(glob.glob(QT + "/*"))],
        [],
    ),
}
FINDING = re.compile(r"^(.+?):(\d+):\d+: warning: .* \[(async-[\w-]+)\]$", re.MULTILINE)
ERROR = re.compile(r"^.*: (?:fatal )?error: .*$", re.MULTILINE)


def sources(corpus):
    found = [path for pattern in corpus.sources for path in glob.glob(os.path.join(corpus.root, pattern))]
    return sorted(path for path in found if path.startswith(HERE) or "co_await" in open(path, errors="replace").read())


def run(path, corpus, options):
    command = [os.path.join(options.llvm_bin, "clang-tidy"), "--load=" + options.plugin, "--quiet", "--config={}"]
    command += ["--checks=-*,async-*", "--header-filter=.*", *corpus.tidy, path, "--", "-std=c++20", "-w", *corpus.flags]
    return path, subprocess.run(command, capture_output=True, text=True)


def findings(corpus, options):
    """The findings as `file:line: check`, and what went wrong."""
    found, wrong = set(), []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, result in pool.map(lambda path: run(path, corpus, options), sources(corpus)):
            if result.returncode not in (0, 1) or "Stack dump" in result.stderr:
                wrong.append("%s: exit code %d\n%s" % (path, result.returncode, result.stderr[-2000:]))
            wrong += ERROR.findall(result.stdout)
            for file, line, check in FINDING.findall(result.stdout):
                found.add("%s:%s: %s" % (os.path.relpath(os.path.realpath(file), corpus.root), line, check))

    def order(key):
        file, line, check = key.split(":", 2)
        return file, int(line), check

    return sorted(found, key=order), wrong


def recorded(path):
    lines = open(path).read().splitlines() if os.path.exists(path) else []
    return dict((": ".join(line.split(": ", 2)[:2]), line) for line in lines if line and not line.startswith("#"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--llvm-bin", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("corpus", choices=sorted(CORPORA))
    options = parser.parse_args()
    corpus = CORPORA[options.corpus]

    query = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", corpus.package], capture_output=True, text=True)
    version = query.stdout.replace(":", "_") or "unknown"
    record = os.path.join(HERE, "%s-%s.findings" % (options.corpus, version))
    found, wrong = findings(corpus, options)
    if wrong:
        sys.exit("\n".join(wrong))
    units = len(sources(corpus))
    if units == 0:
        sys.exit("%s: no source with co_await in it below %s" % (options.corpus, corpus.root))

    known = recorded(record)
    fresh = [known.get(key, key + ": UNREVIEWED") for key in found]
    if options.accept:
        with open(record, "w") as out:
            out.write("# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception\n")
            out.write("# %s %s: file:line: check: verdict, why\n" % (corpus.package, version))
            out.writelines(line + "\n" for line in fresh)
        print("%s: %d findings in %d units" % (record, len(fresh), units))
        return
    if not os.path.exists(record):
        print("%s %s has no list; %d units ran without an error, %d findings" % (corpus.package, version, units, len(fresh)))
        return
    difference = list(difflib.unified_diff(list(known.values()), fresh, "recorded", "found", lineterm="", n=1))
    if difference:
        print("\n".join(difference))
        accept = " ".join([sys.argv[0], "--accept", *sys.argv[1:]])
        sys.exit("%s: the findings changed; read them, then accept them with\n  %s" % (record, accept))
    unjudged = [line for line in fresh if not re.search(r": (true|debatable), \S", line)]
    if unjudged:
        sys.exit("%s: no verdict:\n%s" % (record, "\n".join(unjudged)))
    print("%d findings in %d units, all as recorded" % (len(fresh), units))


if __name__ == "__main__":
    main()
