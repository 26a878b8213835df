// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parses a unit and runs the checks over it, without spending time on what no check looks at: the bodies of
// functions in system headers are not parsed, and their declarations are not matched.

#ifndef COTIDY_TOOL_SCANACTION_H
#define COTIDY_TOOL_SCANACTION_H

#include "FindingContext.h"

#include "core/Session.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Tooling/Tooling.h"

namespace cotidy {

struct ScanActionSettings {
  bool SystemHeaders;
  bool RunChecks;
  Session::ProgramStep TakeFacts; ///< called when all is parsed and checked
};

class ScanActionFactory : public clang::tooling::FrontendActionFactory {
public:
  /// Lists the functions of the unit in \p Functions.
  ScanActionFactory(clang::tidy::ClangTidyContext &Context, ScanActionSettings Settings,
                    FunctionList &Functions)
      : Context(Context), Settings(std::move(Settings)), Functions(Functions) {}

  std::unique_ptr<clang::FrontendAction> create() override;
  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation, clang::FileManager *Files,
                     std::shared_ptr<clang::PCHContainerOperations> Containers,
                     clang::DiagnosticConsumer *Diagnostics) override;

private:
  clang::tidy::ClangTidyContext &Context;
  ScanActionSettings Settings;
  FunctionList &Functions;
};

} // namespace cotidy

#endif
