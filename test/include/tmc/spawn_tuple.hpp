// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <tmc/all_headers.hpp>
