// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the placeholders of a fix's template stand for, and a text with them filled in.

#ifndef COTIDY_SEMANTICS_FIXPIECES_H
#define COTIDY_SEMANTICS_FIXPIECES_H

#include "semantics/Calls.h"

namespace cotidy {

/// What one placeholder stands for.
struct FixPiece {
  llvm::StringRef Name; ///< without braces
  std::string Text;
  clang::SourceRange From; ///< where the text was copied from: its comments are kept
};

class FixPieces {
public:
  explicit FixPieces(const clang::ASTContext &AST) : AST(AST) {}

  void add(llvm::StringRef Name, std::string Text, clang::SourceRange From = {}) {
    Pieces.push_back({Name, std::move(Text), From});
  }
  void add(llvm::ArrayRef<FixPiece> More) { Pieces.append(More.begin(), More.end()); }
  /// Those of a call: its object, what it works on, its name, its twin and its arguments.
  void addCall(const CallSite &Site);

  /// The first of this name; null if there is none.
  const FixPiece *find(llvm::StringRef Name) const;

  /// \p Text with its placeholders filled in; none if one of them stands for nothing here. Adds to \p Used
  /// where the pieces were copied from. A copy keeps its lines: they move as far as the line does that it
  /// begins in, of which the first of \p Text is indented by \p Indent.
  std::optional<std::string> fill(llvm::StringRef Text, llvm::StringRef Indent = {},
                                  llvm::SmallVectorImpl<clang::SourceRange> *Used = nullptr) const;

private:
  llvm::StringRef indentation(const FixPiece &P) const;

  const clang::ASTContext &AST;
  llvm::SmallVector<FixPiece, 12> Pieces;
};

} // namespace cotidy

#endif
