#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The repository's own rules: `rules.py ROOT RULE [ARGUMENTS]`. Prints every violation and fails if there is one."""

import json
import os
import re
import subprocess
import sys

LAYERS = ["core", "models", "semantics"]
SCENARIOS = ([f"S{n}" for n in range(1, 13)] + [f"P{n}" for n in range(1, 6)] + [f"B{n}" for n in range(1, 4)]
             + [f"X{n}" for n in range(1, 8)] + [f"T{n}" for n in range(1, 5)])
HEADINGS = ["Why", "Incorrect", "Correct", "Options", "Fixes", "When not to use it", "Libraries"]
LIBRARIES = ["std", "boost", "asio", "folly", "cppcoro", "coro", "seastar", "stdexec", "unifex", "concurrencpp",
             "QCoro", "winrt", "tmc", "drogon", "async_simple", "userver", "yaclib"]

root = ""


def files(*suffixes, under=""):
    """Every file of the tree that is not a build's, as paths from the root."""
    found = []
    for folder, folders, names in os.walk(os.path.join(root, under)):
        top = os.path.realpath(folder) == os.path.realpath(root)
        folders[:] = sorted(f for f in folders if f not in (".git", ".cotidy-cache", "__pycache__")
                            and not (top and f.startswith("build")))
        found += [os.path.relpath(os.path.join(folder, n), root) for n in sorted(names)
                  if n != ".git" and (not suffixes or n.endswith(suffixes))]
    return found


