# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What check_cotidy.py is made of."""


class Failure(Exception):
    """What is wrong with the test, for people."""
