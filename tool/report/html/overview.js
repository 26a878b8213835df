// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Above the list: totals, the trend since the baseline, and the units that were not fully analysed.

function showTotals() {
  byId("project").textContent = data.project;
  byId("about").textContent = `cotidy ${data.version}, ${plural(data.units, "unit")}`;
  const fixes = data.findings.filter((finding) => finding.fixes.length).length;
  const files = new Set(data.findings.map((finding) => finding.file)).size;
  const tile = (number, label, kind = "") =>
    element("div", { class: "tile " + kind }, element("b", {}, number.toLocaleString("en")), element("span", {}, label));
  byId("totals").append(tile(data.findings.length, data.findings.length === 1 ? "finding" : "findings"));
  if (data.baseline) byId("totals").append(
    tile(data.baseline.new, "new since the baseline", data.baseline.new ? "warn" : "good"),
    tile(data.baseline.fixedCount, "fixed since", "good"));
  byId("totals").append(tile(files, files === 1 ? "file with findings" : "files with findings"), tile(fixes, "with a fix"),
    tile(data.units - data.incomplete.length, data.units === 1 ? "unit analysed" : "units analysed"));
  if (data.incomplete.length) byId("totals").append(tile(data.incomplete.length, "not fully analysed", "bad"));
  if (data.muted) byId("totals").append(tile(data.muted, "muted in generated files"));
}

function showTrend() {
  const trend = data.baseline;
  if (!trend) return;
  const parts = [["fixed", trend.fixedCount], ["unchanged", trend.unchanged], ["new", trend.new]];
  const before = trend.fixedCount + trend.unchanged, now = trend.unchanged + trend.new;
  const strip = element("div", { class: "trend", role: "img", "aria-label": parts.map(([name, count]) => `${count} ${name}`).join(", ") });
  for (const [name, count] of parts) {
    if (!count) continue;
    const piece = element("span", { class: name });
    piece.style.flex = `${count} 1 0`;
    strip.append(piece);
  }
  const panel = element("div", { class: "panel" }, element("h2", {}, `Since the baseline: ${before} → ${now}`), strip,
    element("div", { class: "legend" }, ...parts.map(([name, count]) =>
      element("span", {}, element("i", { class: "dot " + name }), element("b", {}, String(count)), " " + name))));
  if (trend.fixed.length) panel.append(element("details", { class: "entries" }, element("summary", {}, "What was fixed"),
    element("ul", {}, ...trend.fixed.map((entry) => element("li", {}, entry.check, " in ", code(entry.file),
      entry.count > 1 ? ` (${entry.count})` : "", element("pre", {}, code(entry.statement)))))));
  byId("trend").append(panel);
  byId("trend").hidden = false;
}

function showTrouble() {
  if (!data.incomplete.length) return;
  byId("trouble").append(element("details", { class: "panel" },
    element("summary", {}, `${plural(data.incomplete.length, "unit")} not fully analysed`),
    element("ul", { class: "entries" }, ...data.incomplete.map((unit) => element("li", {}, code(unit.file), ": ", code(unit.reason),
      unit.errors.length ? element("pre", {}, code(unit.errors.join("\n"))) : null,
      unit.reproduce ? element("pre", {}, code(unit.reproduce)) : null)))));
  byId("trouble").hidden = false;
}
