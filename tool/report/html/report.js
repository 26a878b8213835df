// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Filters, search and the list. What is chosen is kept in the address, so that a link shows the same.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const plural = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
const CHUNK = 60;

// ---- What is filtered by -------------------------------------------------------------------------------------------

const folderOf = (name) => (name.includes("/") ? name.slice(0, name.lastIndexOf("/")) || "/" : ".");
const seenIds = new Map();
for (const finding of data.findings) {
  const file = data.files[finding.file];
  finding.folder = folderOf(file.name);
  finding.key = finding.id + "@" + file.name;
  seenIds.set(finding.key, (seenIds.get(finding.key) || 0) + 1);
  if (seenIds.get(finding.key) > 1) finding.key += "@" + seenIds.get(finding.key);
  finding.haystack = [finding.check, finding.text, file.name + ":" + finding.line, finding.function, finding.statement,
    ...file.owners, ...finding.notes.map((note) => note.text), ...finding.fixes.map((fix) => fix.title)].join("\n").toLowerCase();
}

function foldersAbove(folder) {
  const all = [folder];
  for (let at = folder.lastIndexOf("/"); at > 0; at = folder.lastIndexOf("/", at - 1)) all.push(folder.slice(0, at));
  return all;
}

const hasOwners = data.files.some((file) => file.owners.length);
const facets = [
  { id: "state", title: "State", values: (f) => (f.state ? [f.state] : []), shown: Boolean(data.baseline) },
  { id: "check", title: "Check", values: (f) => [f.check], shown: true },
  { id: "dir", title: "Directory", values: (f) => foldersAbove(f.folder), shown: true, tree: true },
  { id: "owner", title: "Owner", values: (f) => (data.files[f.file].owners.length ? data.files[f.file].owners : ["nobody"]), shown: hasOwners },
  { id: "fix", title: "Fix", values: (f) => (f.fixes.length ? [f.fixes[0].kind] : ["none"]), shown: true },
].filter((facet) => facet.shown);

const state = { q: "", group: "file", open: "" };
for (const facet of facets) state[facet.id] = "";

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(state)) state[key] = asked.get(key) || (key === "group" ? "file" : "");
  if (state.group !== "check") state.group = "file";
}

function writeAddress() {
  const chosen = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) if (value && !(key === "group" && value === "file")) chosen.set(key, value);
  history.replaceState(null, "", "#" + chosen);
}

const passes = (finding, except) => facets.every((facet) =>
  facet.id === except || !state[facet.id] || facet.values(finding).includes(state[facet.id]));

// ---- Filters --------------------------------------------------------------------------------------------------------

const totals = new Map(); // of each facet, all its values with their numbers, in the order they are shown
for (const facet of facets) {
  const counts = new Map();
  for (const finding of data.findings) for (const value of facet.values(finding)) counts.set(value, (counts.get(value) || 0) + 1);
  totals.set(facet.id, [...counts].sort((a, b) => (facet.tree ? (a[0] < b[0] ? -1 : 1) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1))));
}
const facetRows = new Map(); // of each facet and value, its button and number

function showFacets() {
  for (const facet of facets) {
    const list = element("ul");
    for (const [value] of totals.get(facet.id)) {
      const number = element("span", { class: "number" });
      const bar = shape("rect", { height: 2, rx: 1 });
      const short = facet.tree && value.includes("/") ? value.slice(value.lastIndexOf("/") + 1) || value : value;
      const button = element("button", { type: "button", title: value, "aria-pressed": "false", "data-facet": facet.id, "data-value": value,
        onclick: () => choose(facet.id, state[facet.id] === value ? "" : value) },
        element("span", { class: "name" }, code(short.replace(/^async-/, ""))), number, shape("svg", { "aria-hidden": "true" }, bar));
      if (facet.tree) button.style.paddingLeft = 8 + 12 * Math.min(value.split("/").length - 1, 6) + "px";
      facetRows.set(facet.id + "\n" + value, { button, number, bar });
      list.append(element("li", {}, button));
    }
    byId("facets").append(element("div", { class: "facet" }, element("h3", {}, facet.title), list));
  }
}

function updateFacets(searched) {
  for (const facet of facets) {
    const counts = new Map();
    for (const finding of searched)
      if (passes(finding, facet.id)) for (const value of facet.values(finding)) counts.set(value, (counts.get(value) || 0) + 1);
    const most = Math.max(1, ...counts.values());
    for (const [value] of totals.get(facet.id)) {
      const row = facetRows.get(facet.id + "\n" + value), count = counts.get(value) || 0;
      row.number.textContent = count.toLocaleString("en");
      row.bar.setAttribute("width", `${(100 * count) / most}%`);
      row.button.classList.toggle("none", !count);
      row.button.setAttribute("aria-pressed", String(state[facet.id] === value));
    }
  }
}

function updateChips() {
  const chips = facets.filter((facet) => state[facet.id]).map((facet) =>
    element("button", { type: "button", "aria-label": `Remove the filter ${facet.title} ${state[facet.id]}`, onclick: () => choose(facet.id, "") },
      code(state[facet.id].replace(/^async-/, "")), " ×"));
  byId("chips").replaceChildren(...chips);
}

function choose(key, value) {
  state[key] = value;
  update();
}

function clearAll() {
  for (const facet of facets) state[facet.id] = "";
  state.q = byId("search").value = "";
  update();
}

// ---- The list -------------------------------------------------------------------------------------------------------

let found = [], drawn = 0, lastGroup = null, groupCounts = new Map();
const groupOf = (finding) => (state.group === "check" ? finding.check : data.files[finding.file].name);

