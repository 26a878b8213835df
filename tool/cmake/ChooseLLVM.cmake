# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Finds one LLVM of a major version that cotidy knows, newest first, and takes that LLVM's own clang++ as the
# compiler unless the user chose another. A version range is not used: Debian's LLVM answers only to its exact
# minor version.

set(COTIDY_LLVM_VERSION "" CACHE STRING "LLVM major version to build against (19 to 22); empty: the newest found")
set(_known 22 21 20 19)

if(COTIDY_LLVM_VERSION)
  if(NOT COTIDY_LLVM_VERSION IN_LIST _known)
    message(FATAL_ERROR "COTIDY_LLVM_VERSION is '${COTIDY_LLVM_VERSION}'; cotidy builds against LLVM 19, 20, 21 or 22")
  endif()
  set(_wanted ${COTIDY_LLVM_VERSION})
else()
  set(_wanted ${_known})
endif()

set(COTIDY_LLVM_ROOT "")
foreach(_version IN LISTS _wanted)
  foreach(_root IN ITEMS ${LLVM_ROOT} /usr/lib/llvm-${_version} /usr/local/llvm-${_version})
    if(EXISTS ${_root}/lib/cmake/llvm/LLVMConfig.cmake)
      set(COTIDY_LLVM_ROOT ${_root})
      set(COTIDY_LLVM_MAJOR ${_version})
      break()
    endif()
  endforeach()
  if(COTIDY_LLVM_ROOT)
    break()
  endif()
endforeach()

list(GET _wanted 0 _newest)
if(NOT COTIDY_LLVM_ROOT)
  message(FATAL_ERROR "no LLVM ${_wanted} development files found; install the package llvm-${_newest}-dev")
endif()

foreach(_need IN ITEMS
    "include/clang/AST/AST.h=libclang-${COTIDY_LLVM_MAJOR}-dev"
    "include/clang-tidy/ClangTidyCheck.h=libclang-${COTIDY_LLVM_MAJOR}-dev"
    "bin/clang++=clang-${COTIDY_LLVM_MAJOR}"
    "bin/clang-tidy=clang-tidy-${COTIDY_LLVM_MAJOR}")
  string(REPLACE "=" ";" _need ${_need})
  list(GET _need 0 _file)
  list(GET _need 1 _package)
  if(NOT EXISTS ${COTIDY_LLVM_ROOT}/${_file})
    message(FATAL_ERROR "LLVM ${COTIDY_LLVM_MAJOR} is at ${COTIDY_LLVM_ROOT}, but its ${_file} is missing; install the package ${_package}")
  endif()
endforeach()

if(NOT CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  set(CMAKE_C_COMPILER ${COTIDY_LLVM_ROOT}/bin/clang)
  set(CMAKE_CXX_COMPILER ${COTIDY_LLVM_ROOT}/bin/clang++)
endif()
