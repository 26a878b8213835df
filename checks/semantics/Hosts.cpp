// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Hosts.h"

#include "semantics/Callers.h"
#include "semantics/Naming.h"
#include "semantics/SharedAccess.h"

using namespace clang;

namespace cotidy {

namespace {

/// Four numbers with dots between.
bool isAddress4(StringRef Text) {
  SmallVector<StringRef, 4> Parts;
  Text.split(Parts, '.');
  return Parts.size() == 4 && llvm::all_of(Parts, [](StringRef Part) {
           unsigned Number = 0;
           return !Part.getAsInteger(10, Number) && Number < 256;
         });
}

/// Hexadecimal numbers with two colons or more between, as far as it matters.
bool isAddress6(StringRef Text) {
  Text = Text.split('%').first;
  return Text.count(':') >= 2 && Text.find_first_not_of("0123456789abcdefABCDEF:.") == StringRef::npos;
}

Host classify(StringRef Text) {
  const bool IsHere = Text == "::1" || Text == "localhost" || (isAddress4(Text) && Text.starts_with("127."));
  return {isAddress4(Text) || isAddress6(Text), IsHere};
}

/// What may be a name: characters, or a string of the user's or the library's.
bool isText(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType() || T->isArrayType())
    return QualType(T->getPointeeOrArrayElementType(), 0)->isAnyCharacterType();
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  return Class && hasWord(Class, {"string"});
}

class Finder {
public:
  explicit Finder(Unit &U) : U(U) {}

