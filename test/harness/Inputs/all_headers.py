# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints an include line for each header of a folder that is named as the standard library's are."""

import os
import sys

for name in sorted(os.listdir(sys.argv[1])):
    if os.path.isfile(os.path.join(sys.argv[1], name)) and "." not in name:
        print(f"#include <{name}>")
