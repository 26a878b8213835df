// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MOCK_OPENTELEMETRY_SCOPE
#define MOCK_OPENTELEMETRY_SCOPE

namespace opentelemetry {
inline namespace v1 {
namespace trace {
class Span;
class Scope {
public:
  explicit Scope(Span *span) noexcept;
  ~Scope();
};
} // namespace trace
} // namespace v1
} // namespace opentelemetry
#endif
