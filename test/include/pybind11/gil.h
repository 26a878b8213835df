// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MOCK_PYBIND11_GIL
#define MOCK_PYBIND11_GIL

namespace pybind11 {
class gil_scoped_acquire {
public:
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
class gil_scoped_release {
public:
  gil_scoped_release();
  ~gil_scoped_release();
};
} // namespace pybind11
#endif
