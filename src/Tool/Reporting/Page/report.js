"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  const colours = ["#e4a15f", "#d98b5a", "#e0b45c", "#cf8f6f", "#e6c07a", "#d69a4e", "#dcae82"];
  const rulePage = id => "https://github.com/PerfAnalyzers/PerfAnalyzers/blob/main/docs/rules/" + encodeURIComponent(id) + ".md";

  // Text only ever becomes a text node: nothing from the data is parsed as HTML.
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
      else if (key === "style") for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children) if (child !== null && child !== undefined) element.append(child);
    return element;
  }

  const format = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
  function number(value) { return value === null || value === undefined ? "" : Math.abs(value) < 10 ? fine.format(value) : format.format(value); }
  function percent(share) { return (share * 100).toFixed(1) + " %"; }
  function place(item) { return item.file ? item.file + (item.line ? ":" + item.line : "") : ""; }

  function table(columns, rows, sortable) {
    let sorted = null, ascending = false;
    const body = el("tbody");
    const fill = () => {
      body.replaceChildren(...rows.map(row => el("tr", {}, ...columns.map(c => el("td", { class: c.class || null }, ...[].concat(c.cell(row)))))));
    };
    const head = el("tr", {}, ...columns.map(column => {
      const cell = el("th", { class: column.class === "n" ? "n" : null, scope: "col" });
      if (!sortable || !column.value) { cell.append(column.title); return cell; }
      cell.append(el("button", { type: "button", on: { click() {
        ascending = sorted === column ? !ascending : false;
        sorted = column;
        rows.sort((a, b) => {
          const x = column.value(a), y = column.value(b);
          const order = typeof x === "string" || typeof y === "string" ? String(x || "").localeCompare(String(y || "")) : (x ?? -1) - (y ?? -1);
          return ascending ? order : -order;
        });
        for (const other of head.children) other.removeAttribute("aria-sort");
        cell.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        fill();
      } } }, column.title));
      return cell;
    }));
    fill();
    return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, head), body));
  }

  function section(title, ...content) { return el("section", {}, el("h2", {}, title), ...content); }

  function endpoints(profile) {
    if (!profile.endpoints.length) return null;
    return section("Where the time goes", ...profile.endpoints.map(e => el("div", { class: "endpoint" },
      el("h3", {}, e.name),
      e.ioShare === null ? null : el("div", { class: "split", role: "img", "aria-label": percent(e.ioShare) + " in round trips" },
        el("i", { class: "io", style: { width: e.ioShare * 100 + "%" } }), el("i", { class: "cpu", style: { width: (1 - e.ioShare) * 100 + "%" } })),
      el("div", {}, el("span", { class: "verdict" }, e.verdict), e.ioShare === null ? "" : ": " + number(e["io-ms"]) + " ms in round trips, " + number(e["cpu-ms"]) + " ms in everything else, on average"),
      el("p", { class: "facts" }, [
        number(e.count) + " times", "half within " + number(e["p50-ms"]) + " ms", "95 % within " + number(e["p95-ms"]) + " ms",
        e["round-trips"] === null ? null : number(e["round-trips"]) + " round trips each, at most " + number(e["max-round-trips"])].filter(Boolean).join(", ")),
      el("p", { class: "note" }, "Next: " + e.next))));
  }

  function flat(profile) {
    if (!profile.rows.length) return null;
    return section("Flat list", table([
      { title: "%", class: "n", cell: r => percent(r.share), value: r => r.share },
      { title: "own " + profile.unit, class: "n", cell: r => number(r.own), value: r => r.own },
      { title: "own per call", class: "n", cell: r => r.calls ? number(r.own / r.calls) : "", value: r => r.calls ? r.own / r.calls : null },
      { title: "total " + profile.unit, class: "n", cell: r => number(r.total), value: r => r.total },
      { title: "total per call", class: "n", cell: r => r.calls ? number(r.total / r.calls) : "", value: r => r.calls ? r.total / r.calls : null },
      { title: "calls", class: "n", cell: r => number(r.calls), value: r => r.calls },
      { title: "what", cell: r => r.what, value: r => r.what },
      { title: "where", class: "code", cell: r => [r.name, place(r) ? el("div", { class: "where" }, place(r)) : ""], value: r => r.name },
    ], profile.rows, true), profile.hiddenRows ? el("p", { class: "note" }, profile.hiddenRows + " more rows: perfevidence top -n 0") : null);
  }

  function memory(profile) {
    if (!profile.types.length) return null;
    return section("Memory by type", table([
      { title: "type", class: "code", cell: t => t.name, value: t => t.name },
      { title: "bytes", class: "n", cell: t => number(t.bytes), value: t => t.bytes },
      { title: "objects", class: "n", cell: t => number(t.count), value: t => t.count },
      { title: "growth, bytes per minute", class: "n", cell: t => number(t["growth-bytes-per-min"]), value: t => t["growth-bytes-per-min"] },
    ], profile.types, true));
  }

  function findings() {
    if (!data.findings.length) return null;
    return section("Findings", table([
      { title: "state", cell: f => el("span", { class: "state " + (["confirmed", "observed", "cold", "suspect"].includes(f.state) ? f.state : "") }, f.state || "other"), value: f => f.state },
      { title: "rule", cell: f => /^PERF\d{4}$/.test(f.rule) ? el("a", { href: rulePage(f.rule), rel: "noreferrer" }, f.rule) : f.rule, value: f => f.rule },
      { title: "ms", class: "n", cell: f => number(f.totalMs), value: f => f.totalMs },
      { title: "per operation", class: "n", cell: f => number(f.perRoot), value: f => f.perRoot },
      { title: "finding", class: "code", cell: f => [f.message, place(f) ? el("div", { class: "where" }, place(f)) : ""], value: f => f.message },
    ], data.findings, true));
  }

  // The same name has the same colour everywhere.
  function colour(name) {
    let hash = 17;
    for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) | 0;
    return colours[(hash >>> 0) % colours.length];
  }

  function flame(graph) {
    const row = 18, narrowest = 1.5;
    let inverted = false, nodes = [], root = null, zoomed = null, term = "", current = null;
    const host = el("div", { class: "flame", role: "group", "aria-label": "Flame graph. Arrow keys move, Enter zooms, Escape shows everything." });
    const detail = el("div", { class: "detail", "aria-live": "polite" });
    const found = el("span", { class: "found", "aria-live": "polite" });
    const search = el("input", { type: "search", placeholder: "Search", "aria-label": "Search functions", on: { input() { term = search.value.trim().toLowerCase(); draw(); } } });
    const flip = el("button", { type: "button", "aria-pressed": "false", on: { click() { inverted = !inverted; flip.setAttribute("aria-pressed", String(inverted)); load(); } } }, "Callers");
    const reset = el("button", { type: "button", on: { click() { zoomed = root; search.value = ""; term = ""; draw(); } } }, "Reset");

    function load() {
      nodes = (inverted ? graph.callers : graph.callees).map(([parent, name, total, own], i) => ({ i, parent, name, total, own, children: [], level: 0 }));
      for (const node of nodes) if (node.parent >= 0) { node.level = nodes[node.parent].level + 1; nodes[node.parent].children.push(node); }
      root = zoomed = nodes[0];
      draw();
    }

    function text(node) {
      return node.name + ": " + number(node.total) + " " + graph.unit + " (" + percent(graph.total ? node.total / graph.total : 0) + "), own " + number(node.own);
    }

    function draw() {
      const width = host.clientWidth || 900;
      const bars = [];
      let matched = 0;
      const path = [];
      for (let n = zoomed; n; n = n.parent >= 0 ? nodes[n.parent] : null) path.unshift(n);
      for (const n of path.slice(0, -1)) bars.push(bar(n, 0, width, true));
      const open = [[zoomed, 0, width]];
      let deepest = zoomed.level;
      while (open.length) {
        const [node, left, span] = open.pop();
        deepest = Math.max(deepest, node.level);
        bars.push(bar(node, left, span, false));
        let x = left;
        const scale = node.total ? span / node.total : 0;
        for (const child of node.children) {
          const w = child.total * scale;
          if (w >= narrowest) open.push([child, x, w]);
          x += w;
        }
      }
      if (term) {
        // A function below itself counts once.
        const seen = [[root, false]];
        while (seen.length) {
          const [node, inside] = seen.pop();
          const hit = node !== root && node.name.toLowerCase().includes(term);
          if (hit && !inside) matched += node.total;
          for (const child of node.children) seen.push([child, inside || hit]);
        }
      }
      found.textContent = term ? percent(graph.total ? matched / graph.total : 0) + " in functions that match" : "";
      host.style.setProperty("height", (deepest + 1) * row + "px");
      host.replaceChildren(...bars);
      const first = bars.find(b => b.node === zoomed) || bars[0];
      if (first) first.tabIndex = 0;
      current = first;
      detail.textContent = text(zoomed);
    }

    function bar(node, left, width, above) {
      const hit = term && node !== root && node.name.toLowerCase().includes(term);
      const element = el("button", { type: "button", class: "bar" + (above ? " above" : "") + (hit ? " hit" : term ? " dim" : ""), tabindex: "-1", title: text(node) }, width > 24 ? node.name : "");
      element.setAttribute("aria-label", text(node));
      element.style.left = left + "px";
      element.style.width = Math.max(1, width - 1) + "px";
      element.style.top = node.level * row + "px";
      element.style.background = colour(node.name);
      element.node = node;
      return element;
    }

    host.addEventListener("click", event => {
      const target = event.target.closest(".bar");
      if (!target) return;
      zoomed = target.node;
      draw();
      current.focus({ preventScroll: true });
    });
    host.addEventListener("mouseover", event => { const target = event.target.closest(".bar"); if (target) detail.textContent = text(target.node); });
    host.addEventListener("focusin", event => { const target = event.target.closest(".bar"); if (target) detail.textContent = text(target.node); });
    host.addEventListener("keydown", event => {
      const target = event.target.closest(".bar");
      if (!target) return;
      const node = target.node;
      const parent = node.parent >= 0 ? nodes[node.parent] : null;
      let next = null;
      if (event.key === "ArrowDown") next = node.children[0];
      else if (event.key === "ArrowUp") next = parent;
      else if (event.key === "ArrowRight" && parent) next = parent.children[parent.children.indexOf(node) + 1];
      else if (event.key === "ArrowLeft" && parent) next = parent.children[parent.children.indexOf(node) - 1];
      else if (event.key === "Escape") { zoomed = root; draw(); current.focus({ preventScroll: true }); event.preventDefault(); return; }
      else return;
      event.preventDefault();
      const element = next && [...host.children].find(b => b.node === next);
      if (element) { current.tabIndex = -1; element.tabIndex = 0; current = element; element.focus(); }
    });
    let waiting = 0;
    addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 120); });
    requestAnimationFrame(load);
    return section("Flame graph: " + graph.title,
      el("div", { class: "tools" }, search, flip, reset, found), host, detail,
      el("p", { class: "note" }, "The widest bar is where " + (graph.unit === "ms" ? "time goes" : graph.unit + " go") + ". Bars narrower than a pixel are not drawn; zoom to see them." + (graph.waiting > 0 ? " Threads that wait are left out: " + number(graph.waiting) + " " + graph.unit + "." : "") + (graph.cut ? " There were more distinct stacks than are kept; the rest ends at its callers." : "")));
  }

  function waterfall(profile) {
    if (!profile.traces.length) return null;
    return section("Slow executions", ...profile.traces.slice(0, 12).map((trace, i) => el("details", { open: i === 0 },
      el("summary", {}, trace.endpoint + ": " + number(trace.ms) + " ms, " + trace.spans.length + " spans"),
      el("div", { class: "spans" }, ...grouped(trace).map(s => el("div", { class: "span" },
        el("span", { class: "label", title: s.name, style: { "padding-left": Math.min(s.level, 12) * .7 + "rem" } }, s.name),
        el("span", { class: "track" }, ...s.bars.map(b => el("i", { class: s.operation ? "trip" : "", style: { left: Math.max(0, Math.min(100, b.start / trace.ms * 100)) + "%", width: Math.max(0, Math.min(100, b.ms / trace.ms * 100)) + "%" } }))),
        el("span", { class: "time" }, number(s.ms) + " ms")))),
      trace.hiddenSpans ? el("p", { class: "note" }, trace.hiddenSpans + " more spans are not shown") : null)));
  }

  // Repeated spans of one parent are one row: 847 × SELECT ...
  function grouped(trace) {
    const rows = [], groups = new Map(), levels = [];
    trace.spans.forEach((span, i) => {
      levels[i] = span.parent >= 0 && span.parent < i ? levels[span.parent] + 1 : 0;
      const key = span.repeated ? span.parent + "\n" + span.name : null;
      const known = key && groups.get(key);
      if (known) { known.count++; known.ms += span.ms; known.bars.push(span); known.name = known.count + " × " + span.name; return; }
      const row = { name: span.name, operation: span.operation, ms: span.ms, level: levels[i], bars: [span], count: 1 };
      if (key) groups.set(key, row);
      rows.push(row);
    });
    return rows;
  }

  function facts(profile) {
    const names = { tool: "measured by", format: "from", captured: "captured", commit: "commit", "duration-ms": "duration, ms", roots: "operations", sampled: "from samples", partial: "not all of the file", unattributed: "round trips without a line" };
    const parts = Object.entries(names).filter(([key]) => profile.header[key]).map(([key, name]) => name + " " + profile.header[key]);
    return el("p", { class: "facts" }, parts.join(" · "));
  }

  function show(index) {
    const profile = data.profiles[index];
    [...document.getElementById("profiles").children].forEach((b, i) => b.setAttribute("aria-pressed", String(i === index)));
    main.replaceChildren(...[facts(profile), endpoints(profile), findings(), ...profile.graphs.map(flame), waterfall(profile), flat(profile), memory(profile)].filter(Boolean));
  }

  document.getElementById("profiles").append(...data.profiles.map((profile, i) => el("button", { type: "button", "aria-pressed": "false", on: { click() { show(i); } } }, profile.name)));
  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  if (data.profiles.length) show(0);
})();
