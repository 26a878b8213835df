// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "models/ModelReader.h"

#include <algorithm>

using namespace llvm;

namespace cotidy {

std::optional<StringRef> nearest(StringRef Word, ArrayRef<StringRef> Known) {
  std::optional<StringRef> Best;
  unsigned BestDistance = std::max<unsigned>(2, Word.size() / 3) + 1;
  for (StringRef K : Known)
    if (unsigned D = Word.edit_distance(K); D < BestDistance) {
      Best = K;
      BestDistance = D;
    }
  return Best;
}

StringRef kindOf(const yaml::Node &N) {
  switch (N.getType()) {
  case yaml::Node::NK_Null:
    return "nothing";
  case yaml::Node::NK_Mapping:
    return "a mapping";
  case yaml::Node::NK_Sequence:
    return "a list";
  case yaml::Node::NK_Alias:
    return "an alias";
  default:
    return "a text";
  }
}

StringRef mistakeInName(StringRef Name) {
  if (Name.empty())
    return "empty name";
  if (Name.contains('<') && !Name.contains("operator"))
    return "template arguments in a name; leave them out";
  if (Name.contains(' ') && !Name.contains("operator"))
    return "blank in a name";
  Name.consume_front("@");
  Name.consume_front("::");
  SmallVector<StringRef> Parts;
  Name.split(Parts, "::");
  for (StringRef Part : Parts) {
    bool Last = Part.data() == Parts.back().data();
    if (Last && (Part == "*" || Part.starts_with("operator")))
      continue;
    if (Last)
      Part.consume_front("~");
    if (Part.empty() || isDigit(Part.front()) || !all_of(Part, [](char C) { return isAlnum(C) || C == '_'; }))
      return "expected a qualified name such as ns::C::f";
  }
  return {};
}

ModelReader::ModelReader(MemoryBufferRef Text) : Path(Text.getBufferIdentifier()) {
  Sources.setDiagHandler(
      [](const SMDiagnostic &D, void *Self) {
        bool At = D.getLineContents().substr(std::max(D.getColumnNo(), 0)).starts_with("@");
        static_cast<ModelReader *>(Self)->add(D.getLineNo(), D.getColumnNo() + 1,
                                              At ? "a name that begins with '@' must be quoted"
                                                 : D.getMessage());
      },
      this);
  Document = std::make_unique<yaml::Stream>(Text.getBuffer(), Sources, /*ShowColors=*/false);
}

Error ModelReader::told() const {
  if (Errors.empty())
    return Error::success();
  std::string All;
  for (const auto &[Place, What] : Errors)
    All += (All.empty() ? "" : "\n") +
           (Path + ":" + Twine(Place.first) + ":" + Twine(Place.second) + ": " + What).str();
  return createStringError(inconvertibleErrorCode(), "%s", All.c_str());
}

std::optional<std::string> ModelReader::scalar(yaml::Node &N, StringRef Expected) {
  SmallString<64> Storage;
  if (auto *S = dyn_cast<yaml::ScalarNode>(&N))
    return S->getValue(Storage).str();
  if (auto *S = dyn_cast<yaml::BlockScalarNode>(&N))
    return S->getValue().str();
  error(N, "expected " + Expected + ", found " + kindOf(N));
  return std::nullopt;
}

void ModelReader::read(yaml::Node &N, ArgIndex &Into) {
  std::optional<std::string> Text = scalar(N, "an argument");
  if (!Text)
    return;
  for (auto [Name, Value] : ArgNames)
    if (*Text == Name) {
      Into = Value;
      return;
    }
  unsigned Place;
  if (StringRef(*Text).getAsInteger(10, Place) || Place > 99)
    return error(N, "expected an argument: 0 for the first, 'last', 'any', 'receiver' or 'callee'; found '" +
                        *Text + "'");
  Into = static_cast<ArgIndex>(Place);
}

void ModelReader::read(yaml::Node &N, std::optional<bool> &Into) {
  std::optional<std::string> Text = scalar(N, "true or false");
  if (!Text)
    return;
  if (*Text == "true" || *Text == "false")
    Into = *Text == "true";
  else
    error(N, "expected true or false, found '" + *Text + "'");
}

void ModelReader::read(yaml::Node &N, std::vector<std::string> &Into) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return error(N, "expected a list, found " + kindOf(N));
  for (yaml::Node &Item : *List)
    if (std::optional<std::string> Text = scalar(Item, "a text"))
      Into.push_back(std::move(*Text));
}

void ModelReader::name(yaml::Node &N, std::vector<std::string> &Into) {
  std::optional<std::string> Text = scalar(N, "a name");
  if (!Text)
    return;
  if (StringRef Mistake = mistakeInName(*Text); !Mistake.empty())
    return error(N, Mistake + (Text->empty() ? "" : ": '" + *Text + "'"));
  StringRef Name = *Text;
  if (Name.starts_with("@::"))
    RelativeNames.push_back(N.getSourceRange().Start);
  Name.consume_front("::");
  if (is_contained(Into, Name))
    return error(N, "'" + Name + "' stands here twice");
  Into.push_back(Name.str());
}

void ModelReader::names(yaml::Node &N, std::vector<std::string> &Into) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return error(N, "expected a list of names, found " + kindOf(N));
  for (yaml::Node &Item : *List)
    name(Item, Into);
  if (Into.empty())
    error(N, "empty list of names");
}

void ModelReader::unique(const KeyPlaces &At, StringRef What, ArrayRef<std::string> Names,
                         const std::string &Rest) {
  unsigned Line = Sources.getLineAndColumn(At.Start).first;
  for (const std::string &Name : Names)
    if (auto [Other, New] = Known.insert({(What + "|" + Name + "|" + Rest).str(), Line}); !New)
      error(At.Start,
            "duplicate " + What + " entry for '" + Name + "'; the first is in line " + Twine(Other->second));
}

} // namespace cotidy
