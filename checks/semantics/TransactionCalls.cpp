// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TransactionCalls.h"

#include "semantics/Naming.h"
#include "semantics/TemplateArguments.h"
#include "semantics/TransactionNames.h"

using namespace clang;

namespace cotidy {

namespace {

/// The literal that \p E is or is made from: what is passed as a string or a view of one.
const StringLiteral *literalOf(const Expr *E) {
  for (E = strip(E); E; E = strip(E)) {
    const auto *Construct = dyn_cast<CXXConstructExpr>(E);
    if (!Construct || Construct->getNumArgs() == 0)
      break;
    E = Construct->getArg(0);
  }
  return dyn_cast_or_null<StringLiteral>(E);
}

/// The statement that a method of a connection is given as text, as `exec("BEGIN")` is.
TransactionVerb statementVerb(const CallSite &Site) {
  if (!Site.ObjectClass || !Site.Callee || Site.Args.empty() ||
      llvm::none_of(ArrayRef<StringRef>{"exec", "execute", "query", "run", "statement"},
                    [&](StringRef Word) { return holdsWord(simpleName(*Site.Callee), Word); }))
    return TransactionVerb::None;
  const StringLiteral *Text = literalOf(Site.Args.front());
  if (!Text || Text->getCharByteWidth() != 1)
    return TransactionVerb::None;
  const std::string Upper = Text->getString().trim(" \t\n;").upper();
  StringRef Statement = Upper;
  if (Statement == "BEGIN" || Statement.starts_with("START TRANSACTION"))
    return TransactionVerb::Begin;
  if (Statement.consume_front("BEGIN "))
    return llvm::any_of(ArrayRef<StringRef>{"DEFERRED", "EXCLUSIVE", "IMMEDIATE", "ISOLATION", "READ",
                                            "TRANSACTION", "WORK"},
                        [&](StringRef Word) { return Statement.starts_with(Word); })
               ? TransactionVerb::Begin
               : TransactionVerb::None;
  StringRef Verb = Statement.split(' ').first;
  const bool Whole = !Statement.contains(" TO ") && !Statement.contains(';');
  if (Whole && (Verb == "COMMIT" || Statement == "END" || Statement == "END TRANSACTION"))
    return TransactionVerb::Commit;
  return Whole && Verb == "ROLLBACK" ? TransactionVerb::RollBack : TransactionVerb::None;
}

/// Whether nothing comes back that could own the transaction.
bool givesNothing(Unit &U, QualType T) {
  if (T->isVoidType() || T->isBooleanType())
    return true;
  const AwaitableInfo *Task = U.awaitables().info(T);
  const QualType Value = Task ? firstTypeArgument(Task->Class->getCanonicalDecl()) : QualType();
  return Task && (Value.isNull() || Value->isVoidType());
}

} // namespace

bool beginsTransaction(Unit &U, const CallSite &Site) {
  if (Site.does(CallKind::Begin))
    return true;
  if (!Site.ObjectClass)
    return false;
  if (statementVerb(Site) == TransactionVerb::Begin)
    return true;
  // conn.begin(), where conn has commit() and rollback() too
  return transactionVerb(Site.Callee) == TransactionVerb::Begin &&
         hasTransactionMethod(*Site.ObjectClass, TransactionVerb::Commit) &&
         hasTransactionMethod(*Site.ObjectClass, TransactionVerb::RollBack) &&
         givesNothing(U, Site.Callee->getReturnType());
}

bool endsTransaction(const CallSite &Site) {
  if (Site.does(CallKind::End))
    return true;
  if (!Site.ObjectClass)
    return false;
  TransactionVerb Verb = transactionVerb(Site.Callee);
  if (Verb == TransactionVerb::None)
    Verb = statementVerb(Site);
  return Verb != TransactionVerb::None && Verb != TransactionVerb::Begin;
}

} // namespace cotidy
