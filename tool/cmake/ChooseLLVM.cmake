# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Chooses one LLVM of a major version that cotidy knows, newest first, and takes that LLVM's own clang++ as the
# compiler unless the user chose another. Included before project(). `find_package(LLVM 22)` is of no use here:
# LLVM 22.1 answers only to "22.1", so the major is read from its configuration and compared.

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

# The folder a former run settled on comes first: a newer LLVM that was installed since must not be mixed in.
set(_candidates ${COTIDY_LLVM_ROOT} ${LLVM_ROOT})
if(NOT LLVM_ROOT)
  list(TRANSFORM _wanted PREPEND /usr/lib/llvm- OUTPUT_VARIABLE _packaged)
  list(APPEND _candidates ${_packaged})
endif()

set(_found "")
foreach(_root IN LISTS _candidates)
  set(_config ${_root}/lib/cmake/llvm/LLVMConfig.cmake)
  if(NOT EXISTS ${_config})
    continue()
  endif()
  file(STRINGS ${_config} _version REGEX "^set\\(LLVM_VERSION_MAJOR ")
  string(REGEX MATCH "[0-9]+" _version "${_version}")
  if(_version IN_LIST _wanted)
    set(_found ${_root})
    set(COTIDY_LLVM_MAJOR ${_version})
    break()
  endif()
endforeach()

if(NOT _found)
  list(GET _wanted 0 _newest)
  list(JOIN _wanted ", " _wanted)
  list(REMOVE_DUPLICATES _candidates)
  list(JOIN _candidates ", " _candidates)
  message(FATAL_ERROR "no development files of LLVM ${_wanted} in ${_candidates}: install the packages "
    "llvm-${_newest}-dev libclang-${_newest}-dev clang-${_newest} clang-tidy-${_newest}, "
    "or say where LLVM is with -DLLVM_ROOT=FOLDER")
endif()
if(COTIDY_LLVM_ROOT AND NOT COTIDY_LLVM_ROOT STREQUAL _found)
  message(FATAL_ERROR "${CMAKE_BINARY_DIR} was set up for the LLVM in ${COTIDY_LLVM_ROOT}, not the one in ${_found}: "
    "use another build folder, or start over with cmake --fresh")
endif()

set(_missing "")
foreach(_need IN ITEMS
    "include/clang/AST/AST.h libclang-${COTIDY_LLVM_MAJOR}-dev"
    "include/clang-tidy/ClangTidyCheck.h libclang-${COTIDY_LLVM_MAJOR}-dev"
    "lib/cmake/clang/ClangConfig.cmake libclang-${COTIDY_LLVM_MAJOR}-dev"
    "bin/clang++ clang-${COTIDY_LLVM_MAJOR}"
    "bin/clang-tidy clang-tidy-${COTIDY_LLVM_MAJOR}")
  separate_arguments(_need)
  list(GET _need 0 _file)
  list(GET _need 1 _package)
  if(NOT EXISTS ${_found}/${_file})
    list(APPEND _missing ${_package})
  endif()
endforeach()
if(_missing)
  list(REMOVE_DUPLICATES _missing)
  list(JOIN _missing " " _missing)
  message(FATAL_ERROR "the LLVM ${COTIDY_LLVM_MAJOR} in ${_found} is not complete: install the packages ${_missing}")
endif()
set(COTIDY_LLVM_ROOT ${_found} CACHE INTERNAL "the LLVM this build folder is for")

if(NOT CMAKE_C_COMPILER AND NOT DEFINED ENV{CC})
  set(CMAKE_C_COMPILER ${COTIDY_LLVM_ROOT}/bin/clang)
endif()
if(NOT CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  set(CMAKE_CXX_COMPILER ${COTIDY_LLVM_ROOT}/bin/clang++)
endif()
