# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the stock clang-tidy with the plugin and reads what it says."""

import collections
import os
import re
import subprocess

from checking import Failure

DIAGNOSTIC = re.compile(r"^(.+?):(\d+):(\d+): (warning|error|fatal error|note): (.*)$")
CHECK_NAME = re.compile(r" \[([\w.,-]+)\]$")
CRASH = re.compile(r"PLEASE submit a bug report|^Stack dump:|Sanitizer: ", re.MULTILINE)


def same_file(a, b):
    return bool(a) and os.path.realpath(a) == os.path.realpath(b)


class Tidy:
    def __init__(self, options, checks, tidy_args, compiler_args):
        self.options = options
        self.checks = checks
        self.tidy_args = tidy_args
        if not any(a == "-config" or a.startswith(("--config=", "-config=", "--config-file", "-config-file"))
                   for a in tidy_args):
            self.tidy_args = ["--config={}"] + tidy_args
        # The standard library and Asio are system headers, as in life; the in-house types are the project's own.
        self.compiler_args = ["-std=c++20", "-nostdinc++", "-isystem", options.include,
                              "-I" + os.path.join(options.include, "inhouse"),
                              "--no-system-header-prefix=inhouse/"] + compiler_args

    def command(self, files, checks, extra):
        return ([os.path.join(self.options.llvm_bin, "clang-tidy"), "-load=" + self.options.plugin,
                 "--checks=-*," + ",".join(checks), "--header-filter=.*", "--quiet"]
                + self.tidy_args + extra + list(files) + ["--"] + self.compiler_args)

    def run(self, files, checks, extra=(), errors_are_found=False):
        """The diagnostics, as (file, line, column, kind, text)."""
        errors_are_found = errors_are_found or self.options.allow_errors
        command = self.command(files, checks, list(extra))
        answer = subprocess.run(command, capture_output=True, text=True, errors="replace")
        said = answer.stdout + answer.stderr
        shown = " ".join(command)
        if answer.returncode < 0 or answer.returncode > 2 or CRASH.search(said):
            raise Failure(f"clang-tidy crashed (status {answer.returncode}): {shown}\n{said}")
        if re.search(r"no checks enabled|load request ignored|could not load library|unknown argument", said,
                     re.IGNORECASE):
            raise Failure(f"the plugin or the check is not there: {shown}\n{said}")
        found = []
        for line in answer.stdout.splitlines():
            match = DIAGNOSTIC.match(line)
            if match:
                file, at, column, kind, text = match.groups()
                found.append((file, int(at), int(column), kind, text))
        errors = [d for d in found if d[3] in ("error", "fatal error")]
        if errors and not errors_are_found:
            raise Failure(f"does not compile: {shown}\n" + "\n".join(self.shown(d) for d in errors))
        if answer.returncode and not errors:
            raise Failure(f"clang-tidy failed (status {answer.returncode}): {shown}\n{said}")
        return found

    def require_checks(self):
        """A misspelt name beside a right one is no error to clang-tidy."""
        command = self.command([], self.checks, ["--list-checks"])
        answer = subprocess.run(command, capture_output=True, text=True)
        listed = {line.strip() for line in answer.stdout.splitlines()}
        for check in self.checks:
            if "*" not in check and check not in listed:
                raise Failure(f"there is no check '{check}' in {self.options.plugin}\n{answer.stderr}")

    def shown(self, diagnostic, main=None):
        file, line, column, kind, text = diagnostic
        if main and same_file(file, main):
            place = ""
        else:
            relative = os.path.relpath(os.path.realpath(file), os.path.realpath(self.options.include))
            place = os.path.basename(file) if relative.startswith("..") else relative
        return f"{place}:{line}:{column}: {kind}: {text}"


def reported(found):
    """How many findings each check has, and how many each text."""
    count, texts = collections.Counter(), collections.Counter()
    for _, _, _, kind, text in found:
        match = CHECK_NAME.search(text)
        if kind == "warning" and match:
            for name in match.group(1).split(","):
                if name.startswith("async-"):
                    count[name] += 1
                    texts[text] += 1
    return count, texts
