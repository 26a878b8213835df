# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Flags and paths every target shares.

option(COTIDY_WERROR "treat warnings in cotidy's own code as errors" ON)
option(COTIDY_CLANGD "build cotidy-clangd" ON)
set(COTIDY_DOCS_URL "https://github.com/cotidy/cotidy/blob/main/docs/checks/" CACHE STRING
  "where the checks' pages are; what findings link to")
set(COTIDY_SANITIZE "" CACHE STRING "sanitizers for cotidy's own code, as in -fsanitize=")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is reproducible only without its time stamp.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

find_package(LLVM REQUIRED CONFIG PATHS ${COTIDY_LLVM_ROOT} NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS ${COTIDY_LLVM_ROOT} NO_DEFAULT_PATH)
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} at ${COTIDY_LLVM_ROOT}")
if(COTIDY_LLVM_MAJOR EQUAL 20 OR COTIDY_LLVM_MAJOR EQUAL 21)
  message(NOTICE "cotidy is tested with LLVM 22 and 19; LLVM ${COTIDY_LLVM_MAJOR} is accepted but untested")
endif()

add_library(cotidy_flags INTERFACE)
target_include_directories(cotidy_flags INTERFACE ${CMAKE_SOURCE_DIR}/checks ${CMAKE_BINARY_DIR}/generated)
target_include_directories(cotidy_flags SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(cotidy_flags INTERFACE COTIDY_LLVM_MAJOR=${COTIDY_LLVM_MAJOR})
target_compile_options(cotidy_flags INTERFACE ${_definitions}
  -Wall -Wextra -Wno-unused-parameter -fno-exceptions
  $<$<NOT:$<BOOL:${LLVM_ENABLE_RTTI}>>:-fno-rtti>
  $<$<BOOL:${COTIDY_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)
if(COTIDY_SANITIZE)
  target_compile_options(cotidy_flags INTERFACE -fsanitize=${COTIDY_SANITIZE} -fno-omit-frame-pointer -g)
  target_link_options(cotidy_flags INTERFACE -fsanitize=${COTIDY_SANITIZE})
endif()
