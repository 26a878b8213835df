# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fixes and how they are applied."""

import collections

from checking import Failure
from checking.tidy import same_file

Edit = collections.namedtuple("Edit", "offset length text")


class Fix:
    """One fix of one warning: the warning's own, or that of a note."""

    def __init__(self, warning, note, edits):
        self.check = warning["name"]
        self.message = warning["message"]
        self.line = warning["line"]
        self.title = note
        self.edits = sorted(edits)

    def __str__(self):
        return f"line {self.line}: {self.title or 'the safe fix'} [{self.check}]"


def overlaps(a, b):
    if a.offset == b.offset and a.length == b.length == 0:
        return False
    return a.offset < b.offset + b.length and b.offset < a.offset + a.length


def apply(content, edits):
    for edit in sorted(edits, key=lambda e: (e.offset, e.length > 0), reverse=True):
        content = content[: edit.offset] + edit.text.encode() + content[edit.offset + edit.length :]
    return content


def apply_together(content, fixes):
    """As `--fix` does: what two fixes both ask for is done once, a fix that cuts into an earlier one is left out."""
    done = []
    for fix in fixes:
        new = [e for e in fix.edits if e not in done]
        if not any(overlaps(e, d) for e in new for d in done):
            done += new
    return apply(content, done)


def warnings_with_fixes(export, path, content):
    """A list of fixes for each exported warning, best first."""
    result = []
    for diagnostic in export.get("Diagnostics") or []:
        head = diagnostic["DiagnosticMessage"]
        offset = int(head.get("FileOffset") or 0)
        warning = {
            "name": diagnostic["DiagnosticName"],
            "message": head["Message"],
            "line": content[:offset].count(b"\n") + 1 if same_file(head.get("FilePath"), path) else 0,
        }
        fixes = []
        for place in [head] + (diagnostic.get("Notes") or []):
            edits = []
            for r in place.get("Replacements") or []:
                if not same_file(r["FilePath"], path):
                    raise Failure(f"a fix edits another file: {r['FilePath']}, by {warning['name']}")
                edits.append(Edit(int(r["Offset"]), int(r["Length"]), r["ReplacementText"]))
            if edits:
                fixes.append(Fix(warning, None if place is head else place["Message"], edits))
        strengths = {fix.title is None for fix in fixes}
        if len(strengths) > 1:
            raise Failure(f"line {warning['line']}: a warning with a safe fix and an offered one")
        result.append(fixes)
    return result
