// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an opened finding shows. All text becomes text nodes: nothing here parses HTML.
"use strict";

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Control characters and those that turn text around are shown as what they are.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function code(text) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(CONTROL)) {
    parts.append(text.slice(from, match.index));
    const number = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.append(element("span", { class: "control" }, "U+" + number));
    from = match.index + match[0].length;
  }
  parts.append(text.slice(from));
  return parts;
}

function table(rows, label) {
  return element("div", { class: "code", tabindex: "0", role: "region", "aria-label": label },
    element("table", { role: "presentation" }, element("tbody", {}, ...rows)));
}

function excerptView(excerpt) {
  const [hit, from, to] = excerpt.mark;
  const rows = excerpt.lines.map((line, index) => {
    const content = element("td");
    if (index === hit) {
      content.append(code(line.slice(0, from)), element("u", {}, code(line.slice(from, to))), code(line.slice(to)));
    } else {
      content.append(code(line));
    }
    return element("tr", { class: index === hit ? "hit" : undefined }, element("td", {}, String(excerpt.first + index)), content);
  });
  return table(rows, "Source");
}

function hunkView(hunk, files) {
  const kinds = { "-": "minus", "+": "plus" };
  const rows = hunk.lines.map((line) =>
    element("tr", { class: kinds[line[0]] }, element("td", {}, line[0]), element("td", {}, code(line.slice(1)))));
  return element("div", { class: "hunk" },
    element("div", { class: "place" }, code(files[hunk.file].name + ":" + hunk.line)), table(rows, "Change"));
}

function section(title, ...children) {
  return element("section", {}, element("h4", {}, title), ...children);
}

function detailView(finding, data) {
  const place = (at) => data.files[at.file].name + ":" + at.line;
  const detail = element("div", { class: "detail" });
  if (finding.excerpt) detail.append(excerptView(finding.excerpt));
  const picture = timelineView(finding);
  if (picture) detail.append(section("What it costs in time", picture));
  if (finding.notes.length) {
    detail.append(section("Evidence", element("ol", { class: "steps" }, ...finding.notes.map((note) =>
      element("li", {}, element("div", {}, code(note.text), " ",
        element("span", { class: "place" }, note.line ? code(place(note)) : "")),
        note.excerpt ? excerptView(note.excerpt) : null)))));
  }
  if (finding.fixes.length) {
    detail.append(section(finding.fixes.length === 1 ? "Fix" : "Fixes, best first", ...finding.fixes.map((fix) =>
      element("div", { class: "repair" }, element("div", {}, code(fix.title), " ",
        element("span", { class: "badge " + (fix.kind === "safe" ? "fix" : "old") }, fix.kind)),
        ...fix.hunks.map((hunk) => hunkView(hunk, data.files))))));
  }
  const owners = data.files[finding.file].owners;
  detail.append(element("div", { class: "foot" },
    element("a", { href: data.checks[finding.check].docs, rel: "noreferrer noopener" }, "About " + finding.check),
    finding.function ? element("span", {}, "in ", element("code", {}, code(finding.function))) : null,
    owners.length ? element("span", {}, "owned by " + owners.join(", ")) : null));
  return detail;
}
