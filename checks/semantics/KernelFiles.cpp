// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/KernelFiles.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

/// Those that wait for something to happen are not among them.
bool isKernelPath(StringRef Path) {
  if (Path == "/dev/null" || Path == "/dev/zero" || Path == "/dev/urandom")
    return true;
  const bool Waits = Path == "/proc/kmsg" || Path.starts_with("/proc/self/fd/") || Path.ends_with("_pipe");
  return !Waits && (Path.starts_with("/proc/") || Path.starts_with("/sys/"));
}

/// The text that \p E is made of: a literal, a constant that is one, or a string or path made from either.
/// \p Depth: constants may be made from each other in a circle.
std::optional<StringRef> literalText(const Expr *E, unsigned Depth = 8) {
  E = E ? strip(E) : nullptr;
  if (!E || Depth == 0)
    return std::nullopt;
  if (const auto *Text = dyn_cast<StringLiteral>(E))
    return Text->getCharByteWidth() == 1 ? std::optional(Text->getString()) : std::nullopt;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    const bool IsConstant = Var && (Var->isConstexpr() || Var->getType().isConstQualified());
    return IsConstant ? literalText(Var->getAnyInitializer(), Depth - 1) : std::nullopt;
  }
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return literalText(Cast->getSubExpr(), Depth - 1);
  const auto *Made = dyn_cast<CXXConstructExpr>(E);
  return Made && Made->getNumArgs() != 0 ? literalText(Made->getArg(0), Depth - 1) : std::nullopt;
}

bool isGivenKernelPath(const CallSite &Site) {
  return llvm::any_of(Site.Args, [](const Expr *Arg) {
    const std::optional<StringRef> Path = literalText(Arg);
    return Path && isKernelPath(*Path);
  });
}

/// Whether everything that opens \p File names such a file.
bool isKernelFile(Unit &U, const BodyIndex &Body, const VarDecl &File) {
  SmallVector<const CallSite *, 2> Opens;
  const CallSite *Made = File.getInit() ? U.calls().siteOf(File.getInit()) : nullptr;
  if (Made && !Made->Args.empty())
    Opens.push_back(Made);
  for (const DeclRefExpr *Use : Body.uses(File)) {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.meaningfulParent(Use));
    if (Assign && Assign->isAssignmentOp() && localOf(Assign->getLHS()) == &File) {
      const CallSite *Other = U.calls().siteOf(Assign->getRHS());
      if (!Other)
        return false;
      Opens.push_back(Other);
    }
    // A stream that takes another one's place.
    const auto *Replaced = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(Use));
    if (Replaced && Replaced->isAssignmentOp() && localOf(Replaced->getArg(0)) == &File)
      return false;
    const auto *Call = Body.enclosing<CXXMemberCallExpr>(Use);
    const CallSite *Site = Call ? &U.calls().site(Call) : nullptr;
    if (Site && Site->Callee && localOf(Site->Object) == &File && isNamedBy(*Site->Callee, {"open"}) &&
        !Site->Args.empty())
      Opens.push_back(Site);
  }
  return !Opens.empty() && llvm::all_of(Opens, [](const CallSite *Open) { return isGivenKernelPath(*Open); });
}

} // namespace

bool isOnKernelFile(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  auto IsIt = [&](const Expr *E) {
    const VarDecl *Var = localOf(E);
    return Var && Var->isLocalVarDecl() && isKernelFile(U, Body, *Var);
  };
  return IsIt(Site.Object) || llvm::any_of(Site.Args, IsIt);
}

} // namespace cotidy
