// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Starters.h"

#include "Names.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr StringLiteral GitHubHead =
    R"(# cotidy on pull requests, where it reports what they change, and on the main branch.
# Set the variable COTIDY_PACKAGE of the repository to the address of your cotidy package.
name: cotidy
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
  security-events: write
jobs:
  cotidy:
    runs-on: ubuntu-24.04
    container: debian:12
    steps:
      - name: Install tools
        run: |
          apt-get update
          apt-get install -y --no-install-recommends ca-certificates curl git g++ @TOOLS@
      - name: Install cotidy
        env:
          COTIDY_PACKAGE: ${{ vars.COTIDY_PACKAGE }}
        run: |
          curl -fsSLo /tmp/cotidy.deb "$COTIDY_PACKAGE"
          apt-get install -y /tmp/cotidy.deb
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - name: Configure
        run: @CONFIGURE@
      - uses: actions/cache@v4
        with:
          path: .cotidy-cache
          key: cotidy-${{ github.sha }}
          restore-keys: cotidy-
      - name: Scan
        env:
          BASE: ${{ github.base_ref }}
        run: |
          git config --global --add safe.directory "$PWD"
          cotidy scan -p build --cache-dir .cotidy-cache ${BASE:+--diff-base "origin/$BASE"} --format github --format sarif=cotidy.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: cotidy.sarif
)";

constexpr StringLiteral GitLabHead =
    R"(# cotidy on merge requests, where it reports what they change, and on the default branch.
# Set the CI/CD variable COTIDY_PACKAGE to the address of your cotidy package.
cotidy:
  image: debian:12
  variables:
    GIT_DEPTH: 0
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  before_script:
    - apt-get update
    - apt-get install -y --no-install-recommends ca-certificates curl git g++ @TOOLS@
    - curl -fsSLo /tmp/cotidy.deb "$COTIDY_PACKAGE"
    - apt-get install -y /tmp/cotidy.deb
  script:
    - @CONFIGURE@
    - >-
      cotidy scan -p build --cache-dir .cotidy-cache
      ${CI_MERGE_REQUEST_DIFF_BASE_SHA:+--diff-base "$CI_MERGE_REQUEST_DIFF_BASE_SHA"}
      --format text --format gitlab=cotidy.json --format junit=cotidy.xml
  cache:
    key: cotidy
    paths: [.cotidy-cache]
  artifacts:
    when: always
    reports:
      codequality: cotidy.json
      junit: cotidy.xml
)";

std::string filled(StringRef Template, BuildSystem Build) {
  bool Meson = Build == BuildSystem::Meson;
  std::string Text = Template.str();
  for (auto [Mark, Value] :
       {std::pair<StringRef, StringRef>("@TOOLS@", Meson ? "meson" : "cmake ninja-build"),
        {"@CONFIGURE@",
         Meson ? "meson setup build" : "cmake -S . -B build -G Ninja -DCMAKE_EXPORT_COMPILE_COMMANDS=ON"}})
    Text.replace(Text.find(Mark.str()), Mark.size(), Value.str());
  return Text;
}

Starter tidyFile(const Project &Found) {
  std::vector<std::string> Lines = {
      "# Which of cotidy's checks run, here and below; see docs/configuration.md of cotidy."};
  if (!Found.Libraries.empty())
    Lines.push_back("# Libraries seen that cotidy has a model for: " + join(Found.Libraries, ", ") + ".");
  Lines.push_back("Checks: >-");
  for (const std::string &Check : splitGlobs(recommendedChecks()))
    Lines.push_back("  " + Check + ",");
  Lines.back().pop_back();
  return {".clang-tidy", join(Lines, "\n") + "\n",
          "cotidy's recommended checks are on; globs that name async- change that"};
}

Starter editorFile(const Project &Found) {
  std::string Folder = Found.BuildFolder.empty() ? "build" : Found.BuildFolder;
  return {".clangd",
          "# For cotidy-clangd, and clangd as well.\nCompileFlags:\n  CompilationDatabase: " + Folder + "\n",
          "it may need 'CompileFlags: {CompilationDatabase: " + Folder + "}'"};
}

} // namespace

std::vector<Starter> startersFor(const Project &Found) {
  std::vector<Starter> Result = {tidyFile(Found), editorFile(Found)};
  if (Found.Build != BuildSystem::CMake && Found.Build != BuildSystem::Meson)
    return Result;
  if (Found.Host == Hosting::GitHub)
    Result.push_back({".github/workflows/cotidy.yml", filled(GitHubHead, Found.Build),
                      "compare it with docs/ci/github.yml of cotidy"});
  if (Found.Host == Hosting::GitLab)
    Result.push_back({".gitlab-ci.yml", filled(GitLabHead, Found.Build),
                      "take the job from docs/ci/gitlab.yml of cotidy"});
  return Result;
}

} // namespace cotidy
