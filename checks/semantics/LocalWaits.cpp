// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LocalWaits.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

using Names = llvm::SmallPtrSet<const ValueDecl *, 4>;

/// What \p Part names and declares.
Names namesIn(const Stmt *Part, const BodyIndex &Body) {
  Names Found;
  for (const Stmt *S : Body.nodes()) {
    if (S != Part && !Body.contains(Part, S))
      continue;
    if (const ValueDecl *Used = usedBy(S); isa_and_nonnull<VarDecl, FieldDecl>(Used))
      Found.insert(Used);
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          Found.insert(Var);
  }
  return Found;
}

/// \p From, and the locals that they are made from, to the last.
Names withOrigins(const Names &From, const BodyIndex &Body) {
  Names All = From;
  SmallVector<const ValueDecl *, 8> Open(From.begin(), From.end());
  while (!Open.empty()) {
    const auto *Var = dyn_cast<VarDecl>(Open.pop_back_val());
    if (!Var || !Var->isLocalVarDecl() || !Var->getInit())
      continue;
    for (const ValueDecl *D : namesIn(Var->getInit(), Body))
      if (All.insert(D).second)
        Open.push_back(D);
  }
  return All;
}

/// Whether \p Use is what a method is called on that goes on until nothing is left to do: whoever runs a
/// context waits for what was started on any executor of it.
bool isRun(const Stmt *Use, const BodyIndex &Body) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
  return Member && isNamedBy(*Member->getMemberDecl(),
                             {"run", "join", "wait", "loop", "exec", "drain", "process", "poll"});
}

/// A local that cannot be copied: no mere handle.
bool ownsWork(const ValueDecl &D) {
  const auto *Var = dyn_cast<VarDecl>(&D);
  const CXXRecordDecl *Class = Var && Var->isLocalVarDecl() ? Var->getType()->getAsCXXRecordDecl() : nullptr;
  if (!Class || !Class->hasDefinition() || Class->hasTrivialDestructor())
    return false;
  return Class->defaultedCopyConstructorIsDeleted() ||
         llvm::any_of(Class->ctors(),
                      [](const CXXConstructorDecl *C) { return C->isCopyConstructor() && C->isDeleted(); });
}

/// Whether \p Use is in what makes a timer.
bool makesTimer(Unit &U, const Stmt *Use, const BodyIndex &Body) {
  for (const auto *Made = Body.enclosing<CXXConstructExpr>(Use); Made;
       Made = Body.enclosing<CXXConstructExpr>(Made))
    if (U.awaitables().model(Made->getType(), TypeKind::Timer) ||
        hasWord(Made->getConstructor()->getParent(), {"timer"}))
      return true;
  return false;
}

} // namespace

Names namesBehind(const Stmt *Part, const BodyIndex &Body) { return withOrigins(namesIn(Part, Body), Body); }

bool mayBeWaitedFor(Unit &U, const CallExpr &Start, const VarDecl &Local, const BodyIndex &Body) {
  const Stmt *Statement = Body.statementOf(&Start);
  const CompoundStmt *Scope = nullptr;
  for (const Stmt *S : Body.nodes())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S);
        Declaration && llvm::is_contained(Declaration->decls(), &Local))
      Scope = dyn_cast_or_null<CompoundStmt>(Body.parent(Declaration));
  if (!Scope)
    return true;
  const Names Named = namesIn(Statement, Body);
  // What owns the executor or the tasks may wait at its own end.
  if (llvm::any_of(Named, [&](const ValueDecl *D) { return D != &Local && ownsWork(*D); }))
    return true;
  const Names Origins = withOrigins(Named, Body);
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const ValueDecl *Uses = usedBy(S);
    return Uses && (Named.contains(Uses) || (Origins.contains(Uses) && isRun(S, Body))) &&
           Body.contains(Scope, S) && Body.isBefore(Statement, S) && !Body.contains(Statement, S) &&
           !makesTimer(U, S, Body);
  });
}

} // namespace cotidy