def read(path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def stems(folder, suffix):
    return {os.path.basename(f)[: -len(suffix)] for f in files(suffix, under=folder)
            if os.path.dirname(f) == folder}


def lines_with(pattern, paths):
    for path in paths:
        for number, line in enumerate(read(path).splitlines(), 1):
            match = re.search(pattern, line)
            if match:
                yield path, number, line, match


# ----- the rules -----


def layers():
    """A layer includes itself and those before it; no check includes a check, and none has a header."""
    for path in files(".h", ".cpp", ".c", ".inc", under="checks"):
        parts = path.split("/")
        layer = parts[1] if len(parts) > 2 else None
        allowed = LAYERS[: LAYERS.index(layer) + 1] if layer else LAYERS
        if not layer and not path.endswith(".cpp"):
            yield f"{path}: a check has no header"
        for number, line in enumerate(read(path).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not match:
                continue
            first = match.group(1).split("/")[0]
            if first in LAYERS and first not in allowed:
                yield f"{path}:{number}: {layer} knows nothing of {first}"
            if match.group(1).endswith(".cpp") or first in ("tool", "checks", ".."):
                yield f"{path}:{number}: not a layer below: {match.group(1)}"


def orphans():
    """One stem, three files, one class."""
    checks, pages = stems("checks", ".cpp"), stems("docs/checks", ".md")
    tests = stems("test/checks", ".cpp")
    for name in sorted(checks):
        path = f"checks/{name}.cpp"
        if name not in tests:
            yield f"{path}: no test/checks/{name}.cpp"
        if name not in pages:
            yield f"{path}: no docs/checks/{name}.md"
        if "-" not in name:
            yield f"{path}: a check's name has two words or more"
        text = read(path)
        published = re.search(r"^COTIDY_CHECK\((\w+), cotidy::(\w+)\)", text, re.MULTILINE)
        identifier, camel = name.replace("-", "_"), "".join(w.capitalize() for w in name.split("-"))
        if not published or published.groups() != (identifier, camel):
            yield f"{path}: wants COTIDY_CHECK({identifier}, cotidy::{camel})"
        if f'"{name}"' not in text:
            yield f"{path}: its CheckInfo does not carry the name"
    for page in sorted(pages - checks):
        yield f"docs/checks/{page}.md: no check of that name"
    for test in sorted(tests):
        if not any(test == c or test.startswith(c + "-") for c in checks):
            yield f"test/checks/{test}.cpp: no check of that name"


def sizes():
    """A check is short; what is long belongs to semantics."""
    for name in sorted(stems("checks", ".cpp")):
        count = read(f"checks/{name}.cpp").count("\n")
        if count > 200:
            yield f"checks/{name}.cpp: {count} lines, above 200"


def libraries():
    """What a library is called is said in YAML, nowhere else."""
    names = r'"(?:::)?(?:%s)::' % "|".join(LIBRARIES)
    for path, number, line, _ in lines_with(names, files(".cpp", ".h", under="checks") + files(".cpp", ".h", under="tool")):
        yield f"{path}:{number}: {line.strip()}"


def parents():
    """The parent map of a unit costs more than all the checks together."""
    for path, number, line, match in lines_with(
            r"\b(hasAncestor|hasParent|getParents|getParentMapContext|ParentMapContext)\b",
            files(".cpp", ".h", under="checks") + files(".cpp", ".h", under="tool")):
        yield f"{path}:{number}: {match.group(1)}; ask the BodyIndex"


def messages():
    """What checks say is lower-case and has no full stop; expectations give line, column and the whole text."""
    for path, number, line, match in lines_with(r"//\s*CHECK-(?:MESSAGES|NOTES)[\w-]*:\s*(.*)$", files(".cpp", under="test")):
        place = f"{path}:{number}: "
        text = match.group(1)
        if text.endswith(" [clang-diagnostic-error]"):  # the compiler's words
            continue
        parts = re.match(r"^(?:[\w./-]*:\d+|:\[\[@LINE(?:[+-]\d+)?\]\]):\d+: (warning|note): (.*)$", text)
        if not parts:
            yield place + "not ':[[@LINE-1]]:COLUMN: warning|note: TEXT': " + text
            continue
        kind, said = parts.groups()
        name = re.search(r" \[(async-[\w-]+(?:,[\w-]+)*)\]$", said)
        if kind == "warning" and not name:
            yield place + "the check's name is missing"
        body = said[: name.start()] if name else said
        if re.match(r"[A-Z]", body):
            yield place + "starts with a capital: " + body
        if re.search(r"[.!]$", body):
            yield place + "ends with a full stop: " + body
        if re.search(r"\b(may possibly|might possibly|perhaps|probably)\b", body):
            yield place + "hedges: " + body


def licences():
    """Every file says its licence near its top, where it can."""
    silent = (".md", ".json", ".txt", ".gitignore", ".clang-format", ".clang-tidy", "LICENSE", "CODEOWNERS", ".svg",
              ".png", ".expected")
    for path in files():
        if path.endswith(silent) or os.path.basename(path) == "LICENSE":
            continue
        head = "\n".join(read(path).splitlines()[:5])
        if "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception" not in head:
            yield f"{path}: no SPDX line"


def leftovers():
    """Nothing is left to be done later in a comment; no header opens a namespace for its readers."""
    own = files(".cpp", ".h", ".c", ".py", ".cmake", under="checks") + files(".cpp", ".h", ".py", ".cmake", under="tool")
    for path, number, line, _ in lines_with(r"\b(TODO|FIXME|XXX|HACK)\b", own):
        yield f"{path}:{number}: {line.strip()}"
    for path, number, line, _ in lines_with(r"^\s*using namespace\b", [f for f in own if f.endswith(".h")]):
        yield f"{path}:{number}: {line.strip()}"


def format(clang_format):
    """clang-format has nothing to change."""
    paths = (files(".cpp", ".h", ".c", under="checks") + files(".cpp", ".h", under="tool")
             + files(".h", ".hpp", ".inc", under="test/include"))
    for path in paths:
        answer = subprocess.run([clang_format, "--dry-run", "-Werror", os.path.join(root, path)],
                                capture_output=True, text=True)
        if answer.returncode:
            yield f"{path}: " + answer.stderr.splitlines()[0]


def scenarios():
    """Every scenario is on the page of a check, or on the list of those that still have none."""
    waiting = {line.split()[0] for line in read("test/repo/Inputs/uncovered-scenarios.txt").splitlines()
               if line and not line.startswith("#")}
    named = {}
    for path in files(".md", under="docs/checks"):
        for scenario in scenarios_of(path):
            if scenario not in SCENARIOS:
                yield f"{path}: there is no scenario {scenario}"
            named.setdefault(scenario, path)
    for scenario in SCENARIOS:
        if scenario not in named and scenario not in waiting:
            yield f"{scenario}: no page in docs/checks names it"
        if scenario in named and scenario in waiting:
            yield f"{scenario}: {named[scenario]} names it; take it off test/repo/Inputs/uncovered-scenarios.txt"


def scenarios_of(path):
    """The ids a page names in its prose."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", read(path), flags=re.DOTALL)
    return re.findall(r"\b[SPBXT]\d+\b", prose)


def pages():
    """A page has its headings in order, a sentence on top, and says the strength of its fixes first."""
    for path in files(".md", under="docs/checks"):
        name = os.path.basename(path)[:-3]
        lines = read(path).splitlines()
        if not lines or lines[0] != f"# async-{name}":
            yield f"{path}:1: wants '# async-{name}'"
        code, headings = False, []
        for line in lines:
            code ^= line.startswith("```")
            if not code and line.startswith("## "):
                headings.append(line[3:])
        if headings != HEADINGS:
            yield f"{path}: headings are {headings}, want {HEADINGS}"
            continue
        summary = section(path, None)
        if not re.fullmatch(r"Finds [^.]*(?:\.\w[^.]*)*\.", summary.replace("\n", " ")):
            yield f"{path}: the summary is one sentence, 'Finds ...': {summary}"
        reason = section(path, "Why").split("\n\n")[0]
        if not reason.endswith(".") or len(reason) > 800:
            yield f"{path}: '## Why' starts with a paragraph that an editor can show by itself"
        if not re.match(r"(None|Safe|Offered)\b", section(path, "Fixes")):
            yield f"{path}: '## Fixes' starts with None, Safe or Offered"


def section(path, heading):
    """The text below a heading of a page, or between the title and the first heading."""
    parts = re.split(r"^## (.*)$", read(path), flags=re.MULTILINE)
    if heading is None:
        return parts[0].split("\n", 1)[1].strip()
    return dict(zip(parts[1::2], parts[2::2])).get(heading, "").strip()


def listed(driver):
    """What the program says of its checks."""
    answer = subprocess.run([driver, "list", "--format", "json"], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def options(driver):
    """A page's summary, options and fixes are what the program says of the check."""
    checks = {c["name"].removeprefix("async-"): c for c in listed(driver)}
    for path in files(".md", under="docs/checks"):
        check = checks.get(os.path.basename(path)[:-3])
        if not check:
            yield f"{path}: the driver does not list it"
            continue
        want = check["summary"][0].upper() + check["summary"][1:] + "."
        if " ".join(section(path, None).split()) != want:
            yield f"{path}: the summary is '{want}'"
        if section(path, "Fixes").split()[0].strip(".:,;").lower() != check["fix"]:
            yield f"{path}: the driver says fix '{check['fix']}'"
        rows = [[cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
                for line in section(path, "Options").splitlines() if line.startswith("|")][2:]
        told = [[o["name"], o["default"], o["help"]] for o in check["options"]]
        for row in rows:
            if row not in told:
                yield f"{path}: the driver knows no such option row: {row}"
        for row in told:
            if row not in rows:
                yield f"{path}: missing: | {' | '.join(row)} |"


def readme(driver):
    """README.md has every check once, in a table of its profile, with what the program says of it."""
    want = {}
    for check in listed(driver):
        name = check["name"].removeprefix("async-")
        fix = "" if check["fix"] == "none" else check["fix"]
        want[name] = (check["profile"], f"| [{name}](docs/checks/{name}.md) | {check['summary'].removeprefix('finds ')} | {fix} |")
    profile, found = "recommended", set()
    for number, line in enumerate(read("README.md").splitlines(), 1):
        if heading := re.match(r"\| [^|]* \(`([\w-]+)`\) \| finds \|", line):
            profile = heading.group(1)
        row = re.match(r"\| \[([\w-]+)\]\(docs/checks/", line)
        if not row:
            continue
        if row.group(1) in found or (profile, line) != want.get(row.group(1)):
            yield f"README.md:{number}: wants, below {' '.join(want.get(row.group(1), ('nothing', '')))}"
        found.add(row.group(1))
    for name in sorted(set(want) - found):
        yield f"README.md: no row: {want[name][1]}"


def guidelines():
    """Every check has a row in docs/guidelines.md, once and in the order of the names."""
    rows = re.findall(r"^\| async-([\w-]+) \|", read("docs/guidelines.md"), flags=re.MULTILINE)
    for name in sorted(stems("checks", ".cpp") - set(rows)):
        yield f"docs/guidelines.md: no row for async-{name}"
    for before, after in zip(rows, rows[1:]):
        if before >= after:
            yield f"docs/guidelines.md: async-{after} is out of order"


RULES = [layers, orphans, sizes, libraries, parents, messages, licences, leftovers, format, scenarios, pages, options, readme, guidelines]


def main():
    global root
    root = sys.argv[1]
    rule = {r.__name__: r for r in RULES}[sys.argv[2]]
    violations = list(rule(*sys.argv[3:]))
    if violations:
        print(f"{rule.__doc__}\n  " + "\n  ".join(violations))
    sys.exit(bool(violations))


if __name__ == "__main__":
    main()
