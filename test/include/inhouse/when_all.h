// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Joins of an in-house library that has no model.
#ifndef INHOUSE_WHEN_ALL_H
#define INHOUSE_WHEN_ALL_H
#include "task.h"
#include <tuple>
#include <vector>

namespace inhouse {

template <typename T> task<std::vector<T>> when_all(std::vector<task<T>> tasks);
task<void> when_all(std::vector<task<void>> tasks);
template <typename... T> task<std::tuple<T...>> when_all(task<T>... tasks);
/// At most \p limit run at a time.
template <typename T> task<std::vector<T>> when_all_windowed(std::vector<task<T>> tasks, unsigned limit);

} // namespace inhouse
#endif
