# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# lit's configuration; build/test/lit.site.cfg.py loads it. docs/writing-a-check.md says how tests are run.

import glob
import os
import shlex
import shutil
import subprocess
import sys

import lit.formats
import lit.util

source = config.cotidy_source
build = config.cotidy_build
llvm_bin = os.path.join(config.llvm_root, "bin")

config.name = "cotidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test"]
config.excludes = ["Inputs", "include", "bench", "semantics"]
config.test_source_root = os.path.join(source, "test")
config.test_exec_root = os.path.join(build, "test")

config.environment["PATH"] = os.pathsep.join([llvm_bin, config.environment.get("PATH", "")])
# No clang.cfg of the machine, no colours of its terminal.
config.environment["CLANG_NO_DEFAULT_CONFIG"] = "1"
config.environment["TERM"] = "dumb"
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
# Not the results that the user's own scans keep, nor those of an earlier run.
config.environment["COTIDY_CACHE_DIR"] = os.path.join(build, "test", "cache")
shutil.rmtree(config.environment["COTIDY_CACHE_DIR"], ignore_errors=True)

plugin = os.path.join(build, "lib", "cotidy.so")
driver = os.path.join(build, "bin", "cotidy")
editor = os.path.join(build, "bin", "cotidy-clangd")
helper = [
    sys.executable,
    os.path.join(source, "test", "check_cotidy.py"),
    "--llvm-bin=" + llvm_bin,
    "--plugin=" + plugin,
    "--include=" + os.path.join(source, "test", "include"),
]

# lit replaces these one after another, so none may be the beginning of another that comes after it.
config.substitutions += [
    ("%check_cotidy", shlex.join(helper)),
    ("%cotidy_tidy", shlex.join([os.path.join(llvm_bin, "clang-tidy"), "-load=" + plugin])),
    ("%cotidy_clangd", editor),
    ("%cotidy_plugin", plugin),
    ("%cotidy", driver),
    ("%clangd", editor),
    ("%clang_tidy", os.path.join(llvm_bin, "clang-tidy")),
    ("%clangxx", os.path.join(llvm_bin, "clang++")),
    ("%include_dir", os.path.join(source, "test", "include")),
    ("%inhouse_dir", os.path.join(source, "test", "include", "inhouse")),
    # The checks that every library's model is written for.
    ("%seven", "await-in-loop,await-in-transaction,await-under-lock,blocking-call,discarded-awaitable,missing-timeout,"
               "unbounded-fan-out"),
    ("%ecosystem", shlex.join([sys.executable, os.path.join(source, "test", "ecosystem", "ecosystem.py"),
                               "--llvm-bin=" + llvm_bin, "--plugin=" + plugin])),
    ("%llvm_bin", llvm_bin),
    ("%llvm_major", str(config.llvm_major)),
    ("%python", sys.executable),
    ("%source_dir", source),
    ("%build_dir", build),
]


# The clang-tidy of another LLVM that cotidy knows, for a plugin that is loaded into the wrong one.
other_llvm_bins = [
    folder
    for major in range(22, 18, -1)
    for folder in [os.path.join("/usr/lib", "llvm-%d" % major, "bin")]
    if major != config.llvm_major and os.access(os.path.join(folder, "clang-tidy"), os.X_OK)
]
config.substitutions.append(("%other_llvm_bin", next(iter(other_llvm_bins), "")))


def feature(name, present):
    if present:
        config.available_features.add(name)


def driver_lists_json():
    if not os.access(driver, os.X_OK):
        return False
    answer = subprocess.run([driver, "list", "--format", "json"], capture_output=True, text=True)
    return answer.returncode == 0 and answer.stdout.lstrip().startswith("[")


