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
    """Hard links, so that it costs little: a file is replaced to change it, and linked again to change it back."""

    def __init__(self, folder, place):
        self.original = os.path.commonpath([folder, *(source(folder, entry) for entry in read_database(folder))])
        self.place = place
        shutil.copytree(self.original, place, symlinks=True, copy_function=os.link,
                        ignore=shutil.ignore_patterns(".git"))
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

    def put(self, path, content):
        if os.path.exists(path):
            os.unlink(path)
        with open(path, "wb") as out:
            out.write(content)

    def restore(self, path):
        os.unlink(path)
        os.link(self.there(path), path)
