// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Names.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

std::string fullName(const CheckInfo &Info) { return ("async-" + Info.Name).str(); }

const CheckInfo *findCheck(StringRef Name) {
  Name.consume_front("async-");
  for (const CheckEntry &Entry : allChecks())
    if (Entry.Info->Name == Name)
      return Entry.Info;
  return nullptr;
}

StringRef name(Profile In) {
  switch (In) {
  case Profile::Recommended:
    return "recommended";
  case Profile::Strict:
    return "strict";
  case Profile::LibraryAuthors:
    return "library-authors";
  case Profile::Tests:
    return "tests";
  }
  llvm_unreachable("every profile has a name");
}

std::string didYouMean(StringRef Name) {
  Name.consume_front("-");
  Name.consume_front("async-");
  const CheckInfo *Nearest = nullptr;
  unsigned Best = std::max<size_t>(3, Name.size() / 3);
  for (const CheckEntry &Entry : allChecks())
    if (unsigned Distance = Entry.Info->Name.edit_distance(Name, true, Best); Distance < Best) {
      Best = Distance;
      Nearest = Entry.Info;
    }
  return Nearest ? " (did you mean '" + fullName(*Nearest) + "'?)" : "";
}

std::string recommendedChecks() {
  std::vector<std::string> Names;
  for (const CheckEntry &Entry : allChecks())
    if (Entry.Info->In == Profile::Recommended)
      Names.push_back(fullName(*Entry.Info));
  return join(Names, ",");
}

std::vector<std::string> splitGlobs(StringRef List) {
  std::vector<std::string> Globs;
  while (!List.empty()) {
    size_t End = std::min(List.find_first_of(",\n"), List.size());
    if (StringRef Glob = List.take_front(End).trim(); !Glob.empty())
      Globs.push_back(Glob.str());
    List = List.drop_front(std::min(End + 1, List.size()));
  }
  return Globs;
}

std::vector<std::string> unknownGlobs(ArrayRef<std::string> Globs) {
  std::vector<std::string> Unknown;
  for (const std::string &Glob : Globs) {
    clang::tidy::GlobList Matches(StringRef(Glob).ltrim("-"));
    if (none_of(allChecks(), [&](const CheckEntry &E) { return Matches.contains(fullName(*E.Info)); }))
      Unknown.push_back(Glob);
  }
  return Unknown;
}

} // namespace cotidy
