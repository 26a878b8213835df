// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds promise types that forget the exception which ended their coroutine: whoever awaits it is told that
// all went well.

#include "semantics/CoroutineCheck.h"

using namespace clang;

namespace cotidy {
namespace {

class EmptyUnhandledException : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"empty-unhandled-exception",
                                  "finds promise types that swallow the exception of their coroutine",
                                  FixKind::None, Profile::LibraryAuthors, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (!Method || !Method->getDeclName().isIdentifier() || Method->getName() != "unhandled_exception" ||
        !unit().ast().getLangOpts().CXXExceptions)
      return;
    const auto *Body = dyn_cast<CompoundStmt>(F.getBody());
    if (!Body || !llvm::all_of(Body->body(), [](const Stmt *S) {
          return isa<NullStmt>(S) || (isa<ReturnStmt>(S) && !cast<ReturnStmt>(S)->getRetValue());
        }))
      return;
    report(Finding(Method->getLocation(),
                   "'unhandled_exception' forgets the exception, so a coroutine that fails looks like one "
                   "that succeeded; keep std::current_exception() and rethrow it in await_resume, or "
                   "terminate"),
           F);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(empty_unhandled_exception, cotidy::EmptyUnhandledException)
