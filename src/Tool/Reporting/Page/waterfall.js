function waterfalls(profile) {
  const { traces } = profile;
  if (!traces.length) return null;
  const host = el("div", {}), names = [...new Set(traces.map(t => t.endpoint))];
  const pick = traces.length < 2 ? null : el("select", { "aria-label": "Execution", on: { change() { host.replaceChildren(waterfall(traces[pick.value])); } } },
    ...names.flatMap(n => traces.map((t, i) => t.endpoint === n ? el("option", { value: i }, t.endpoint + " · " + duration(t.ms)) : null).filter(Boolean)));
  host.append(waterfall(traces[pick ? pick.value : 0]));
  return section("traces", "Slow executions", "The slowest of each endpoint. What repeats under one parent is one row.", pick ? el("div", { class: "tools" }, pick) : null, host);
}

function waterfall(trace) {
  const rows = grouped(trace), first = 200, body = el("div", { class: "spans" });
  const longest = Math.max(trace.ms, ...rows.map(r => r.last)) || 1;
  const fill = n => body.replaceChildren(...rows.slice(0, n).map(r => span(r, longest)));
  fill(first);
  const more = rows.length <= first ? null : button("Show all " + number(rows.length) + " rows", () => { fill(Infinity); more.remove(); });
  return el("div", { class: "waterfall" },
    el("div", { class: "span axis", "aria-hidden": "true" }, el("span", {}, trace.endpoint), el("span", { class: "track" }, ...ticks(longest).map(t => el("span", { style: { left: t / longest * 100 + "%" } }, duration(t) || "0"))), el("span", {})),
    body, more ? el("div", { class: "more" }, more) : null,
    trace.hidden ? el("p", { class: "note" }, number(trace.hidden) + " more spans are not in this page.") : null);
}

// Round numbers, four or five of them.
function ticks(ms) {
  const raw = ms / 4, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 2.5, 5, 10].find(s => s * power >= raw) * power, result = [];
  for (let t = 0; t < ms * 0.88; t += step) result.push(t);
  return result;
}

function span(row, longest) {
  const share = value => Math.max(0, Math.min(100, value / longest * 100));
  const kind = row.operation ? "io" : "part";
  const label = el("button", { type: "button", class: "label", "aria-expanded": "false", style: { "--level": Math.min(row.level, 14) }, title: row.name, on: { click() { label.setAttribute("aria-expanded", String(label.getAttribute("aria-expanded") !== "true")); } } },
    row.count > 1 ? el("b", { class: "times" }, number(row.count) + " × ") : null, row.name, place(row.file, row.line));
  // Thousands of bars side by side are one: what lies closer than a pixel is drawn together.
  const bars = [];
  for (const bar of row.bars) {
    const last = bars[bars.length - 1], left = share(bar.start), right = share(bar.start + bar.ms);
    if (last && left - last.right < 0.08) last.right = Math.max(last.right, right); else bars.push({ left, right });
  }
  return el("div", { class: "span" + (row.count > 4 ? " repeated" : "") }, label,
    el("span", { class: "track" }, ...bars.map(b => el("i", { class: kind, style: { left: b.left + "%", width: Math.max(0, b.right - b.left) + "%" } }))),
    el("span", { class: "time", title: row.count > 1 ? "mean " + duration(row.ms / row.count) : null }, duration(row.ms)));
}

// Repeated spans of one parent are one row: 847 × SELECT ... The first of them keeps its place.
function grouped(trace) {
  const alike = new Map(), rows = [], groups = new Map(), levels = [];
  const key = s => s.parent + "\n" + s.name + "\n" + (s.operation || "") + "\n" + (s.service || "");
  for (const s of trace.spans) alike.set(key(s), (alike.get(key(s)) || 0) + 1);
  trace.spans.forEach((s, i) => {
    levels[i] = s.parent >= 0 && s.parent < i ? levels[s.parent] + 1 : 0;
    const isGroup = s.repeated || alike.get(key(s)) > 4, known = isGroup && groups.get(key(s));
    if (known) {
      known.count++;
      known.ms += s.ms;
      known.last = Math.max(known.last, s.start + s.ms);
      known.bars.push(s);
      return;
    }
    const row = { name: s.name, operation: s.operation, file: s.file, line: s.line, ms: s.ms, last: s.start + s.ms, level: levels[i], bars: [s], count: 1 };
    if (isGroup) groups.set(key(s), row);
    rows.push(row);
  });
  return rows;
}
