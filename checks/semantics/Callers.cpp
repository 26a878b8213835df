// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Callers.h"

#include "semantics/TakenAddresses.h"
#include "semantics/TaskStarts.h"
#include "semantics/TemplateArguments.h"

#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace cotidy {

Callers::Callers(Session &S) : U(S.facts<Unit>()) {
  SmallVector<OpenCall, 4> Open;
  for (const FunctionDecl *In : S.functions()) {
    const BodyIndex &Body = U.body(*In);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = U.calls().site(E);
      if (const FunctionProtoType *Type = calledThrough(Site))
        Open.push_back({{In, E}, Type});
      else if (Site.Callee)
        Calls[Site.Callee->getCanonicalDecl()].push_back({In, E});
    }
    for (const LambdaInfo &Lambda : Body.lambdas())
      if (Lambda.Use == LambdaUse::Argument)
        for (const FunctionDecl *Made : callOperators(*Lambda.E))
          Calls[Made->getCanonicalDecl()].push_back({In, Lambda.E});
  }
  addOpenCalls(Open);
  addOverrides();
}

/// The type of the functions that a call for an awaitable goes through a pointer or a wrapper to:
/// `handler(request)` of a `task<void> (*)(request &)` or a `std::function<task<void>(request &)>`.
const FunctionProtoType *Callers::calledThrough(const CallSite &Site) const {
  if (Site.E->isTypeDependent() || !U.awaitables().info(Site.E->getType()))
    return nullptr;
  const auto *Operator = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (Operator && Operator->getOverloadedOperator() == OO_Call) {
    const QualType Signature = firstTypeArgument(Operator->getParent());
    return Signature.isNull() ? nullptr : Signature->getAs<FunctionProtoType>();
  }
  const auto *Call = Site.Callee ? nullptr : dyn_cast<CallExpr>(Site.E);
  const QualType Called = Call ? Call->getCallee()->getType() : QualType();
  return Called.isNull() || !Called->isFunctionPointerType()
             ? nullptr
             : Called->getPointeeType()->getAs<FunctionProtoType>();
}

void Callers::addOpenCalls(ArrayRef<OpenCall> Open) {
  if (Open.empty())
    return;
  const ArrayRef<const FunctionDecl *> Taken = U.session().facts<TakenAddresses>().all();
  for (const OpenCall &Call : Open)
    for (const FunctionDecl *F : Taken)
      if (U.ast().hasSameFunctionTypeIgnoringExceptionSpec(F->getType(), QualType(Call.Type, 0))) {
        Calls[F].push_back(Call.From);
        Targets[Call.From.At].push_back(F);
      }
}

/// Adds the calls of \p Method and of all it overrides.
static void addCalls(const CXXMethodDecl &Method,
                     llvm::function_ref<ArrayRef<CallFrom>(const FunctionDecl &)> Of,
                     std::vector<CallFrom> &To) {
  for (const CXXMethodDecl *Overridden : Method.overridden_methods()) {
    const ArrayRef<CallFrom> Own = Of(*Overridden);
    To.insert(To.end(), Own.begin(), Own.end());
    addCalls(*Overridden, Of, To);
  }
}

void Callers::addOverrides() {
  std::vector<std::pair<const FunctionDecl *, std::vector<CallFrom>>> Found;
  for (const FunctionDecl *F : U.session().functions())
    if (const auto *Method = dyn_cast<CXXMethodDecl>(F); Method && Method->size_overridden_methods() != 0) {
      Found.push_back({F->getCanonicalDecl(), {}});
      addCalls(
          *Method->getCanonicalDecl(), [&](const FunctionDecl &Base) { return of(Base); },
          Found.back().second);
    }
  for (auto &[F, More] : Found) {
    std::vector<CallFrom> &Own = Calls[F];
    Own.insert(Own.end(), More.begin(), More.end());
  }
}

ArrayRef<CallFrom> Callers::of(const FunctionDecl &F) const {
  auto It = Calls.find(F.getCanonicalDecl());
  return It == Calls.end() ? ArrayRef<CallFrom>() : ArrayRef<CallFrom>(It->second);
}

ArrayRef<const FunctionDecl *> Callers::targets(const Expr &Call) const {
  auto It = Targets.find(&Call);
  return It == Targets.end() ? ArrayRef<const FunctionDecl *>() : ArrayRef<const FunctionDecl *>(It->second);
}

bool Callers::isForTests(const FunctionDecl &F) const {
  const SourceManager &Sources = U.ast().getSourceManager();
  auto FileOf = [&](const FunctionDecl &In) {
    const FunctionDecl *Definition = In.getDefinition();
    return Sources.getFileID(Sources.getFileLoc((Definition ? Definition : &In)->getLocation()));
  };
  llvm::SmallSetVector<const FunctionDecl *, 8> Reached;
  Reached.insert(F.getCanonicalDecl());
  bool Tested = false;
  for (unsigned I = 0; I != Reached.size(); ++I) {
    const FunctionDecl &Helper = *Reached[I];
    if (U.isTest(Helper)) {
      Tested = true;
      continue;
    }
    const ArrayRef<CallFrom> From = of(Helper);
    if (From.empty())
      return false;
    for (const CallFrom &Call : From) {
      // What a header holds is meant for others as well.
      if (FileOf(*Call.In) != FileOf(Helper))
        return false;
      Reached.insert(Call.In->getCanonicalDecl());
    }
  }
  return Tested;
}

} // namespace cotidy
