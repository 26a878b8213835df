// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Relocation.h"

#include "Paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr char Mark = '\1';
constexpr StringLiteral Root = "\1root", Build = "\1build";

std::string commonFolder(StringRef A, StringRef B) {
  while (!A.empty() && !isBelow(B, A))
    A = sys::path::parent_path(A);
  return A.str();
}

/// The next character tells `/home/me/app` from `/home/me/application`.
bool endsName(StringRef Rest) {
  return Rest.empty() || !(isAlnum(Rest[0]) || Rest[0] == '_' || Rest[0] == '-');
}

std::string replace(StringRef Text, StringRef From, StringRef To, bool WholeNames) {
  std::string Result;
  for (size_t At; (At = Text.find(From)) != StringRef::npos;) {
    StringRef Rest = Text.substr(At + From.size());
    Result += Text.take_front(At);
    Result += !WholeNames || endsName(Rest) ? To : From;
    Text = Rest;
  }
  return Result + Text.str();
}

json::Value mapStrings(const json::Value &V, function_ref<std::string(StringRef)> Change) {
  if (auto Text = V.getAsString())
    return Change(*Text);
  if (const json::Array *Elements = V.getAsArray()) {
    json::Array Result;
    for (const json::Value &Element : *Elements)
      Result.push_back(mapStrings(Element, Change));
    return Result;
  }
  if (const json::Object *Members = V.getAsObject()) {
    json::Object Result;
    for (const auto &[Key, Member] : *Members)
      Result[Key] = mapStrings(Member, Change);
    return Result;
  }
  return V;
}

} // namespace

Relocation::Relocation(StringRef File, StringRef BuildFolder) {
  StringRef Folder = sys::path::parent_path(File);
  std::string Top = versionedRoot(Folder);
  if (Top.empty())
    Top = BuildFolder.empty() ? Folder.str() : commonFolder(Folder, BuildFolder);
  if (!Top.empty() && Top != "/")
    Places.push_back({Top, Root.str()});
  if (!BuildFolder.empty() && (Places.empty() || !isBelow(BuildFolder, Top)))
    Places.push_back({BuildFolder.str(), Build.str()});
  llvm::sort(Places, [](const auto &A, const auto &B) { return A.first.size() > B.first.size(); });
}

std::string Relocation::shorten(StringRef Text) const {
  std::string Result = Text.str();
  for (const auto &[Folder, Sign] : Places)
    Result = replace(Result, Folder, Sign, /*WholeNames=*/true);
  return Result;
}

std::string Relocation::expand(StringRef Text) const {
  std::string Result = Text.str();
  if (Text.contains(Mark))
    for (const auto &[Folder, Sign] : Places)
      Result = replace(Result, Sign, Folder, /*WholeNames=*/false);
  return Result;
}

json::Value Relocation::shortenAll(const json::Value &V) const {
  return mapStrings(V, [&](StringRef Text) { return shorten(Text); });
}

json::Value Relocation::expandAll(const json::Value &V) const {
  return mapStrings(V, [&](StringRef Text) { return expand(Text); });
}

bool Relocation::contains(StringRef Path) const {
  return any_of(Places, [&](const auto &Place) { return isBelow(Path, Place.first); });
}

std::string Relocation::places() const {
  std::string Result;
  for (const auto &[Folder, Sign] : Places)
    Result += Folder + "\n";
  return Result;
}

bool hasMarks(const json::Value &V) {
  bool Has = false;
  mapStrings(V, [&](StringRef Text) {
    Has |= Text.contains(Mark);
    return std::string();
  });
  return Has;
}

} // namespace cotidy
