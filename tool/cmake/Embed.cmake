# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cmake -DOUTPUT=x.cpp -DNAME=function -DFILES=a;b -P Embed.cmake
# Bytes rather than a string literal: no limit on length, no character that needs care.

set(arrays "")
set(entries "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  cmake_path(GET file FILENAME name)
  string(APPEND arrays "static const unsigned char File${index}[] = {${bytes}0};\n")
  string(APPEND entries "    {\"${name}\", {reinterpret_cast<const char *>(File${index}), sizeof(File${index}) - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include \"core/Embedded.h\"
${arrays}
namespace cotidy {
llvm::ArrayRef<EmbeddedFile> ${NAME}();
}
llvm::ArrayRef<cotidy::EmbeddedFile> cotidy::${NAME}() {
  static const EmbeddedFile Files[] = {
${entries}    {{}, {}}};
  return llvm::ArrayRef<EmbeddedFile>(Files).drop_back();
}
")
