// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef ASYNC_SIMPLE_CORO_COLLECT_H
#define ASYNC_SIMPLE_CORO_COLLECT_H
#include <async_simple/coro/Lazy.h>
#include <tuple>
#include <variant>
#include <vector>

namespace async_simple::coro {

template <typename T> struct CollectAnyResult {
  size_t index() const;
  Try<T> _value;
};
template <SignalType S = SignalType::None, typename T>
Lazy<std::vector<Try<T>>> collectAll(std::vector<Lazy<T>> &&input);
template <SignalType S = SignalType::None, typename T>
Lazy<std::vector<Try<T>>> collectAllPara(std::vector<RescheduleLazy<T>> &&input);
template <SignalType S = SignalType::None, template <typename> typename L, typename... Ts>
Lazy<std::tuple<Try<Ts>...>> collectAll(L<Ts>... inputs);
template <SignalType S = SignalType::None, template <typename> typename L, typename... Ts>
Lazy<std::tuple<Try<Ts>...>> collectAllPara(L<Ts>... inputs);
template <SignalType S = SignalType::None, typename T>
Lazy<std::vector<Try<T>>> collectAllWindowed(size_t most, bool yield, std::vector<Lazy<T>> &&input);
template <SignalType S = SignalType::None, typename T>
Lazy<std::vector<Try<T>>> collectAllWindowedPara(size_t most, bool yield, std::vector<Lazy<T>> &&input);
template <SignalType S = SignalType::None, typename T>
Lazy<CollectAnyResult<T>> collectAny(std::vector<Lazy<T>> &&input);
template <SignalType S = SignalType::None, template <typename> typename L, typename... Ts>
Lazy<std::variant<Try<Ts>...>> collectAny(L<Ts>... inputs);

} // namespace async_simple::coro
#endif
