// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MOCK_BOOST_SYSTEM_ERROR_CODE
#define MOCK_BOOST_SYSTEM_ERROR_CODE
#include <exception>
#include <string>

namespace boost {
namespace system {
class error_code {
public:
  error_code() noexcept;
  bool failed() const noexcept;
  explicit operator bool() const noexcept;
  int value() const noexcept;
  std::string message() const;
  void clear() noexcept;
};
bool operator==(const error_code &a, const error_code &b) noexcept;
class system_error : public std::exception {
public:
  explicit system_error(const error_code &code);
  system_error(const error_code &code, const char *what);
  const error_code &code() const noexcept;
};
} // namespace system
} // namespace boost
#endif
