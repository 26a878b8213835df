# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans C++ targets as build actions: one for each target, cached and run remotely like a compilation, and one that
puts their results together. docs/bazel.md describes it."""

load("@rules_cc//cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@rules_cc//cc:find_cc_toolchain.bzl", "find_cc_toolchain", "use_cc_toolchain")
load("@rules_cc//cc/common:cc_common.bzl", "cc_common")
load("@rules_cc//cc/common:cc_info.bzl", "CcInfo")

CotidyInfo = provider(
    doc = "What the scans of a target and of its dependencies left.",
    fields = {
        "shards": "depset of files for `cotidy merge`, one for each target",
        "sources": "depset of the files that findings may stand in, for excerpts",
    },
)

_FORMS = {
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "html": "html",
    "json": "json",
    "junit": "junit.xml",
    "sarif": "sarif",
    "text": "txt",
}
_SOURCES = ["cc", "cpp", "cxx", "c++", "C"]
_DEPENDENCIES = ["deps", "implementation_deps"]

# The settings, for the aspect and for the rule.
_SETTINGS = {
    "_program": attr.label(default = Label("//:program")),
    "_config": attr.label(default = Label("//:config"), allow_files = True),
    "_models": attr.label(default = Label("//:models"), allow_files = True),
}

def _program(ctx):
    """The executable, and all that it needs to run."""
    files = ctx.attr._program[DefaultInfo].files.to_list()
    for file in files:
        if file.basename == "cotidy":
            return file, files
    fail("--%s has no file named 'cotidy': it is the label of an installed cotidy" % Label("//:program"))

def _is_external(folder):
    return folder.startswith("external/") or "/bin/external/" in folder or folder.startswith("../")

def _all_of(contexts, field):
    return depset(transitive = [getattr(context, field) for context in contexts])

def _folders(contexts, field, external):
    return [folder for folder in _all_of(contexts, field).to_list() if _is_external(folder) == external]

def _compile_flags(ctx, toolchain, contexts):
    """The command line that the target's sources are compiled with, without program, input and output."""
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    own = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts
    for flag in getattr(ctx.rule.attr, "copts", []) + getattr(ctx.rule.attr, "cxxopts", []):
        own.append(ctx.expand_make_variables("copts", flag, {}))

    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = own,
        include_directories = depset(_folders(contexts, "includes", external = False)),
        quote_include_directories = depset(_folders(contexts, "quote_includes", external = False)),
        # Headers of other repositories are the system's: quicker to read, and nothing is told of them.
        system_include_directories = depset(
            _folders(contexts, "includes", external = True) + _folders(contexts, "quote_includes", external = True),
            transitive = [_all_of(contexts, "system_includes")],
        ),
        framework_include_directories = _all_of(contexts, "framework_includes"),
        preprocessor_defines = depset(transitive = [contexts[0].local_defines, _all_of(contexts, "defines")]),
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )

def _scan(ctx, target, sources, contexts):
    toolchain = find_cc_toolchain(ctx)
    program, tools = _program(ctx)
    configs = ctx.files._config
    shard = ctx.actions.declare_file(target.label.name + ".cotidy-shard")

    arguments = ctx.actions.args()
    arguments.add_all([program, "scan", "-q", "--no-cache", "--reproducible", "-j1", "--shard", "1/1"])
    arguments.add("--output", shard)
    arguments.add_all(configs, before_each = "--config-file")
    arguments.add_all(ctx.files._models, before_each = "--models")
    arguments.add_all(sources)
    arguments.add("--")
    arguments.add_all(_compile_flags(ctx, toolchain, contexts))
    ctx.actions.run_shell(
        # That a unit is not fully analysed stands in the shard, for the report to say.
        command = '"$@" || [ $? = 3 ]',
        arguments = [arguments],
        inputs = depset(
            sources + configs + ctx.files._models,
            transitive = [context.headers for context in contexts] + [toolchain.all_files],
        ),
        tools = tools,
        outputs = [shard],
        mnemonic = "Cotidy",
        progress_message = "Looking for costly awaits in %s" % target.label,
    )
    return shard

