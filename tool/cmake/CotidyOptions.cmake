# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Options, flags and paths that every target shares. docs/building.md describes the options.

option(COTIDY_WERROR "treat warnings in cotidy's own code as errors" ON)
option(COTIDY_CLANGD "build cotidy-clangd" ON)
set(COTIDY_DOCS_URL "https://github.com/cotidy/cotidy/blob/main/docs/checks/" CACHE STRING
  "where the checks' pages are; what findings link to")
option(COTIDY_CCACHE "compile through ccache where it is installed" ON)
set(COTIDY_SANITIZE "" CACHE STRING "sanitizers for the driver, as in -fsanitize=; no plugin and no editor then")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)

if(COTIDY_CCACHE)
  find_program(CCACHE ccache)
  if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # ccache takes a precompiled header for what its .sum file says (checks/CMakeLists.txt writes it), since the
    # header holds the folder's name; with that, and paths relative to the base folder, one clone's results serve
    # another.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang") # instead of -Xclang options, whose paths ccache leaves as they are
      set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -include-pch <PCH_FILE>)
    endif()
  endif()
endif()

# clangd's libraries ask for these two by the names of their own CMake packages, which distributions do not all ship.
# pkg-config is asked directly: pkg_check_modules looks for each of gRPC's hundred libraries, which takes half a minute.
if(COTIDY_CLANGD AND NOT COTIDY_SANITIZE)
  find_program(PKG_CONFIG NAMES pkg-config pkgconf)
  foreach(_need IN ITEMS "gRPC::grpc++ grpc++ libgrpc++-dev" "protobuf::libprotobuf protobuf libprotobuf-dev")
    separate_arguments(_need)
    list(GET _need 0 _target)
    list(GET _need 1 _module)
    list(GET _need 2 _package)
    set(_status 1)
    if(PKG_CONFIG)
      execute_process(COMMAND ${PKG_CONFIG} --libs ${_module}
        OUTPUT_VARIABLE _libraries RESULT_VARIABLE _status ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    endif()
    if(NOT _status EQUAL 0)
      message(FATAL_ERROR "cotidy-clangd needs ${_module}, and pkg-config does not know it: install the packages "
        "pkg-config ${_package}, or leave the editor out with -DCOTIDY_CLANGD=OFF")
    endif()
    add_library(${_target} INTERFACE IMPORTED)
    target_link_libraries(${_target} INTERFACE ${_libraries})
  endforeach()
endif()

find_package(LLVM REQUIRED CONFIG PATHS ${COTIDY_LLVM_ROOT} NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG PATHS ${COTIDY_LLVM_ROOT} NO_DEFAULT_PATH)
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${COTIDY_LLVM_ROOT}")
if(COTIDY_LLVM_MAJOR EQUAL 20 OR COTIDY_LLVM_MAJOR EQUAL 21)
  message(NOTICE "cotidy is tested with LLVM 22 and 19; LLVM ${COTIDY_LLVM_MAJOR} is accepted but untested")
endif()

add_library(cotidy_flags INTERFACE)
target_include_directories(cotidy_flags INTERFACE ${CMAKE_SOURCE_DIR}/checks ${CMAKE_BINARY_DIR}/generated)
target_include_directories(cotidy_flags SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
separate_arguments(_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(cotidy_flags INTERFACE COTIDY_LLVM_MAJOR=${COTIDY_LLVM_MAJOR})
target_compile_options(cotidy_flags INTERFACE ${_definitions}
  -Wall -Wextra -Wno-unused-parameter
  $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>
  $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>
  $<$<BOOL:${COTIDY_WERROR}>:-Werror>
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>)
if(COTIDY_SANITIZE)
  target_compile_options(cotidy_flags INTERFACE
    -fsanitize=${COTIDY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g -UNDEBUG)
  target_link_options(cotidy_flags INTERFACE -fsanitize=${COTIDY_SANITIZE})
endif()
