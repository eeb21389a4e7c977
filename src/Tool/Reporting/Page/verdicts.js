function facts(profile) {
  const header = profile.header;
  const time = text => { const date = new Date(text); return isNaN(date) ? text : date.toISOString().slice(0, 16).replace("T", " ") + " UTC"; };
  const parts = [
    ["Measured by", [header.tool, header.format].filter(Boolean).join(", ")],
    ["Captured", header.captured && time(header.captured)],
    ["Commit", header.commit],
    ["For", header["duration-ms"] && duration(Number(header["duration-ms"]))],
    ["Operations", header.roots && number(Number(header.roots)) + (header.root ? " (" + header.root + ")" : "")],
    ["Samples", header.samples && number(Number(header.samples))],
    ["Pool grew", header["pool-growth"] && count(Number(header["pool-growth"]), "time")],
    ["Without a line", header.unattributed && count(Number(header.unattributed), "round trip")],
  ].filter(([, text]) => text);
  return el("div", { class: "facts" },
    el("dl", {}, ...parts.map(([name, text]) => el("div", {}, el("dt", {}, name), el("dd", {}, text)))),
    header.partial === "true" ? el("p", { class: "warn" }, "This is not everything that was captured: a part of the file could not be used.") : null,
    header.sampled === "true" ? el("p", { class: "note" }, "From samples: every figure is at least what it says.") : null,
    ...(profile.remarks || []).map(r => el("p", { class: "note" }, r)));
}

function endpoints(profile) {
  if (!profile.endpoints.length) return !profile.headline ? null : el("section", { id: "endpoints", class: "headline" }, el("p", { class: "big" }, profile.headline.text + "."), el("p", { class: "next" }, rich(profile.headline.next)));
  const all = profile.endpoints.reduce((sum, e) => sum + (e.allMs || 0), 0);
  const list = el("ol", { class: "endpoints" }), first = 8;
  const fill = n => list.replaceChildren(...profile.endpoints.slice(0, n).map(e => endpoint(e, all)));
  fill(first);
  const more = profile.endpoints.length > first ? button("Show all " + profile.endpoints.length, () => { fill(Infinity); more.remove(); }) : null;
  return section("endpoints", "Where the time goes", null,
    el("p", { class: "key" }, el("span", { class: "io" }, "round trips under way"), el("span", { class: "cpu" }, "computing, and other waiting")), list, more ? el("div", { class: "more" }, more) : null);
}

function endpoint(e, all) {
  const isKnown = known(e.ioShare), io = e["io-ms"], rest = e["cpu-ms"];
  const figure = (name, text) => text ? el("div", {}, el("dt", {}, name), el("dd", {}, text)) : null;
  const part = (kind, share, text) => share <= 0 ? null : el("i", { class: kind, style: { width: share * 100 + "%" } }, share > 0.16 ? text : "");
  return el("li", {},
    el("div", { class: "what" },
      el("h3", {}, e.name),
      el("p", { class: "word " + ({ "I/O-bound": "io", "CPU-bound": "cpu", waiting: "cpu" }[e.verdict] || "") }, e.verdict),
      all > 0 ? el("p", { class: "note" }, percent(e.allMs / all) + " of all time") : null),
    !isKnown ? null : el("div", { class: "split", role: "img", "aria-label": percent(e.ioShare) + " of the time in round trips" }, part("io", e.ioShare, duration(io)), part("cpu", 1 - e.ioShare, duration(rest))),
    el("dl", { class: "figures" },
      figure("times", number(e.count)), figure("mean", isKnown ? duration(io + rest) : ""), figure("p50", duration(e["p50-ms"])), figure("p95", duration(e["p95-ms"])), figure("p99", duration(e["p99-ms"])),
      figure("round trips", known(e["round-trips"]) ? number(e["round-trips"]) + (e["max-round-trips"] > e["round-trips"] ? ", at most " + number(e["max-round-trips"]) : "") : ""),
      figure("allocated", bytes(e["allocated-bytes"]))),
    el("p", { class: "next" }, rich(e.next)));
}

const states = [
  ["confirmed", "suspected, and measured to cost"], ["observed", "measured; no rule has a reason"],
  ["suspect", "not measured yet"], ["cold", "measured, and cheap: leave it"], ["other", "of other rules"]];

function findings() {
  const { rows } = data.findings;
  if (!rows.length) return null;
  const off = new Set(), present = states.filter(([state]) => rows.some(f => f.state === state));
  const figure = (title, name, show) => rows.some(f => known(f[name])) ? { title, kind: "n", cell: f => show(f[name]), value: f => f[name] } : null;
  const list = table([
    { title: "State", kind: "what", cell: f => el("span", { class: "state " + f.state }, f.state), value: f => states.findIndex(([s]) => s === f.state) * -1 },
    { title: "Rule", kind: "what", cell: f => rule(f.rule || ""), value: f => f.rule },
    figure("Time", "totalMs", duration), figure("Share", "share", percent), figure("Each time", "perRoot", number), figure("Calls", "calls", number),
    { title: "Finding", kind: "finding", cell: finding, value: f => f.file + ":" + String(f.line).padStart(7, "0") },
  ].filter(Boolean), data.findings, { kind: "findings", first: 15 });
  const chips = present.map(([state, meaning]) => {
    const chip = button([el("span", { class: "state " + state }, state), " " + number(rows.filter(f => f.state === state).length)], () => {
      if (!off.delete(state)) off.add(state);
      chip.setAttribute("aria-pressed", String(!off.has(state)));
      list.show(f => !off.has(f.state));
    }, { class: "chip", "aria-pressed": "true", title: meaning });
    return chip;
  });
  return section("findings", "Findings", null, el("div", { class: "tools" }, ...chips), list);
}

function finding(f) {
  return [
    el("p", { class: "message" }, rich((f.message || "").replaceAll(" -> ", " → "))),
    el("p", { class: "at" }, place(f.file, f.line), f.profile && !(f.message || "").includes("profile " + f.profile) ? el("span", { class: "note" }, "profile " + f.profile) : null, f.rank ? el("span", { class: "note" }, f.rank) : null),
    f.advice ? el("p", { class: "next" }, rich(f.advice)) : null,
    f.source ? excerpt(f) : null,
    f.related ? el("details", {}, el("summary", {}, "The way there, " + count(f.related.length, "place")), el("ol", { class: "way" }, ...f.related.map(r => el("li", {}, r)))) : null];
}

// What costs is shown; what may cost is a click away.
function excerpt(f) {
  const indent = Math.min(...f.source.filter(l => l.trim()).map(l => l.length - l.trimStart().length));
  const lines = el("pre", { tabindex: "0" }, ...f.source.map(l => l.slice(Number.isFinite(indent) ? indent : 0)).map((text, i) => el("span", { class: f.first + i === f.line ? "line here" : "line" }, el("b", {}, String(f.first + i)), text + "\n")));
  return f.state === "confirmed" || f.state === "observed" ? lines : el("details", {}, el("summary", {}, "Source"), lines);
}
