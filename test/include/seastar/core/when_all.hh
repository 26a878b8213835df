// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <seastar/core/all.hh>
