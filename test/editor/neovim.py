#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the installed Neovim with the block of docs/editors.md that is for its version, and prints what it shows.

  %python %S/neovim.py --server %cotidy_clangd --page docs/editors.md --root %t main.cpp
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Waits for a diagnostic and prints all.
SESSION = """
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 100)
for _, d in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(string.format("%d:%d: %s\\n", d.lnum + 1, d.col + 1, d.message))
end
vim.cmd("qall!")
"""


def block_for(version, page):
    blocks = re.findall(r"<!-- neovim-(\d+)\.(\d+) -->\n```lua\n(.*?)```", page, re.DOTALL)
    fitting = [((int(major), int(minor)), text) for major, minor, text in blocks
               if (int(major), int(minor)) <= version]
    return max(fitting)[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--server", required=True)
    parser.add_argument("--page", required=True)
    parser.add_argument("--root", required=True)
    options = parser.parse_args()

    said = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in re.search(r"v(\d+)\.(\d+)", said).groups())
    with tempfile.TemporaryDirectory(prefix="cotidy-nvim-") as folder:
        home = Path(folder)
        project = home / "project"
        shutil.copytree(options.root, project)
        (home / "init.lua").write_text(block_for(version, Path(options.page).read_text()))
        (home / "session.lua").write_text(SESSION)
        environment = dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder,
                           XDG_DATA_HOME=folder, XDG_CACHE_HOME=folder,
                           PATH=os.path.dirname(options.server) + os.pathsep + os.environ["PATH"])
        answer = subprocess.run(["nvim", "--headless", "-n", "-i", "NONE", "-u", str(home / "init.lua"), options.file,
                                 "-c", f"luafile {home / 'session.lua'}"],
                                cwd=project, env=environment, capture_output=True, text=True, timeout=120)
        print(answer.stdout)
        sys.stderr.write(answer.stderr)
        return answer.returncode


if __name__ == "__main__":
    sys.exit(main())