function highlighted(text) {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean), lower = text.toLowerCase();
  const parts = document.createDocumentFragment();
  if (!words.length || lower.length !== text.length) return code(text);
  for (let at = 0; at < text.length;) {
    let next = text.length, length = 0;
    for (const word of words) {
      const hit = lower.indexOf(word, at);
      if (hit >= 0 && (hit < next || (hit === next && word.length > length))) [next, length] = [hit, word.length];
    }
    parts.append(code(text.slice(at, next)));
    if (length) parts.append(element("mark", {}, code(text.slice(next, next + length))));
    at = next + length;
  }
  return parts;
}

function findingView(finding) {
  const name = data.files[finding.file].name;
  const button = element("button", { type: "button", "aria-expanded": "false" },
    element("i", { class: "arrow", "aria-hidden": "true" }), element("span", {}, highlighted(finding.text)),
    element("span", { class: "meta" },
      element("span", { class: "badge" + (finding.error ? " error" : "") }, finding.check.replace(/^async-/, "")),
      finding.state === "new" ? element("span", { class: "badge new" }, "new") : null,
      finding.state === "unchanged" ? element("span", { class: "badge old" }, "in the baseline") : null,
      finding.fixes.length ? element("span", { class: "badge fix" }, "fix") : null,
      element("span", { class: "place" }, highlighted(state.group === "file" ? `${name.slice(name.lastIndexOf("/") + 1)}:${finding.line}` : `${name}:${finding.line}`))));
  const view = element("article", { class: "finding", "data-key": finding.key }, element("h3", {}, button));
  const open = (wanted) => {
    button.setAttribute("aria-expanded", String(wanted));
    if (wanted && !view.querySelector(".detail")) view.append(detailView(finding, data));
    else if (!wanted) view.querySelector(".detail")?.remove();
  };
  button.addEventListener("click", () => {
    const wanted = button.getAttribute("aria-expanded") !== "true";
    open(wanted);
    state.open = wanted ? finding.key : "";
    writeAddress();
  });
  if (finding.key === state.open) open(true);
  return view;
}

function drawMore() {
  const views = document.createDocumentFragment();
  for (const end = Math.min(drawn + CHUNK, found.length); drawn < end; ++drawn) {
    const group = groupOf(found[drawn]);
    if (group !== lastGroup) {
      const owners = state.group === "file" ? data.files[found[drawn].file].owners : [];
      views.append(element("h2", { class: "heading" }, element("span", { class: "name" }, highlighted(group)),
        element("span", { class: "number" }, plural(groupCounts.get(group), "finding")),
        owners.length ? element("span", { class: "owner" }, owners.join(" ")) : null));
      lastGroup = group;
    }
    views.append(findingView(found[drawn]));
  }
  byId("list").append(views);
  byId("more").hidden = drawn >= found.length;
}

function update() {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = words.length ? data.findings.filter((f) => words.every((word) => f.haystack.includes(word))) : data.findings;
  groupCounts = new Map();
  const groups = new Map();
  for (const finding of searched) {
    if (!passes(finding)) continue;
    const group = groupOf(finding);
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(finding);
  }
  const names = [...groups.keys()].sort((a, b) => groups.get(b).length - groups.get(a).length || (a < b ? -1 : 1));
  found = [];
  for (const group of names) {
    found.push(...groups.get(group).sort((a, b) => a.file - b.file || a.line - b.line || a.column - b.column));
    groupCounts.set(group, groups.get(group).length);
  }
  byId("count").textContent = found.length === data.findings.length ? plural(found.length, "finding")
    : `${found.length.toLocaleString("en")} of ${plural(data.findings.length, "finding")}`;
  byId("list").replaceChildren();
  drawn = 0;
  lastGroup = null;
  updateFacets(searched);
  updateChips();
  if (!found.length) byId("list").append(element("p", { class: "empty" }, data.findings.length ? "Nothing matches." : "Nothing was found."));
  drawMore();
  writeAddress();
}

// ---- Keys and the rest ----------------------------------------------------------------------------------------------

function move(step) {
  const buttons = [...document.querySelectorAll(".finding > h3 > button")];
  const at = buttons.findIndex((button) => button.closest(".finding").contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : -1) : at + step;
  if (next >= buttons.length && drawn < found.length) {
    drawMore();
    return move(step);
  }
  const target = buttons[Math.max(0, Math.min(next, buttons.length - 1))];
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
function showTheme() { byId("theme").textContent = isDark() ? "Light" : "Dark"; }
function switchTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
}

const keys = { "/": () => byId("search").select(), j: () => move(1), k: () => move(-1), x: clearAll, d: switchTheme,
  "?": () => byId("keys").showModal() };
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement === byId("search")) return byId("search").blur();
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

let waiting;
byId("search").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => choose("q", byId("search").value.trim()), 60);
});
byId("group").addEventListener("change", () => choose("group", byId("group").value));
byId("theme").addEventListener("click", switchTheme);
byId("help").addEventListener("click", keys["?"]);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && drawn < found.length && drawMore(),
  { rootMargin: "600px" }).observe(byId("more"));

function load() {
  readAddress();
  byId("search").value = state.q;
  byId("group").value = state.group;
  const wanted = state.open;
  update();
  if (!wanted) return;
  while (drawn < found.length && !document.querySelector(`[data-key="${CSS.escape(wanted)}"]`)) drawMore();
  document.querySelector(`[data-key="${CSS.escape(wanted)}"]`)?.scrollIntoView();
}

if (matchMedia("(max-width: 820px)").matches) byId("facets-box").open = false;
document.body.classList.toggle("nothing", !data.findings.length);
showTheme();
showTotals();
showTrend();
showTrouble();
showFacets();
addEventListener("hashchange", load);
load();
