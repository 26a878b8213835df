# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Source files made of file names and data files, so that adding a check or a model edits no list.

# CheckIndex.inc: one COTIDY_CHECK_ENTRY(identifier) line for each check file, sorted by name.
function(cotidy_generate_check_index output)
  set(text "// Made of the names in checks/.\n")
  foreach(file IN LISTS ARGN)
    cmake_path(GET file STEM stem)
    string(REPLACE "-" "_" identifier ${stem})
    string(APPEND text "COTIDY_CHECK_ENTRY(${identifier})\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY)
endfunction()

# A .cpp that defines `llvm::ArrayRef<EmbeddedFile> cotidy::NAME()` with the text of each file.
function(cotidy_embed output name)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAME=${name} "-DFILES=${ARGN}"
      -P ${CMAKE_SOURCE_DIR}/tool/cmake/Embed.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/tool/cmake/Embed.cmake
    COMMENT "Embedding ${name}" VERBATIM)
endfunction()
