// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A small standard library for the tests: the names, types and signatures that code under test uses, declared
// and mostly not defined. It is ours, not a copy: nothing here works at run time except what coroutines need.
#ifndef MOCK_BASE_H
#define MOCK_BASE_H

namespace std {
using size_t = decltype(sizeof(0));
using ptrdiff_t = decltype((char *)0 - (char *)0);
using nullptr_t = decltype(nullptr);
using int8_t = signed char;
using int16_t = short;
using int32_t = int;
using int64_t = long;
using uint8_t = unsigned char;
using uint16_t = unsigned short;
using uint32_t = unsigned;
using uint64_t = unsigned long;
using uintptr_t = unsigned long;
enum class byte : unsigned char {};

template <typename T, T V> struct integral_constant {
  static constexpr T value = V;
  using value_type = T;
  constexpr operator T() const noexcept { return V; }
};
using true_type = integral_constant<bool, true>;
using false_type = integral_constant<bool, false>;
template <bool B> using bool_constant = integral_constant<bool, B>;
template <typename...> using void_t = void;
template <bool, typename T = void> struct enable_if {};
template <typename T> struct enable_if<true, T> {
  using type = T;
};
template <bool B, typename T = void> using enable_if_t = typename enable_if<B, T>::type;
template <bool, typename A, typename> struct conditional {
  using type = A;
};
template <typename A, typename B> struct conditional<false, A, B> {
  using type = B;
};
template <bool C, typename A, typename B> using conditional_t = typename conditional<C, A, B>::type;
template <typename T> struct remove_reference {
  using type = T;
};
template <typename T> struct remove_reference<T &> {
  using type = T;
};
template <typename T> struct remove_reference<T &&> {
  using type = T;
};
template <typename T> using remove_reference_t = typename remove_reference<T>::type;
template <typename T> struct remove_const {
  using type = T;
};
template <typename T> struct remove_const<const T> {
  using type = T;
};
template <typename T> using remove_const_t = typename remove_const<T>::type;
template <typename T> using remove_cv_t = remove_const_t<T>;
template <typename T> using remove_cvref_t = remove_const_t<remove_reference_t<T>>;
template <typename T> struct decay {
  using type = remove_cvref_t<T>;
};
template <typename T> using decay_t = typename decay<T>::type;
template <typename A, typename B> inline constexpr bool is_same_v = false;
template <typename A> inline constexpr bool is_same_v<A, A> = true;
template <typename A, typename B> using is_same = bool_constant<is_same_v<A, B>>;
template <typename T> inline constexpr bool is_void_v = is_same_v<remove_cv_t<T>, void>;
template <typename T> inline constexpr bool is_reference_v = !is_same_v<T, remove_reference_t<T>>;
template <typename A, typename B> inline constexpr bool is_convertible_v = __is_convertible(A, B);
template <typename A, typename B>
concept same_as = is_same_v<A, B>;
template <typename A, typename B>
concept convertible_to = is_convertible_v<A, B>;
template <typename T>
concept integral = __is_integral(T);
template <typename T> T &&declval() noexcept;
template <typename F, typename... A> using invoke_result_t = decltype(declval<F>()(declval<A>()...));

template <typename T> constexpr remove_reference_t<T> &&move(T &&value) noexcept {
  return static_cast<remove_reference_t<T> &&>(value);
}
template <typename T> constexpr T &&forward(remove_reference_t<T> &value) noexcept {
  return static_cast<T &&>(value);
}
template <typename T> constexpr T &&forward(remove_reference_t<T> &&value) noexcept {
  return static_cast<T &&>(value);
}
template <typename T, typename U = T> constexpr T exchange(T &object, U &&value) {
  T old = std::move(object);
  object = std::forward<U>(value);
  return old;
}
template <typename T> constexpr void swap(T &a, T &b) noexcept {
  T old = std::move(a);
  a = std::move(b);
  b = std::move(old);
}
template <typename T> constexpr T *addressof(T &value) noexcept { return __builtin_addressof(value); }
template <typename T> constexpr const T &as_const(T &value) noexcept { return value; }
} // namespace std

using std::size_t;

inline void *operator new(std::size_t, void *place) noexcept { return place; }
#endif
