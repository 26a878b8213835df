#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the checks add to the time until an editor shows the diagnostics of a file.

  bench_editor.py --editor build/bin/cotidy-clangd --clangd clangd-22 [--runs 7] [--unit FILE] -- FLAGS...

Both servers open the unit and, once its diagnostics are there, get it changed by a comment and give them anew. They take
turns; the table has the median of the runs, with the lowest and the highest, of the seconds of the processor that the
server took up to then, and of the time that went by. On a machine that does other work only the former says something.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "editor"))
from lsp_client import Editor  # noqa: E402
from lsp_server import Server  # noqa: E402

import time  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def diagnostics_of(server, version):
    while True:
        message = server.next()
        if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
            return message["params"]["diagnostics"]


def measure(command, folder, file):
    """Seconds of processor and clock to the first diagnostics, and from a change to the next; how many are ours."""
    with open(os.devnull, "wb") as log:
        server = Server([*command, "--background-index=false", "--log=error"], folder, dict(os.environ), log, 600)
        Editor(server, folder)
        uri, text, results = file.as_uri(), file.read_text(), []
        for version in (1, 2):
            spent, began = processor_seconds(server.process.pid), time.monotonic()
            if version == 1:
                server.notify("textDocument/didOpen", textDocument={"uri": uri, "languageId": "cpp", "version": 1, "text": text})
            else:
                server.notify("textDocument/didChange", textDocument={"uri": uri, "version": 2},
                              contentChanges=[{"text": text + "\n// typed\n"}])
            found = diagnostics_of(server, version)
            results += [processor_seconds(server.process.pid) - spent, time.monotonic() - began]
            time.sleep(1)  # what the server does after that is no part of it
        server.process.kill()
        server.process.wait()
    return results, sum(str(d.get("code", "")).startswith("async-") for d in found)


def main():
    arguments, flags = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser()
    parser.add_argument("--editor", required=True)
    parser.add_argument("--clangd", required=True)
    parser.add_argument("--unit", default=str(HERE / "heavy-asio.cpp"))
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        file = folder / "unit.cpp"
        shutil.copy(options.unit, file)
        (folder / "compile_flags.txt").write_text("\n".join(flags or ["-std=c++20"]) + "\n")
        times = {"clangd": [], "cotidy-clangd": []}
        findings = {}
        for _ in range(options.runs):
            for name, command in (("clangd", options.clangd), ("cotidy-clangd", options.editor)):
                result, findings[name] = measure([command], folder, file)
                times[name].append(result)
    print("findings of cotidy:", ", ".join(f"{name} {count}" for name, count in findings.items()))
    for column, what in enumerate(("open, processor", "open, clock", "change, processor", "change, clock")):
        medians = []
        cells = []
        for name, runs in times.items():
            values = [run[column] for run in runs]
            medians.append(statistics.median(values))
            cells.append(f"{name} {medians[-1]:.2f} s ({min(values):.2f} to {max(values):.2f})")
        print(f"{what}: {', '.join(cells)}, {medians[1] / medians[0]:.3f}x")


main()
