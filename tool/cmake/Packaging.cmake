# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What is installed, and the Debian package. The folders are the same as in the build folder, whatever the system's
# habits for libraries are: CotidyConfig.cmake finds the plugin relative to itself in both.

include(CMakePackageConfigHelpers)
set(_package ${CMAKE_BINARY_DIR}/lib/cmake/Cotidy)
configure_file(${CMAKE_CURRENT_LIST_DIR}/CotidyConfig.cmake.in ${_package}/CotidyConfig.cmake @ONLY)
write_basic_package_version_file(${_package}/CotidyConfigVersion.cmake COMPATIBILITY SameMajorVersion)

foreach(_target IN ITEMS cotidy cotidy-clangd)
  if(TARGET ${_target})
    install(TARGETS ${_target} RUNTIME DESTINATION bin)
  endif()
endforeach()
if(TARGET cotidy_plugin)
  install(TARGETS cotidy_plugin LIBRARY DESTINATION lib)
endif()
install(DIRECTORY ${_package} DESTINATION lib/cmake)
install(FILES tool/include/cotidy.h DESTINATION include)
install(DIRECTORY docs/ DESTINATION share/cotidy/docs)
install(DIRECTORY tool/bazel/ DESTINATION share/cotidy/bazel)
install(FILES README.md LICENSE DESTINATION share/cotidy)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the cotidy maintainers")
set(CPACK_PACKAGE_FILE_NAME ${PROJECT_NAME}-${PROJECT_VERSION}-llvm${COTIDY_LLVM_MAJOR})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# dpkg-shlibdeps names the libraries, but left LLVM's own out when it was tried; what is only read, it cannot know.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libllvm${COTIDY_LLVM_MAJOR}, libclang-common-${COTIDY_LLVM_MAJOR}-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "clang-tidy-${COTIDY_LLVM_MAJOR}")
include(CPack)
