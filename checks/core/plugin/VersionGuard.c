/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The plugin works only in a clang-tidy of the LLVM it was built for: in another it would be silently
 * ignored, or die of a missing symbol. This runs before any C++ of the plugin and asks LLVM's C interface,
 * the one thing that is the same in every version. */

#include <stdio.h>
#include <unistd.h>

void LLVMGetVersion(unsigned *Major, unsigned *Minor, unsigned *Patch);

__attribute__((constructor(101))) static void refuseOtherLlvm(void) {
  unsigned Major = 0, Minor = 0, Patch = 0;
  LLVMGetVersion(&Major, &Minor, &Patch);
  if (Major == COTIDY_LLVM_MAJOR)
    return;
  fprintf(
      stderr,
      "cotidy.so: built for LLVM %d, but this program is LLVM %u; load it in clang-tidy-%d, or build cotidy "
      "with -DCOTIDY_LLVM_VERSION=%u\n",
      COTIDY_LLVM_MAJOR, Major, COTIDY_LLVM_MAJOR, Major);
  fflush(stderr);
  _exit(2);
}
