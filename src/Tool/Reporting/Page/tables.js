// Columns are { title, cell, value, kind }: a value makes the column sortable, the kind "n" is a number.
function table(columns, source, options) {
  const { rows, hidden } = source, first = (options && options.first) || 25;
  let shown = rows, sorted = null, ascending = false, limit = first;
  const body = el("tbody"), more = el("div", { class: "more" });

  function fill() {
    const list = sorted ? [...shown].sort(order) : shown;
    body.replaceChildren(...list.slice(0, limit).map(row => el("tr", {}, ...columns.map(c => el("td", { class: c.kind || null, "data-title": c.title }, c.cell(row))))));
    more.replaceChildren(...[
      list.length > limit ? button("Show all " + number(list.length), () => { limit = Infinity; fill(); }) : null,
      hidden && list.length <= limit ? el("p", { class: "note" }, number(hidden) + " smaller ones are not in this page.") : null].filter(Boolean));
  }

  function order(a, b) {
    const x = sorted.value(a), y = sorted.value(b);
    const result = typeof x === "string" || typeof y === "string" ? String(y || "").localeCompare(String(x || "")) : (x ?? -Infinity) - (y ?? -Infinity);
    return ascending ? result : -result;
  }

  const head = el("tr", {}, ...columns.map(column => {
    const cell = el("th", { class: column.kind || null, scope: "col" });
    cell.append(!column.value ? column.title : button(column.title, () => {
      ascending = sorted === column ? !ascending : false;
      sorted = column;
      for (const other of head.children) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      fill();
    }));
    return cell;
  }));
  fill();
  const element = el("div", {}, el("div", { class: "scroll" }, el("table", { class: options && options.kind }, el("thead", {}, head), body)), more);
  element.show = filter => { shown = rows.filter(filter); limit = first; fill(); };
  return element;
}

function shareBar(share) { return el("span", { class: "share" }, el("i", { style: { width: Math.max(0, Math.min(1, share || 0)) * 100 + "%" } })); }

function flatList(profile) {
  const list = profile.rows;
  if (!list.rows.length) return null;
  const unit = profile.unit, calls = list.rows.some(r => known(r.calls)), totals = list.rows.some(r => known(r.total));
  const per = (value, n) => known(value) && n ? value / n : null;
  return section("list", "Flat list", "Own is what was measured in the function itself; total includes what it calls.", table([
    { title: "Own", kind: "n wide", cell: r => [shareBar(r.share), percent(r.share)], value: r => r.share },
    { title: "Own " + unit, kind: "n", cell: r => number(r.own), value: r => r.own },
    totals ? { title: "Total " + unit, kind: "n", cell: r => number(r.total), value: r => r.total } : null,
    calls ? { title: unit === "bytes" && profile.measures === "bytes by type" ? "Objects" : "Calls", kind: "n", cell: r => number(r.calls), value: r => r.calls } : null,
    calls ? { title: "Own per call", kind: "n", cell: r => number(per(r.own, r.calls)), value: r => per(r.own, r.calls) } : null,
    calls && totals ? { title: "Total per call", kind: "n", cell: r => number(per(r.total, r.calls)), value: r => per(r.total, r.calls) } : null,
    { title: "What", kind: "what", cell: r => r.what, value: r => r.what },
    { title: "Where", kind: "code", cell: r => [el("span", { title: r.id }, r.name), place(r.file, r.line)], value: r => r.name },
  ].filter(Boolean), list));
}

function statements(profile) {
  return !profile.statements.rows.length ? null : section("statements", "Statements", "What the database counted, without values. Look at the plan of the first with `EXPLAIN (ANALYZE, BUFFERS)`.", table([
    { title: "Total", kind: "n", cell: s => duration(s["total-ms"]), value: s => s["total-ms"] },
    { title: "Calls", kind: "n", cell: s => number(s.calls), value: s => s.calls },
    { title: "Mean", kind: "n", cell: s => duration(s["total-ms"] / s.calls), value: s => s["total-ms"] / s.calls },
    { title: "Longest", kind: "n", cell: s => duration(s["max-ms"]), value: s => s["max-ms"] },
    { title: "Rows", kind: "n", cell: s => number(s.rows), value: s => s.rows },
    { title: "Statement", kind: "code", cell: s => s.name, value: s => s.name },
  ], profile.statements));
}

function plans(profile) {
  return !profile.plans.rows.length ? null : section("plans", "Plans", "How the database read its tables. Many rows read for few that are kept ask for an index: PERF1005.", table([
    { title: "Rows read", kind: "n", cell: p => number(p["rows-read"]), value: p => p["rows-read"] },
    { title: "Kept", kind: "n", cell: p => number(p["rows-kept"]), value: p => p["rows-kept"] },
    { title: "Kept, %", kind: "n", cell: p => p["rows-read"] ? percent(p["rows-kept"] / p["rows-read"]) : "", value: p => p["rows-read"] ? p["rows-kept"] / p["rows-read"] : null },
    { title: "Time", kind: "n", cell: p => duration(p["total-ms"]), value: p => p["total-ms"] },
    { title: "Node", kind: "what", cell: p => p.node, value: p => p.node },
    { title: "Table", kind: "code", cell: p => (p.relation || "") + (p.column ? "." + p.column : ""), value: p => p.relation },
    { title: "Where", kind: "code", cell: p => [p.name, place(p.file, p.line)], value: p => p.name },
  ], profile.plans));
}

function memory(profile) {
  const types = profile.types;
  if (!types.rows.length) return null;
  const all = types.rows.reduce((sum, t) => sum + (t.bytes || 0), 0), most = types.rows.reduce((max, t) => Math.max(max, t.bytes || 0), 0);
  const grows = types.rows.some(t => t["growth-bytes-per-min"]);
  return section("memory", "Memory by type", bytes(all) + " in " + count(types.rows.length, "type") +
    (grows ? ". What grows, minute for minute, while the load stays the same is a leak: PERF3001 and PERF3002." : ". One measurement does not say what grows; import two of one process for that."), table([
    { title: "Bytes", kind: "n wide", cell: t => [shareBar(most ? t.bytes / most : 0), bytes(t.bytes)], value: t => t.bytes },
    { title: "Objects", kind: "n", cell: t => number(t.count), value: t => t.count },
    { title: "Each", kind: "n", cell: t => t.count ? bytes(t.bytes / t.count) : "", value: t => t.count ? t.bytes / t.count : null },
    grows ? { title: "Growth a minute", kind: "n", cell: t => known(t["growth-bytes-per-min"]) ? (t["growth-bytes-per-min"] > 0 ? "+" : "") + bytes(t["growth-bytes-per-min"]) : "", value: t => t["growth-bytes-per-min"] } : null,
    { title: "Type", kind: "code", cell: t => t.name, value: t => t.name },
  ].filter(Boolean), types));
}