  /// What the arguments of \p Site say, or its object if it has none.
  std::optional<Host> ofCall(const BodyIndex &Body, const CallSite &Site, unsigned Depth) {
    for (const Expr *Arg : Site.Args) {
      if (std::optional<Host> Found = of(Body, Arg, Depth))
        return Found;
      if (isText(Arg->getType())) // any name
        return std::nullopt;
    }
    return Site.Args.empty() && Site.Object ? of(Body, Site.Object, Depth) : std::nullopt;
  }

private:
  std::optional<Host> of(const BodyIndex &Body, const Expr *E, unsigned Depth) {
    E = E && Depth ? strip(E) : nullptr;
    if (!E)
      return std::nullopt;
    if (const auto *Text = dyn_cast<StringLiteral>(E))
      return Text->getCharByteWidth() == 1 ? std::optional(classify(Text->getString())) : std::nullopt;
    if (const auto *Number = dyn_cast<IntegerLiteral>(E)) {
      constexpr unsigned Loopback = 0x7f000001; // INADDR_LOOPBACK
      return Number->getValue() == Loopback ? std::optional(Host{true, true}) : std::nullopt;
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      return Var ? ofVariable(Body, *Var, Depth - 1) : std::nullopt;
    }
    if (const auto *List = dyn_cast<InitListExpr>(E))
      return List->getNumInits() ? of(Body, List->getInit(0), Depth) : std::nullopt;
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
      return of(Body, Cast->getSubExpr(), Depth);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) // `&to`
      return of(Body, Unary->getSubExpr(), Depth);
    if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(E))
      return of(Body, Await->getOperand(), Depth);
    return isa<CallExpr, CXXConstructExpr>(E) ? ofMade(Body, U.calls().site(E), Depth) : std::nullopt;
  }

  /// `make_address("::1")`, `host.c_str()`, `address_v4::loopback()`. A method that is given something and is
  /// no look-up, `value_or("::1")`, may give something else.
  std::optional<Host> ofMade(const BodyIndex &Body, const CallSite &Site, unsigned Depth) {
    if (Site.Callee && Site.Args.empty() && isNamedBy(*Site.Callee, {"loopback"}))
      return Host{true, true};
    if (Site.Object && !Site.Args.empty() && !isa<CXXOperatorCallExpr>(Site.E) &&
        !hasWord(Site.Callee, {"resolve"}))
      return std::nullopt;
    return ofCall(Body, Site, Depth - 1);
  }

  /// Each variable is asked once: calls that are given the same ones fill one with what fills the other.
  std::optional<Host> ofVariable(const BodyIndex &Body, const VarDecl &Var, unsigned Depth) {
    if (const auto [Known, IsNew] = Answers.try_emplace(&Var, std::nullopt); !IsNew)
      return Known->second;
    const std::optional<Host> Answer = findVariable(Body, Var, Depth);
    Answers[&Var] = Answer;
    return Answer;
  }

  std::optional<Host> findVariable(const BodyIndex &Body, const VarDecl &Var, unsigned Depth) {
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(&Var))
      return ofParameter(Body, *Parameter, Depth);
    if (!Var.hasLocalStorage())
      return Var.getType().isConstQualified() ? of(Body, Var.getAnyInitializer(), Depth) : std::nullopt;
    if (llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) { return isAssigned(Body, *Use); }))
      return std::nullopt;
    if (std::optional<Host> Found = of(Body, Var.getInit(), Depth))
      return Found;
    return isText(Var.getType()) ? std::nullopt : ofFilled(Body, Var, Depth);
  }

  /// What fills a variable: `inet_pton(AF_INET, "::1", &to.sin_addr)`, `to.sin_addr.s_addr = htonl(...)`.
  std::optional<Host> ofFilled(const BodyIndex &Body, const VarDecl &Var, unsigned Depth) {
    std::optional<Host> All;
    for (const DeclRefExpr *Use : Body.uses(Var)) {
      std::optional<Host> Found;
      const auto *Assign = Body.enclosing<BinaryOperator>(Use);
      const auto *Call = Body.enclosing<CallExpr>(Use);
      if (Assign && Assign->isAssignmentOp() && Body.contains(Assign->getLHS(), Use))
        Found = of(Body, Assign->getRHS(), Depth);
      else if (Call && !Body.enclosing<CoroutineSuspendExpr>(Use))
        Found = ofFiller(Body, U.calls().site(Call), *Use, Depth);
      if (Found && All && (Found->IsAddress != All->IsAddress || Found->IsHere != All->IsHere))
        return std::nullopt;
      if (Found)
        All = Found;
    }
    return All;
  }

  /// The same of the arguments beside \p Filled.
  std::optional<Host> ofFiller(const BodyIndex &Body, const CallSite &Site, const Expr &Filled,
                               unsigned Depth) {
    for (const Expr *Arg : Site.Args)
      if (Arg != &Filled && !Body.contains(Arg, &Filled))
        if (std::optional<Host> Found = of(Body, Arg, Depth))
          return Found;
    return std::nullopt;
  }

  /// What every call that is seen says. A header's function is there for others as well.
  std::optional<Host> ofParameter(const BodyIndex &Body, const ParmVarDecl &Parameter, unsigned Depth) {
    const SourceManager &Sources = U.ast().getSourceManager();
    if (!Sources.isInMainFile(Sources.getExpansionLoc(Parameter.getLocation())))
      return std::nullopt;
    std::optional<Host> All;
    for (const CallFrom &Call : U.session().facts<Callers>().of(Body.function())) {
      if (!isa<CallExpr, CXXConstructExpr>(Call.At))
        return std::nullopt;
      const CallSite &Site = U.calls().site(Call.At);
      const unsigned Place = Parameter.getFunctionScopeIndex();
      const std::optional<Host> Found =
          Place < Site.Args.size() ? of(U.body(*Call.In), Site.Args[Place], Depth) : std::nullopt;
      if (!Found)
        return std::nullopt;
      All = Host{Found->IsAddress && (!All || All->IsAddress), Found->IsHere && (!All || All->IsHere)};
    }
    return All;
  }

  Unit &U;
  llvm::DenseMap<const VarDecl *, std::optional<Host>> Answers;
};

constexpr unsigned MaxDepth = 8;

} // namespace

Host hostOf(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  return Finder(U).ofCall(Body, Site, MaxDepth).value_or(Host());
}

} // namespace cotidy
