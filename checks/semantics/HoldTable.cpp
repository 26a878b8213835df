// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldTable.h"

#include "semantics/BodyIndex.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/FormatVariadic.h"

using namespace clang;

namespace cotidy {

namespace {

void set(llvm::BitVector &Bits, unsigned Bit) {
  if (Bits.size() <= Bit)
    Bits.resize(Bit + 1);
  Bits.set(Bit);
}

StringRef verb(Hold What, bool Tried) {
  switch (What) {
  case Hold::Transaction:
    return "is opened here";
  case Hold::Lease:
    return "is taken from its pool here";
  default:
    return Tried ? "is tried here" : "is taken here";
  }
}

} // namespace

bool HoldState::join(const HoldState &Other) {
  HoldState Before = *this;
  Held |= Other.Held;
  Untested |= Other.Untested;
  return Before.Held != Held || Before.Untested != Untested;
}

unsigned HoldTable::resource(Place Where, const Holding &Type,
                             llvm::function_ref<void(HeldResource &)> Describe) {
  auto [It, New] =
      ByPlace.try_emplace(std::vector<const void *>(Where.begin(), Where.end()), Resources.size());
  if (New) {
    Resources.push_back(std::make_unique<HeldResource>());
    Resources.back()->Where = std::move(Where);
    Resources.back()->Type = Type;
    Describe(*Resources.back());
    Takes.emplace_back();
  }
  return It->second;
}

std::optional<unsigned> HoldTable::known(const Place &Where) const {
  auto It = ByPlace.find(std::vector<const void *>(Where.begin(), Where.end()));
  return Where.empty() || It == ByPlace.end() ? std::nullopt : std::optional(It->second);
}

/// The bit for resource \p R taken at \p Node.
unsigned HoldTable::bit(unsigned R, const void *Node, SourceLocation Loc, const Twine &Text) {
  auto [It, New] = Bits.try_emplace({Node, R}, Steps.size());
  if (New) {
    std::string Subject = Resources[R]->Name.empty() ? "the lock" : "'" + Resources[R]->Name + "'";
    Steps.push_back({Loc, (Subject + " " + Text).str()});
    set(Takes[R], It->second);
    ++Resources[R]->Takes;
  }
  return It->second;
}

SmallVector<Evidence, 2> HoldTable::liveTakes(const HoldState &S, unsigned R) const {
  SmallVector<Evidence, 2> Live;
  for (unsigned Bit = 0; Bit != Steps.size(); ++Bit)
    if (Takes[R].size() > Bit && Takes[R].test(Bit) && S.Held.size() > Bit && S.Held.test(Bit))
      Live.push_back(Steps[Bit]);
  return Live;
}

void HoldTable::drop(HoldState &S, unsigned R) const {
  S.Held.reset(Takes[R]);
  S.Untested.reset(Takes[R]);
}

void HoldTable::dropWithin(HoldState &S, const Place &Outer) const {
  for (unsigned R = 0; R != Resources.size(); ++R)
    if (isWithin(Resources[R]->Where, Outer))
      drop(S, R);
}

void HoldTable::take(HoldState &S, unsigned R, const void *Node, SourceLocation Loc, const Twine &Text,
                     bool Tried) {
  drop(S, R);
  set(Tried ? S.Untested : S.Held, bit(R, Node, Loc, Text));
}

void HoldTable::doubt(HoldState &S, unsigned R, const void *Node, SourceLocation Loc, const Twine &Text) {
  take(S, R, Node, Loc, Text, /*Tried=*/true);
}

void HoldTable::apply(HoldState &S, unsigned R, Change Does, const void *Node, SourceLocation Loc) {
  switch (Does) {
  case Change::None:
    return;
  case Change::Take:
  case Change::Try:
    return take(S, R, Node, Loc, verb(Resources[R]->Type.What, Does == Change::Try), Does == Change::Try);
  case Change::Drop:
    countRelease(R, Node);
    return drop(S, R);
  }
}

void HoldTable::learn(HoldState &S, unsigned R, bool Got) const {
  if (!Got)
    return drop(S, R);
  llvm::BitVector Tried = S.Untested;
  Tried &= Takes[R];
  S.Held |= Tried;
  S.Untested.reset(Tried);
}

void HoldTable::hand(HoldState &S, std::optional<unsigned> Source, unsigned R, const void *Node,
                     SourceLocation Loc) {
  if (Source == R)
    return;
  bool Held = Source && isHeld(S, *Source), Untested = Source && isUntested(S, *Source);
  drop(S, R);
  if (!Source)
    return;
  drop(S, *Source);
  countRelease(*Source, Node);
  if (Resources[R]->Mutexes.empty())
    Resources[R]->Mutexes = Resources[*Source]->Mutexes;
  if (!Held && !Untested)
    return;
  unsigned Bit =
      bit(R, Node, Loc, llvm::formatv("takes over what '{0}' holds here", Resources[*Source]->Name).str());
  if (Held)
    set(S.Held, Bit);
  if (Untested)
    set(S.Untested, Bit);
}

void HoldTable::swap(HoldState &S, unsigned R, std::optional<unsigned> Other, const void *Node,
                     SourceLocation Loc) {
  if (!Other || *Other == R)
    return drop(S, R);
  bool Held[2] = {isHeld(S, R), isHeld(S, *Other)};
  bool Untested[2] = {isUntested(S, R), isUntested(S, *Other)};
  unsigned Pair[2] = {R, *Other};
  for (unsigned I = 0; I != 2; ++I) {
    if (Resources[Pair[I]]->Mutexes.empty())
      Resources[Pair[I]]->Mutexes = Resources[Pair[1 - I]]->Mutexes;
    drop(S, Pair[I]);
    countRelease(Pair[I], Node);
    if (!Held[1 - I] && !Untested[1 - I])
      continue;
    unsigned Bit = bit(Pair[I], Node, Loc, "is swapped here with '" + Resources[Pair[1 - I]]->Name + "'");
    if (Held[1 - I])
      set(S.Held, Bit);
    if (Untested[1 - I])
      set(S.Untested, Bit);
  }
}

void HoldTable::adopt(HoldState &S, ArrayRef<const Expr *> Mutexes) {
  for (const Expr *Mutex : Mutexes)
    if (std::optional<unsigned> ByHand = known(placeOf(Mutex))) {
      countRelease(*ByHand, Mutex);
      drop(S, *ByHand);
    }
}

void HoldTable::moveAway(HoldState &S, const Expr *From, const void *Node) {
  Place P = placeOf(withoutMove(From));
  if (P.empty())
    return;
  for (unsigned R = 0; R != Resources.size(); ++R)
    if (isWithin(Resources[R]->Where, P) && Resources[R]->Owner) {
      countRelease(R, Node);
      drop(S, R);
    }
}

void HoldTable::countRelease(unsigned R, const void *Node) {
  if (Releases.insert({Node, R}).second)
    ++Resources[R]->Releases;
}

void HoldTable::loseElement(const Holding &Element) {
  for (auto &R : Resources)
    if (R->Type.Wrapped && R->Type.Owner == Element.Owner)
      R->Unknown = true;
}

std::string HoldTable::textOf(const Expr *E) const {
  if (!E || E->getBeginLoc().isMacroID() || E->getEndLoc().isMacroID())
    return {};
  return Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()), AST.getSourceManager(),
                              AST.getLangOpts())
      .str();
}

std::string HoldTable::mutexName(const Expr *E) const {
  E = withoutMove(E);
  if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(E);
      Unary && (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref))
    E = strip(Unary->getSubExpr());
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(E);
      Operator && (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star))
    E = strip(Operator->getArg(0));
  return textOf(E);
}

SmallVector<LockedMutex, 1> HoldTable::mutexesOf(ArrayRef<const Expr *> Mutexes) const {
  SmallVector<LockedMutex, 1> Found;
  for (const Expr *Mutex : Mutexes)
    Found.push_back({mutexName(Mutex), placeOf(Mutex)});
  return Found;
}

} // namespace cotidy