def _cotidy_aspect(target, ctx):
    below = [
        dependency[CotidyInfo]
        for attribute in _DEPENDENCIES
        for dependency in getattr(ctx.rule.attr, attribute, [])
        if CotidyInfo in dependency
    ]
    shards, files = [], []
    if CcInfo in target and not target.label.workspace_root:
        listed = [
            file
            for attribute in ["srcs", "hdrs"]
            for item in getattr(ctx.rule.attr, attribute, [])
            for file in item.files.to_list()
        ]
        sources = [file for file in listed if file.extension in _SOURCES]
        files += listed
        if sources:
            # What a target is compiled with, but does not pass on, is in the contexts of those dependencies alone.
            contexts = [target[CcInfo].compilation_context] + [
                dependency[CcInfo].compilation_context
                for dependency in getattr(ctx.rule.attr, "implementation_deps", [])
            ]
            shards.append(_scan(ctx, target, sources, contexts))
    transitive_shards = depset(shards, transitive = [info.shards for info in below])
    return [
        CotidyInfo(shards = transitive_shards, sources = depset(files, transitive = [info.sources for info in below])),
        OutputGroupInfo(cotidy = transitive_shards),
    ]

cotidy_aspect = aspect(
    implementation = _cotidy_aspect,
    doc = "Scans each C++ target below the ones it is asked for, external repositories left out.",
    attr_aspects = _DEPENDENCIES,
    attrs = dict(_SETTINGS, _cc_toolchain = attr.label(default = Label("@rules_cc//cc:current_cc_toolchain"))),
    fragments = ["cpp"],
    toolchains = use_cc_toolchain(),
)

def _cotidy_test(ctx):
    program, tools = _program(ctx)
    shards = depset(transitive = [target[CotidyInfo].shards for target in ctx.attr.targets])
    sources = depset(transitive = [target[CotidyInfo].sources for target in ctx.attr.targets])
    text = ctx.actions.declare_file(ctx.label.name + ".txt")
    status = ctx.actions.declare_file(ctx.label.name + ".status")
    reports = [text]

    arguments = ctx.actions.args()
    arguments.add(status)
    arguments.add_all([program, "merge", "-q", "--fail-on", ctx.attr.fail_on])
    arguments.add(text, format = "--format=text=%s")
    for form in ctx.attr.forms:
        report = ctx.actions.declare_file("%s.%s" % (ctx.label.name, _FORMS[form]))
        arguments.add(report, format = "--format=" + form + "=%s")
        reports.append(report)
    if ctx.file.baseline:
        arguments.add("--baseline", ctx.file.baseline)
    else:
        arguments.add("--no-baseline")
    arguments.add_all(shards)
    ctx.actions.run_shell(
        # Findings fail the test, not the build of the reports.
        command = 'status=$1; shift; "$@"; code=$?; echo $code >"$status"; [ $code != 2 ]',
        arguments = [arguments],
        inputs = depset(ctx.files.baseline, transitive = [shards, sources]),
        tools = tools,
        outputs = reports + [status],
        mnemonic = "CotidyMerge",
        progress_message = "Putting together what %s found" % ctx.label,
    )

    test = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        test,
        "#!/bin/sh\ncat %s\nexit $(cat %s)\n" % (text.short_path, status.short_path),
        is_executable = True,
    )
    return DefaultInfo(
        executable = test,
        files = depset(reports),
        runfiles = ctx.runfiles([text, status]),
    )

cotidy_test = rule(
    implementation = _cotidy_test,
    doc = "Passes if what is below its targets has no findings; building it writes the reports.",
    test = True,
    attrs = dict(
        _SETTINGS,
        targets = attr.label_list(mandatory = True, aspects = [cotidy_aspect], doc = "C++ targets to scan"),
        forms = attr.string_list(doc = "reports to write beside the text: " + ", ".join(_FORMS)),
        baseline = attr.label(allow_single_file = True, doc = "findings that are known"),
        fail_on = attr.string(default = "new", values = ["new", "any", "none"]),
    ),
)
