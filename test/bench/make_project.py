#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a synthetic C++ project with a compile database: `make_project.py FOLDER UNITS [light]`.

Units come in modules of ten. A module has a header of its own; all include a common one and a part of the standard
library. One unit in three has no coroutines; of the others every fourth has a finding, and so has the common header.
In each module one unit without coroutines defines a function that blocks and that the coroutines of another call, so
that only the whole program can tell. A light project does without the standard library. The same numbers give the same
project.
"""

import json
import os
import sys

BLOCKING, CALLING = 2, 4  # units of a module
STANDARD = ["algorithm", "map", "memory", "mutex", "optional", "string", "vector"]

TASK = """#pragma once
#include <coroutine>
#include <exception>
#include <utility>

template <typename T> class [[nodiscard]] task {
public:
  struct promise_type {
    T value{};
    std::coroutine_handle<> next;
    task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct resume {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
          return h.promise().next ? h.promise().next : std::noop_coroutine();
        }
        void await_resume() noexcept {}
      };
      return resume{};
    }
    void return_value(T v) { value = std::move(v); }
    void unhandled_exception() { std::terminate(); }
  };
  explicit task(std::coroutine_handle<promise_type> h) : handle(h) {}
  task(task &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~task() { if (handle) handle.destroy(); }
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) {
    handle.promise().next = h;
    return handle;
  }
  T await_resume() { return std::move(handle.promise().value); }

private:
  std::coroutine_handle<promise_type> handle;
};
"""


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def plain_functions(name, count, light):
    if light:
        return "".join(f"\nint {name}_sum_{i}(int n) {{\n  return n > 0 ? n + {name}_sum_{i}(n - 1) : {i};\n}}\n"
                       for i in range(count))
    return "".join(f"""
std::string {name}_format_{i}(const std::map<std::string, int> &values) {{
  std::vector<std::string> parts;
  for (const auto &[key, value] : values)
    parts.push_back(key + "=" + std::to_string(value + {i}));
  std::sort(parts.begin(), parts.end());
  std::string all;
  for (const std::string &part : parts)
    all += part;
  return all;
}}
""" for i in range(count))


def coroutines(name, count, faulty, calls):
    text = ""
    for i in range(count):
        text += f"""
task<int> {name}_step_{i}(int id) {{
  int sum = {calls}(id);
  for (int i = 0; i < id; ++i)
    sum += i * {i + 1};
  int first = co_await common_fetch(id);
  int second = co_await common_fetch(first + sum);
  co_return first + second;
}}
"""
    if faulty:
        text += f"""
task<int> {name}_forgets(int id) {{
  static_cast<void>(id);
  common_fetch(id);
  co_return 1;
}}
"""
    return text


def unit(number, light):
    module, place = divmod(number, 10)
    name = f"unit{number}"
    head = f'#include "module{module}.h"\n'
    blocking = f"module{module}_wait"
    if place == BLOCKING or (number % 3 == 2 and place != CALLING):
        text = head + '#include "plain.h"\n' + plain_functions(name, 20, light)
        if place == BLOCKING:
            text += f"\nint {blocking}(int n) {{\n  return usleep(n);\n}}\n"
        return text
    calls = blocking if place == CALLING else f"module{module}_next"
    text = head + '#include "common.h"\n' + plain_functions(name, 10, light)
    return text + coroutines(name, 10, number % 4 == 0, calls)


def main():
    folder, units, light = os.path.abspath(sys.argv[1]), int(sys.argv[2]), "light" in sys.argv[3:]
    write(folder, ".clang-tidy", "CheckOptions: {}\n")
    write(folder, "include/task.h", TASK)
    standard = ["unistd.h"] if light else STANDARD + ["unistd.h"]
    write(folder, "include/plain.h", "#pragma once\n" +
          "".join(f"#include <{header}>\n" for header in standard))
    write(folder, "include/common.h", """#pragma once
#include "plain.h"
#include "task.h"
task<int> common_fetch(int id);
inline task<int> common_forgets(int id) {
  common_fetch(id);
  co_return 1;
}
""")
    commands = []
    for number in range(units):
        module, name = number // 10, f"unit{number}"
        if number % 10 == 0:
            write(folder, f"include/module{module}.h", f"""#pragma once
struct module{module} {{ int value; }};
int module{module}_wait(int n);
inline int module{module}_next(int n) {{ return n + 1; }}
""")
        write(folder, f"src/module{module}/{name}.cpp", unit(number, light))
        commands.append({"directory": os.path.join(folder, "build"), "file": f"../src/module{module}/{name}.cpp",
                         "arguments": ["c++", "-std=c++20", "-w", "-I../include", "-c",
                                       f"../src/module{module}/{name}.cpp", "-o", f"{name}.o"]})
    write(folder, "build/compile_commands.json", json.dumps(commands, indent=0))


main()
