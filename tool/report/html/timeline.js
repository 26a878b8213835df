// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For findings about latency: when the calls of the loop run now, and when they could.

const SVG = "http://www.w3.org/2000/svg";
const MOST_CALLS = 8; // more are drawn as so many and "N"

function shape(name, properties, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// The head of the loop: in the statement, else the nearest above it.
function headOf(finding) {
  const above = finding.excerpt ? finding.excerpt.lines.slice(0, finding.excerpt.mark[0] + 1).reverse() : [];
  return [finding.statement, ...above].map((text) => text.match(/\bfor \((.*)$/)).find(Boolean)?.[1] || "";
}

// The loop at hand, as far as its text tells: the call, what it is given, how often, how many at a time.
function loopOf(finding) {
  const loop = { count: null, number: "N calls", call: "" };
  const head = headOf(finding);
  const range = head.match(/^[^:;]*?(?:::[^:;]*?)*(?:\w+|\]) : (.{1,40}?)\)(?: |$)/);
  const counted = head.match(/^[^;]*;\s*\w+\s*(<=?|!=)\s*([^;]{1,40}?);/);
  if (range) loop.number = `one for each of the N in ${range[1]}`;
  else if (counted) loop.number = `N = ${counted[2]}`;
  const exact = finding.text.match(/^the (\d+) awaits/);
  if (exact) loop.count = Number(exact[1]);
  else if (counted && /^\d+$/.test(counted[2])) loop.count = Number(counted[2]) + (counted[1] === "<=" ? 1 : 0);
  if (loop.count) loop.number = `${loop.count} calls`;

  // The first name that is quoted is the call, or what the tasks are made of: then the innermost call is meant.
  const name = (finding.text.match(/'([^']{1,40})'/) || [])[1] || "";
  const body = finding.statement.replace(/^.*?\bfor \([^)]*\) ?/, "");
  const calls = [...body.matchAll(/(\w+)\(([^()]{0,30})\)/g)].map((match) => ({ name: match[1], text: match[0] }));
  const meant = calls.find((call) => call.name === name) || (finding.check === "async-await-in-loop" ? null : calls[0]);
  loop.call = meant ? meant.text : finding.check === "async-await-in-loop" ? `${name}(…)` : "task";

  const texts = [finding.text, ...finding.fixes.map((fix) => fix.title)].join(" ");
  const bound = texts.match(/at most (\d+) at a time/);
  loop.atOnce = bound ? Number(bound[1]) : null;
  return loop;
}

function lanesOf(kind, loop) {
  const drawn = loop.count && loop.count <= MOST_CALLS ? Math.max(loop.count, 2) : 6;
  const exact = drawn === loop.count;
  const width = exact && loop.atOnce ? Math.min(loop.atOnce, drawn) : Math.min(3, Math.ceil(drawn / 2));
  const n = loop.count ? String(loop.count) : "N", c = loop.atOnce ? String(loop.atOnce) : "c";
  const rounds = loop.count && loop.atOnce ? String(Math.ceil(loop.count / loop.atOnce)) : `⌈${n}/${c}⌉`;
  const serial = { name: "one after another", cost: `${n} × L`, at: (i) => [i, i] };
  const bounded = { name: `at most ${c} at a time`, cost: `${rounds} × L`, at: (i) => [Math.floor(i / width), i % width] };
  const all = { name: "all at once", cost: "L, and " + n + " in flight", at: (i) => [0, i] };
  return { drawn, lanes: kind === "serial"
    ? [{ ...serial, now: true }, { ...bounded, good: true }, all]
    : [{ ...all, now: true, limit: true }, { ...bounded, good: true }, serial] };
}

function timelineView(finding) {
  const kind = { "async-await-in-loop": "serial", "async-unbounded-fan-out": "concurrent" }[finding.check];
  if (!kind) return null;
  const loop = loopOf(finding);
  const { drawn, lanes } = lanesOf(kind, loop);
  const wide = 460, unit = (wide - 24) / drawn, bar = 7, step = 10;
  const root = shape("svg", { class: "timeline", role: "img" });
  root.append(shape("title", {}, `Time line of ${loop.call}, ${loop.number}: ` +
    lanes.map((lane) => `${lane.name}${lane.now ? " (now)" : ""} ${lane.cost}`).join("; ")));
  let y = 12;
  for (const lane of lanes) {
    const places = Array.from({ length: drawn }, (_, i) => lane.at(i));
    const rows = 1 + Math.max(...places.map(([, row]) => row));
    const group = shape("g", { class: lane.now ? "now" : lane.good ? "good" : "other" });
    group.append(shape("text", { x: 0, y, class: "lane" }, lane.name + (lane.now ? ", now" : "")));
    group.append(shape("text", { x: wide, y, class: "faint", "text-anchor": "end" }, lane.cost));
    group.append(shape("line", { class: "axis", x1: 0, x2: wide, y1: y + 6, y2: y + 6 }));
    y += 12;
    if (lane.limit) group.append(shape("rect", { class: "limit", x: 0, y: y - 3, width: unit + 2, height: rows * step + 3, rx: 3 }));
    for (const [at, row] of places)
      group.append(shape("rect", { class: "call", x: at * unit + 1, y: y + row * step, width: unit - 2, height: bar, rx: 2 }));
    if (!loop.count || loop.count > drawn) {
      const [at, row] = places[drawn - 1];
      group.append(shape("text", { x: (at + 1) * unit + 6, y: y + row * step + bar, class: "faint" }, "…"));
    }
    y += rows * step + 22;
    root.append(group);
  }
  root.setAttribute("viewBox", `0 0 ${wide} ${y - 18}`);
  return element("figure", {}, element("figcaption", {}, code(`each bar is one ${loop.call} of latency L; ${loop.number}`)), root);
}
