# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A language server on pipes, as an editor speaks to it."""

import json
import queue
import subprocess
import threading
import time


class Failure(Exception):
    pass


class Server:
    def __init__(self, command, cwd, environment, log, timeout):
        self.deadline = time.monotonic() + timeout
        self.process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=log)
        self.incoming = queue.Queue()
        self.last_id = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        pipe = self.process.stdout
        while True:
            length = 0
            while header := pipe.readline().strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                self.incoming.put(None)
                return
            self.incoming.put(json.loads(pipe.read(length)))

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, **params):
        self.send(method=method, params=params)

    def ask(self, method, **params):
        self.last_id += 1
        self.send(id=self.last_id, method=method, params=params)
        return self.last_id

    def next(self):
        """The next message of the server; what it asks of us is answered with nothing."""
        while True:
            try:
                message = self.incoming.get(timeout=max(0.0, self.deadline - time.monotonic()))
            except queue.Empty:
                raise Failure("the server did not answer in time") from None
            if message is None:
                raise Failure("the server went away")
            if "method" in message and "id" in message:
                self.send(id=message["id"], result=None)
                continue
            return message
