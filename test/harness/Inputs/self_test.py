#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`self_test.py OUT LLVM_BIN`: check_cotidy.py itself, with a clang-tidy that is played."""

import os
import shutil
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
out, llvm_bin = sys.argv[1:]

MESSAGE = "// CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'bad_%s' is {{\\[\\[}}bad]]; rename it [async-fault]\n"
NOTE = "// CHECK-NOTES: :[[@LINE-%d]]:5: note: rename it\n"

# What it is about, the file, the status, what is said.
CASES = [
    ("a clean file", "int x;\n", 0, ""),
    ("a finding nobody expects", "int bad_plain;\n", 1, "has no CHECK-MESSAGES line"),
    ("an expected finding", "int bad_plain;\n" + MESSAGE % "plain", 0, ""),
    ("an expected finding that is not there", "int x;\n" + MESSAGE % "plain", 1, "expected string not found"),
    ("a second finding", "int bad_plain;\n" + MESSAGE % "plain" + "int bad_plain;\n", 1, "excluded string found"),
    ("half of a text", "int bad_plain;\n// CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'bad_plain' is\n", 1,
     "expected string not found"),
    ("notes", "int bad_plain;\n" + MESSAGE.replace("MESSAGES", "NOTES") % "plain" + NOTE % 2, 0, ""),
    ("a note nobody expects", "int bad_plain;\n" + MESSAGE.replace("MESSAGES", "NOTES") % "plain", 1,
     "excluded string found"),
    ("messages and notes", "int bad_plain;\n" + MESSAGE % "plain" + NOTE % 2, 1, "use one of them"),
    ("a fix", "int bad_good;\n" + MESSAGE % "good" + "// CHECK-FIXES: int good!;\n", 0, ""),
    ("a fix nobody expects", "int bad_good;\n" + MESSAGE % "good", 1, "there are fixes, and no CHECK-FIXES line"),
    ("another fix", "int bad_good;\n" + MESSAGE % "good" + "// CHECK-FIXES: int better;\n", 1,
     "expected string not found"),
    ("no fix", "int bad_plain;\n" + MESSAGE % "plain" + "// CHECK-FIXES: int good!;\n", 1, "no warning has a fix"),
    ("a second fix that is none", "int bad_good;\n" + MESSAGE % "good" + "// CHECK-FIXES: int good!;\n"
     "// CHECK-FIXES-2: int good!;\n", 1, "no warning has a second fix"),
    ("a fix that does not compile", "int bad_broken;\n" + MESSAGE % "broken" + "// CHECK-FIXES: int broken;\n", 1,
     "-int bad_broken;\n+int broken;"),
    ("a fix that leaves the finding", "int bad_again;\n" + MESSAGE % "again" + "// CHECK-FIXES: int bad_plain;\n", 1,
     "the finding is still there"),
    ("a fix that is another check's finding", "int bad_swap;\n" + MESSAGE % "swap" + "// CHECK-FIXES: int swap;\n", 1,
     "a finding of async-other"),
    ("a file that does not compile", "int broken;\n", 1, "does not compile"),
    ("a crash", "int CRASH;\n", 1, "crashed (status -11)"),
]


def helper(name, text, *more, check="fault", plugin=None):
    test = os.path.join(out, name.replace(" ", "-").replace("'", "") + ".cpp")
    if text is not None:
        with open(test, "w") as file:
            file.write(text)
    answer = subprocess.run(
        [sys.executable, os.path.join(here, "..", "..", "check_cotidy.py"), "--llvm-bin=" + out,
         "--plugin=" + (plugin or os.path.join(out, "plugin.so")), "--include=" + out, *more, test, check,
         test + ".tmp"], capture_output=True, text=True)
    with open(test) as file:
        return answer.returncode, answer.stdout + answer.stderr, file.read()


def expect(name, answer, status, said):
    assert answer[0] == status and said in answer[1], f"{name}: status {answer[0]}, want {status} and '{said}'\n{answer[1]}"


shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
shutil.copy(os.path.join(here, "clang-tidy"), out)
os.symlink(os.path.join(llvm_bin, "FileCheck"), os.path.join(out, "FileCheck"))
with open(os.path.join(out, "plugin.so"), "w"):
    pass

for name, text, status, said in CASES:
    expect(name, helper(name, text), status, said)
expect("no plugin", helper("no plugin", "", plugin="/nonexistent.so"), 1, "no plugin at")
expect("no such check", helper("no such check", "", check="falt"), 1, "the plugin or the check is not there")
expect("one of two", helper("one of two", "", check="fault,falt"), 1, "there is no check 'async-falt'")

# Blessing writes the lines anew, wherever they were wrong, and the test then passes.
wrong = "// RUN: x\n\n  int bad_plain;\n  // CHECK-MESSAGES: :[[@LINE-1]]:1: warning: wrong\nint x;\n" + MESSAGE % "gone"
status, said, blessed = helper("bless", wrong, "--update")
assert status == 0 and "wrote 1 CHECK-MESSAGES lines" in said, said
assert blessed == ("// RUN: x\n\n  int bad_plain;\n  " + MESSAGE % "plain").replace(":5:", ":7:") + "int x;\n", blessed
expect("blessed", helper("bless", None), 0, "")
notes = "int bad_plain;\n// CHECK-NOTES: wrong\n"
blessed = helper("bless notes", notes, "--update")[2]
assert blessed == "int bad_plain;\n" + MESSAGE.replace("MESSAGES", "NOTES") % "plain" + NOTE % 2, blessed
expect("blessed notes", helper("bless notes", None), 0, "")
