#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Opens a file in a language server as an editor does, and prints what a person would see, for FileCheck.

  %python %S/lsp_client.py --server %cotidy_clangd --root %t main.cpp [--then STEP]...

The folder --root is copied to a temporary one first, so that no configuration above it counts. A step is one of

  apply=TITLE       takes the quick fix of that title, shows the text and what is now said about it
  open=FILE         opens another file and turns to it
  change=FILE       replaces the open text by that of FILE, as if it were typed
  actions=LINE:COL  lists the refactorings offered there
  hover=LINE:COL    shows what the editor shows when the mouse rests there
  subset=FILE       fails unless all findings are among those of clang-tidy, whose output is in FILE

Lines and columns count from 1, columns in bytes.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import textwrap
from pathlib import Path

from lsp_server import Failure, Server

TIDY_FINDING = re.compile(r"(.+?):(\d+):(\d+): (?:warning|error): .* \[(async-[\w-]+)[],]")
SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "hint"}


class Editor:
    def __init__(self, server, root, hover_formats=()):
        self.server = server
        self.root = root
        self.version = 0
        self.diagnostics = None
        self.request("initialize", processId=os.getpid(), rootUri=root.as_uri(), capabilities={
            "offsetEncoding": ["utf-8"],
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": True, "versionSupport": True,
                                       "codeDescriptionSupport": True},
                "hover": {"contentFormat": hover_formats},
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            },
        }, initializationOptions={"clangdFileStatus": True})
        server.notify("initialized")

    def request(self, method, **params):
        asked = self.server.ask(method, **params)
        while True:
            message = self.server.next()
            if message.get("id") == asked:
                return self.result(method, message)
            self.take(message)

    @staticmethod
    def result(method, message):
        if "error" in message:
            raise Failure(f"{method}: {message['error']}")
        return message["result"]

    def take(self, message):
        """Keeps the newest diagnostics; tells whether the server says that it has nothing left to do."""
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            if params["uri"] == self.uri and params.get("version") == self.version:
                self.diagnostics = params["diagnostics"]
        return message.get("method") == "textDocument/clangd.fileStatus" and params["state"] == "idle"

    def settle(self):
        # A first, empty list may come before the real one. What asks for the tree is answered after the list of that
        # tree; if the server is idle after that, no other list is on its way.
        asked = self.server.ask("textDocument/documentSymbol", textDocument={"uri": self.uri})
        answered = idle = False
        while not (answered and idle and self.diagnostics is not None):
            message = self.server.next()
            if message.get("id") == asked:
                self.result("textDocument/documentSymbol", message)
                answered = True
            else:
                idle = (self.take(message) and answered) or idle

    def open(self, name):
        self.path = self.root / name
        self.uri = self.path.as_uri()
        self.version = 1
        self.diagnostics = None
        self.text = self.path.read_bytes()
        self.server.notify("textDocument/didOpen", textDocument={
            "uri": self.uri, "languageId": "cpp", "version": 1, "text": self.text.decode()})
        self.settle()
        self.show()

    def change(self, text):
        self.version += 1
        self.text = text
        self.diagnostics = None
        self.server.notify("textDocument/didChange", textDocument={"uri": self.uri, "version": self.version},
                           contentChanges=[{"text": text.decode()}])
        self.settle()
        self.show()

    def actions(self, where, diagnostics):
        answer = self.request("textDocument/codeAction", textDocument={"uri": self.uri}, range=where,
                              context={"diagnostics": diagnostics})
        return answer or []

    def fixes(self, diagnostic):
        return [a for a in self.actions(diagnostic["range"], [diagnostic])
                if a.get("kind") == "quickfix" and any(d["message"] == diagnostic["message"]
                                                       for d in a.get("diagnostics", []))]

    def edits(self, action):
        """The edits of a quick fix, all of which are in the open file."""
        changes = dict(action["edit"].get("changes", {}))
        for change in action["edit"].get("documentChanges", []):
            changes.setdefault(change["textDocument"]["uri"], []).extend(change["edits"])
        if set(changes) != {self.uri}:
            raise Failure(f"'{action['title']}' edits other files: {sorted(changes)}")
        return changes[self.uri]

    def show(self):
        print(f"== {self.path.relative_to(self.root)}, version {self.version}: {len(self.diagnostics)} diagnostics")
        for d in sorted(self.diagnostics, key=lambda d: (d["range"]["start"]["line"], d["range"]["start"]["character"])):
            print(f"{place(d['range'])}: {SEVERITIES[d['severity']]}: {d['message']} [{d.get('code', '')}]")
            print(f"  docs: {d.get('codeDescription', {}).get('href', 'none')}")
            for note in d.get("relatedInformation", []):
                file = os.path.relpath(note["location"]["uri"][len("file://"):], self.root)
                print(f"  note: {file}:{place(note['location']['range'])}: {note['message']}")
            for fix in self.fixes(d):
                print(f"  quick fix: {fix['title']}")
                for edit in self.edits(fix):
                    print(f"    {place(edit['range'])}: {json.dumps(edit['newText'])}")

    def apply(self, title):
        for diagnostic in self.diagnostics:
            for fix in self.fixes(diagnostic):
                if fix["title"] == title:
                    text = self.text
                    # From the end; of several insertions at one place the first comes first.
                    edits = sorted(self.edits(fix), key=lambda e: self.offset(e["range"]["start"]))
                    for edit in reversed(edits):
                        start, end = (self.offset(edit["range"][side]) for side in ("start", "end"))
                        text = text[:start] + edit["newText"].encode() + text[end:]
                    for number, line in enumerate(text.decode().splitlines(), 1):
                        print(f"{number:3} | {line}")
                    return self.change(text)
        raise Failure(f"no quick fix is called '{title}'")

    def offset(self, position):
        lines = self.text.split(b"\n")
        return sum(len(line) + 1 for line in lines[:position["line"]]) + position["character"]

    def list_actions(self, where):
        spot = position(where)
        for action in self.actions({"start": spot, "end": spot}, []):
            print(f"  action: {action['title']}")

    def hover(self, where):
        uri = self.uri.replace("%2B", "+")  # editors do not agree on what is to be escaped
        answer = self.request("textDocument/hover", textDocument={"uri": uri}, position=position(where))
        if not answer:
            print(f"hover {where}: nothing")
            return
        print(f"hover {where}, {answer['contents']['kind']}, over {place(answer['range'])}:")
        print(textwrap.indent(answer["contents"]["value"], "  "))

    def compare(self, output):
        told = set()
        for line in output.splitlines():
            if match := TIDY_FINDING.match(line):
                file, at, column, check = match.groups()
                if os.path.basename(file) == self.path.name:
                    told.add((int(at), int(column), check))
        said = {(d["range"]["start"]["line"] + 1, d["range"]["start"]["character"] + 1, d["code"])
                for d in self.diagnostics if d.get("code", "").startswith("async-")}
        if more := said - told:
            raise Failure(f"not said by clang-tidy: {sorted(more)}")
        print(f"subset: {len(said)} of {len(told)}")

    def close(self):
        self.request("shutdown")
        self.server.notify("exit")
        status = self.server.process.wait(timeout=60)
        if status:
            raise Failure(f"the server ended with status {status}")


