// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which fix of a finding is applied.

#ifndef COTIDY_TOOL_FIX_FIXCHOICE_H
#define COTIDY_TOOL_FIX_FIXCHOICE_H

#include "FixFiles.h"
#include "FixPlan.h"

namespace cotidy {

class FixChoice {
public:
  /// \p Offered is the number of the offered fix that is taken where there is no safe one; 0 for none.
  FixChoice(unsigned Offered, bool Asks, const FixFiles &Files)
      : Offered(Offered), Asks(Asks), Files(Files) {}

  /// Null if none is to be applied.
  const Fix *choose(const ScanFinding &Finding);

private:
  const Fix *ask(const ScanFinding &Finding);

  unsigned Offered;
  bool Asks;
  const FixFiles &Files;
  bool Stopped = false;
};

} // namespace cotidy

#endif