config.available_features.add("llvm-%d" % config.llvm_major)
feature("other-llvm", other_llvm_bins)
feature("dpkg-shlibdeps", shutil.which("dpkg-shlibdeps"))
feature("driver", os.access(driver, os.X_OK))
feature("driver-list", driver_lists_json())
feature("clangd", os.access(editor, os.X_OK))
feature("real-asio", os.path.exists("/usr/include/asio.hpp"))
feature("real-boost", os.path.exists("/usr/include/boost/asio.hpp"))
feature("corpus-libasio-doc", os.path.exists("/usr/share/doc/libasio-dev/examples/cpp17/coroutines_ts"))
feature("corpus-boost-headers", os.path.exists("/usr/include/boost/asio/experimental/coro.hpp"))
feature("corpus-qcoro-doc", all(map(os.path.exists, ("/usr/share/doc/qcoro-doc/examples", "/usr/include/qcoro6"))))
qt = sorted(glob.glob("/usr/include/*/qt6"))
feature("real-clients", all(glob.glob("/usr/include/**/" + name, recursive=True) for name in (
    "curl/easy.h", "hiredis/hiredis.h", "librdkafka/rdkafka.h", "mariadb/mysql.h", "postgresql/libpq-fe.h", "pqxx/pqxx",
    "sqlite3.h")))
feature("real-qcoro", qt and os.path.exists("/usr/include/qcoro6/QCoro"))
config.substitutions.append(("%qt_flags", shlex.join(
    ["-fPIC", "-I/usr/include/qcoro6", "-I/usr/include/qcoro6/QCoro", "-I/usr/include/qcoro6/qcoro"]
    + ["-I" + folder for root in qt for folder in [root] + sorted(glob.glob(root + "/Qt*"))])))
feature("procfs", os.path.exists("/proc/self/task"))
feature("own-mounts", shutil.which("unshare")
        and subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True).returncode == 0)
multitool = os.path.join(source, "build", "packages", "npm", "node_modules", "@microsoft", "sarif-multitool-linux",
                         "Sarif.Multitool")
config.substitutions.append(("%sarif_multitool", multitool))
feature("sarif-multitool", os.access(multitool, os.X_OK))
if "sarif-multitool" not in config.available_features:
    lit_config.note("no SARIF Multitool in build/packages/npm (test/run fetches it): SARIF is not validated")
# Packages of Debian are seen by Debian's own Python only.
debian_python = next((python for python in ("/usr/bin/python3", sys.executable)
                      if os.access(python, os.X_OK)
                      and subprocess.run([python, "-c", "import jsonschema"], capture_output=True).returncode == 0), "")
config.substitutions.append(("%debian_python", debian_python))
feature("jsonschema", debian_python)
feature("chromium", shutil.which("chromium"))
feature("pyyaml", debian_python and subprocess.run([debian_python, "-c", "import yaml"], capture_output=True).returncode == 0)
feature("pre-commit", shutil.which("pre-commit"))
feature("neovim", shutil.which("nvim"))
feature("bazel", shutil.which("bazel") and all(os.path.exists("/usr/share/bazel/" + rules) for rules in (
    "tools/platforms", "tools/skylib", "rules/java", "rules/proto")))
feature("git", shutil.which("git") and os.path.exists(os.path.join(source, ".git")))
feature("clang-format", os.access(os.path.join(llvm_bin, "clang-format"), os.X_OK))


def update_expectations(result, test, commands):
    """For `lit --update-tests`: writes the messages anew where the helper found others."""
    arguments = list(result.command.args)
    if not any(str(a).endswith("check_cotidy.py") for a in arguments):
        return None
    at = next(i for i, a in enumerate(arguments) if str(a).endswith("check_cotidy.py"))
    arguments.insert(at + 1, "--update")
    answer = subprocess.run(arguments, capture_output=True, text=True, env=test.config.environment)
    return answer.stdout + answer.stderr


# Only lit 22 and newer can update.
if hasattr(lit_config, "test_updaters"):
    lit_config.test_updaters.append(update_expectations)

# A bare root, as a container's build step may have, has no terminals to open.
try:
    for descriptor in os.openpty():
        os.close(descriptor)
    config.available_features.add("terminal")
except OSError:
    pass