def position(where):
    line, column = (int(part) - 1 for part in where.split(":"))
    return {"line": line, "character": column}


def place(where):
    start, end = where["start"], where["end"]
    return f"{start['line'] + 1}:{start['character'] + 1}-{end['line'] + 1}:{end['character'] + 1}"


def play(editor, options):
    editor.open(options.file)
    for step in options.then:
        verb, _, rest = step.partition("=")
        if verb == "apply":
            editor.apply(rest)
        elif verb == "open":
            editor.open(rest)
        elif verb == "change":
            editor.change((editor.root / rest).read_bytes())
        elif verb == "actions":
            editor.list_actions(rest)
        elif verb == "hover":
            editor.hover(rest)
        elif verb == "subset":
            editor.compare((editor.root / rest).read_text())
        else:
            raise Failure(f"there is no step '{verb}'")
    editor.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="the file to open, in the root folder")
    parser.add_argument("--server", required=True)
    parser.add_argument("--server-arg", action="append", default=[])
    parser.add_argument("--root", required=True, help="the project's folder; it is copied")
    parser.add_argument("--then", action="append", default=[], metavar="STEP")
    parser.add_argument("--hover-format", action="append", default=[], help="what the editor takes, best first")
    parser.add_argument("--timeout", type=float, default=120, help="for everything, in seconds")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="cotidy-lsp-") as folder, tempfile.TemporaryFile("w+") as log:
        root = Path(folder).resolve() / "project"
        shutil.copytree(options.root, root)
        # The user's own configuration: none of this machine's, and no index of the whole standard library.
        settings = Path(folder) / "clangd" / "config.yaml"
        settings.parent.mkdir()
        settings.write_text("Index: {StandardLibrary: No}\n")
        command = [os.path.abspath(options.server), "--background-index=false", "--log=info"] + options.server_arg
        server = Server(command, root, dict(os.environ, XDG_CONFIG_HOME=folder), log, options.timeout)
        try:
            play(Editor(server, root, options.hover_format), options)
        except (Failure, BrokenPipeError) as failure:
            log.seek(0)
            sys.stderr.write(f"{log.read()}\nlsp_client.py: {failure}\n")
            return 1
        finally:
            if server.process.poll() is None:
                server.process.kill()
                server.process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
