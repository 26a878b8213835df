# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A copy of a project with a compile database, to change files in."""

import json
import os
import re
import shutil


def read_database(folder):
    return json.load(open(os.path.join(folder, "compile_commands.json")))


def source(folder, entry):
    return os.path.normpath(os.path.join(folder, entry["directory"], entry["file"]))


class ProjectCopy:
    def __init__(self, folder, place):
        self.original = os.path.commonpath([folder, *(source(folder, entry) for entry in read_database(folder))])
        self.place = place
        shutil.copytree(self.original, place, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        self.database = self.here(folder)
        path = os.path.join(self.database, "compile_commands.json")
        text = re.sub(re.escape(self.original) + r'(?=[/"\\ ])', lambda _: place, open(path).read())
        self.put(path, text.encode())

    def here(self, path):
        return self.place + path[len(self.original):] if (path + "/").startswith(self.original + "/") else path

    def there(self, path):
        return self.original + path[len(self.place):] if path.startswith(self.place + "/") else path

    def holds(self, path):
        return path.startswith(self.place + "/")

    @staticmethod
    def put(path, content):
        with open(path, "wb") as out:
            out.write(content)

    def restore(self, path):
        shutil.copy2(self.there(path), path)
