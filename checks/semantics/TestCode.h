// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What test code of the known frameworks looks like. Where a file lies says nothing.

#ifndef COTIDY_SEMANTICS_TESTCODE_H
#define COTIDY_SEMANTICS_TESTCODE_H

#include "models/ModelSet.h"
#include "semantics/BodyIndex.h"

namespace cotidy {

class TestCode {
public:
  TestCode(const ModelSet &Models, const clang::ASTContext &AST) : Models(Models), AST(AST) {}

  /// Whether \p Scope is a test, a suite of them or a fixture.
  bool isTest(const clang::DeclContext &Scope) const;
  /// Whether the body holds an assertion of a framework: whoever writes one speaks to a test.
  bool asserts(const BodyIndex &Body);

private:
  bool isNamedByMacro(clang::SourceLocation Loc) const;
  bool isForAssertions(const clang::Decl &Used);

  const ModelSet &Models;
  const clang::ASTContext &AST;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Asserting;
  llvm::DenseMap<const clang::DeclContext *, bool> OfFramework;
};

} // namespace cotidy

#endif
