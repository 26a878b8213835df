// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OverwrittenErrors.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Errors.h"
#include "semantics/VariablePaths.h"

#include "llvm/ADT/MapVector.h"
#include <set>

using namespace clang;

namespace cotidy {

namespace {

/// The operations whose errors are in their variables, and nobody has looked yet.
struct UnreadErrors {
  std::set<const CallExpr *> From;

  bool join(const UnreadErrors &Other) {
    const size_t Before = From.size();
    From.insert(Other.From.begin(), Other.From.end());
    return From.size() != Before;
  }
};

class Search : VariablePaths<UnreadErrors> {
public:
  Search(Unit &U, const BodyIndex &Body) : VariablePaths(Body, U.ast()) {
    for (const Suspension &At : Body.suspensions()) {
      const Expr *Handle = nullptr;
      if (At.isYield())
        continue;
      for (const CallSite *Site : awaitedCalls(U, Body, At, Handle))
        if (const VarDecl *Code = redirectedTo(U, *Site); Code && isa<CallExpr>(Site->E))
          Writes.insert({cast<CallExpr>(Site->E), {Code, {Site, &At}}});
    }
  }

  SmallVector<OverwrittenError, 1> found() {
    if (Writes.size() > 1)
      follow({});
    SmallVector<OverwrittenError, 1> All;
    for (const auto &[Call, By] : Overwritten)
      if (!Read.contains(Call))
        All.push_back({Writes.find(Call)->second.Code, Writes.find(Call)->second.By, By});
    return All;
  }

private:
  struct Write {
    const VarDecl *Code;
    OverwrittenError::Writer By;
  };

  void used(UnreadErrors &Unread, const VarDecl &Var, const DeclRefExpr &Use) override {
    // What hands the variable to an operation does not look.
    if (llvm::any_of(Writes,
                     [&](const auto &W) { return W.second.Code == &Var && Body.contains(W.first, &Use); }))
      return;
    forget(Unread, Var, /*Looked=*/true);
  }

  void assigned(UnreadErrors &Unread, const VarDecl &Var, const CXXOperatorCallExpr &) override {
    forget(Unread, Var, /*Looked=*/false);
  }

  void called(UnreadErrors &Unread, const CallExpr &Call) override {
    const auto Now = Writes.find(&Call);
    if (Now == Writes.end())
      return;
    const Write &By = Now->second;
    for (const CallExpr *Before : Unread.From)
      if (Before != &Call && Writes.find(Before)->second.Code == By.Code)
        Overwritten.insert({Before, By.By});
    forget(Unread, *By.Code, /*Looked=*/false);
    Unread.From.insert(&Call);
  }

  void forget(UnreadErrors &Unread, const VarDecl &Var, bool Looked) {
    for (auto From = Unread.From.begin(); From != Unread.From.end();) {
      if (Writes.find(*From)->second.Code != &Var) {
        ++From;
        continue;
      }
      if (Looked)
        Read.insert(*From);
      From = Unread.From.erase(From);
    }
  }

  llvm::MapVector<const CallExpr *, Write> Writes;
  llvm::MapVector<const CallExpr *, OverwrittenError::Writer> Overwritten;
  llvm::SmallPtrSet<const CallExpr *, 4> Read; ///< on some path
};

} // namespace

SmallVector<OverwrittenError, 1> overwrittenErrors(Unit &U, const BodyIndex &Body) {
  return Search(U, Body).found();
}

} // namespace cotidy
