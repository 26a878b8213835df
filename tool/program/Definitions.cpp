// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Definitions.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

namespace {

bool isWord(char C) { return isAlnum(C) || C == '_'; }

/// Behind the bracket that closes the one at \p At; the end of the text if none does before a statement ends.
size_t behindPair(StringRef Text, size_t At) {
  unsigned Depth = 0;
  for (; At < Text.size() && Text[At] != ';'; ++At) {
    if (Text[At] == '(')
      ++Depth;
    else if (Text[At] == ')' && --Depth == 0)
      return At + 1;
  }
  return Text.size();
}

/// Whether what follows the parameters at \p At leads to a body: specifiers, a result, a list of
/// initialisers.
bool leadsToBody(StringRef Text, size_t At) {
  while (At < Text.size()) {
    char C = Text[At];
    if (C == '{')
      return true;
    if (C == ':' && Text.substr(At, 2) != "::")
      return true;
    if (C == '(')
      At = behindPair(Text, At);
    else if (isWord(C) || isSpace(C) || StringRef("-><&*:,[].").contains(C))
      ++At;
    else
      return false;
  }
  return false;
}

/// The class or namespace that is written before the name at \p Begin: `Cache` of `Cache<T>::load`.
StringRef qualifierBefore(StringRef Text, size_t Begin) {
  StringRef Before = Text.take_front(Begin).rtrim();
  if (!Before.consume_back("::"))
    return {};
  Before = Before.rtrim();
  if (Before.ends_with(">")) {
    unsigned Depth = 0;
    size_t At = Before.size();
    while (At-- > 0) {
      Depth += Before[At] == '>';
      if (Before[At] == '<' && --Depth == 0)
        break;
    }
    Before = Before.take_front(std::min(At, Before.size())).rtrim();
  }
  size_t Start = Before.size();
  while (Start > 0 && isWord(Before[Start - 1]))
    --Start;
  return Before.substr(Start);
}

bool isSource(StringRef Path) {
  constexpr StringLiteral Extensions[] = {".c", ".cc", ".cpp", ".cxx", ".c++", ".C", ".inc", ".inl", ".ipp"};
  return is_contained(Extensions, sys::path::extension(Path));
}

} // namespace

StringSet<> definedNames(StringRef Text) {
  StringSet<> Names;
  for (size_t At = Text.find('('); At != StringRef::npos; At = Text.find('(', At + 1)) {
    size_t End = Text.take_front(At).rtrim().size();
    size_t Begin = End;
    while (Begin > 0 && isWord(Text[Begin - 1]))
      --Begin;
    StringRef Name = Text.slice(Begin, End);
    if (Name.empty()) { // operators are all one
      constexpr size_t Longest = 32;
      size_t First = At < Longest ? 0 : At - Longest;
      size_t Operator = Text.slice(First, At).rfind("operator");
      if (Operator != StringRef::npos) {
        Begin = First + Operator;
        Name = "operator";
      }
    }
    if (Name.empty() || !leadsToBody(Text, behindPair(Text, At)))
      continue;
    if (Begin > 0 && Text[Begin - 1] == '~')
      --Begin;
    Names.insert(Name);
    if (StringRef Qualifier = qualifierBefore(Text, Begin); !Qualifier.empty())
      Names.insert((Qualifier + "::" + Name).str());
  }
  return Names;
}

std::string definedName(const FunctionFact &F) {
  StringRef Scope, Last = F.Qualified;
  if (size_t Operator = Last.rfind("::operator"); Operator != StringRef::npos) {
    Scope = Last.take_front(Operator);
    Last = "operator";
  } else if (Last.contains("::")) {
    std::tie(Scope, Last) = Last.rsplit("::");
    Last.consume_front("~");
  }
  // A member is defined outside of its class by that name. What follows the function's name are its
  // parameters, which may be of classes as well.
  const StringRef Where = StringRef(F.Id).take_front(std::min(F.Id.find("@F@"), F.Id.find("@FT@")));
  if (!Where.contains("@S@") && !Where.contains("@ST>"))
    return Last.str();
  StringRef Class = Scope.split('<').first;
  return (Class.contains("::") ? Class.rsplit("::").second : Class).str() + "::" + Last.str();
}

static bool anySource(const UnitResult &Unit, function_ref<bool(StringRef)> Is) {
  auto IsText = [&](StringRef Path) {
    ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Path);
    return Text && Is((*Text)->getBuffer());
  };
  return IsText(Unit.File) || any_of(Unit.Dependencies, [&](const std::string &Path) {
           return Path != Unit.File && isSource(Path) && IsText(Path);
         });
}

bool mayDefineOneOf(const UnitResult &Unit, ArrayRef<std::string> Names) {
  return !Names.empty() && anySource(Unit, [&](StringRef Text) {
    const StringSet<> Defined = definedNames(Text);
    return any_of(Names, [&](const std::string &Name) { return Defined.contains(Name); });
  });
}

bool mayOverrideOneOf(const UnitResult &Unit, ArrayRef<PureMethod> Methods) {
  SmallVector<StringRef> Names;
  for (const PureMethod &Method : Methods)
    if (is_contained(Unit.Dependencies, Method.DeclaredIn))
      Names.push_back(Method.Name);
  return !Names.empty() && anySource(Unit, [&](StringRef Text) {
    const StringSet<> Defined = definedNames(Text);
    return any_of(Names, [&](StringRef Name) { return Defined.contains(Name); });
  });
}

bool mayCallOneOf(const UnitResult &Unit, const std::set<std::string> &Names) {
  return !Names.empty() && anySource(Unit, [&](StringRef Text) {
    return any_of(Names, [&](StringRef Name) { return Text.contains(Name.rsplit("::").second); });
  });
}

} // namespace cotidy
