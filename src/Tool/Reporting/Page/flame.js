// The library draws what is wide enough to be seen from where one looks; everything else stays in columns of numbers until somebody zooms there.
const cell = 20, narrowest = 1;

function prepare(graph, columns) {
  if (columns.first) return columns;
  const { parents } = columns, n = parents.length;
  columns.first = new Int32Array(n + 2);
  columns.count = new Int32Array(n + 1);
  // Breadth first: the children of a place, here one up so that the root is 0, lie beside each other.
  for (let i = n - 1; i >= 0; i--) { columns.first[parents[i] + 1] = i; columns.count[parents[i] + 1]++; }
  columns.lower = graph.lower = graph.lower || graph.names.map(name => name.toLowerCase());
  return columns;
}

function flame(graph, at, total) {
  const unit = graph.unit;
  let view = graph.views[0], kind = "calls", focus = -1, term = "", hits = null, current = -1, columns, chart = null, root;
  const host = el("div", { class: "flame", role: "group", "aria-label": "Flame graph. Arrow keys move, Enter zooms, Escape shows everything." });
  const path = el("p", { class: "path" }), detail = el("p", { class: "detail", "aria-live": "polite" }), found = el("span", { class: "found", "aria-live": "polite" });
  const search = el("input", { type: "search", placeholder: "Search functions  ( / )", "aria-label": "Search functions", spellcheck: "false", on: {
    input() { term = search.value.trim().toLowerCase(); draw(); },
    keydown(event) { if (event.key === "Enter") next(); else if (event.key === "Escape") { search.value = term = ""; draw(); } },
  } });
  const choice = (text, isOn, set, title) => { const b = button(text, () => { set(); focus = -1; current = -1; load(); }, { title }); b.update = () => b.setAttribute("aria-pressed", String(isOn())); return b; };
  const choices = [
    choice("Calls", () => kind === "calls", () => kind = "calls", "From the outermost function down to what it calls"),
    choice("Callers", () => kind === "callers", () => kind = "callers", "From the functions that cost to those that called them")];
  const scopes = graph.views.length < 2 ? [] : graph.views.map(v => choice(v.scope === "program" ? "My code" : "With libraries", () => view === v, () => view = v,
    v.scope === "program" ? "Libraries count for the member that calls them, as in the flat list" : "Every frame of the threads that run"));
  const reset = button("Reset", () => { search.value = term = ""; zoom(-1); }, { title: "Everything, without a search (Escape)" });
  const note = el("p", { class: "note" });

  const name = i => i < 0 ? "everything" : graph.names[columns.frames[i]];
  const totalOf = i => i < 0 ? view.total : columns.totals[i];
  const share = i => view.total ? totalOf(i) / view.total : 0;
  const text = i => name(i) + (i < 0 ? ": " : " · ") + measured(totalOf(i), unit) + ", " + percent(share(i)) + (i >= 0 && kind === "calls" ? ", own " + (measured(columns.owns[i], unit) || "0") : "");

  function load() {
    columns = prepare(graph, view[kind]);
    for (const b of [...choices, ...scopes]) b.update();
    note.replaceChildren(...rich(notes()));
    draw();
  }

  function notes() {
    const parts = ["The widest bar is where most of it is; bars are sorted, the widest first."];
    if (kind === "callers") parts.push("Each function that costs by itself is at the top, who called it is below.");
    if (columns.hidden) parts.push(number(columns.hidden) + (columns.hidden === 1 ? " place" : " places") + " too small to tell, " + percent(view.total ? columns.hiddenTotal / view.total : 0) + " of the whole, have no bar.");
    parts.push("Bars narrower than a pixel appear when you zoom.");
    if (view.leftOut > 0) parts.push("Left out: " + measured(view.leftOut, unit) + (view.scope === "program" ? " of waiting threads and of code that nothing of the program has called." : " of waiting threads."));
    if (graph.cut) parts.push("There were more distinct stacks than are kept; the rest ends at its callers.");
    return parts.join(" ");
  }

  // What can be seen from the focus, as the library wants it: the focus and what is below it, in its callers.
  function visible(width) {
    const top = { i: focus, v: totalOf(focus), c: [] }, open = [top], least = totalOf(focus) * narrowest / width;
    while (open.length) {
      const node = open.pop(), from = columns.first[node.i + 1], to = from + columns.count[node.i + 1];
      for (let i = from; i < to; i++) {
        if (columns.totals[i] < least) break;
        const child = { i, v: columns.totals[i], c: [] };
        node.c.push(child);
        open.push(child);
      }
    }
    let outer = top;
    for (let i = focus; i >= 0; i = columns.parents[i]) outer = { i: columns.parents[i], v: top.v, fade: true, c: [outer] };
    return outer;
  }

  function matches() {
    if (!term) { hits = null; found.textContent = ""; return; }
    const ok = columns.lower.map(n => n.includes(term));
    hits = new Uint8Array(columns.parents.length);
    const inside = new Uint8Array(columns.parents.length);
    let sum = 0, places = 0;
    for (let i = 0; i < hits.length; i++) {
      const above = columns.parents[i] >= 0 && inside[columns.parents[i]];
      if (ok[columns.frames[i]]) {
        hits[i] = 1;
        places++;
        // A function below itself counts once; among callers only the innermost frame is the whole of it.
        if (!above) sum += columns.totals[i];
      }
      inside[i] = above || hits[i];
    }
    found.textContent = !places ? "nothing found" : count(places, "place") + ", " + percent(view.total ? Math.min(1, sum / view.total) : 0) + " of the whole";
  }

  function colour(d) {
    const i = d.data.i;
    if (i < 0) return "var(--flame-root)";
    if (hits && hits[i]) return "var(--hit)";
    const frame = columns.frames[i];
    if (graph.hasOwn && !graph.own[frame]) return "var(--lib" + hash(graph.places[frame].split(":")[0]) % 3 + ")";
    return "var(--flame" + hash(graph.names[frame]) % 6 + ")";
  }

  function draw() {
    const width = Math.max(240, host.clientWidth);
    matches();
    if (!chart) {
      root = d3flame.select(host);
      chart = d3flame.flamegraph().cellHeight(cell).transitionDuration(0).inverted(true).sort(false).minFrameSize(0).resetHeightOnZoom(true)
        .label(d => text(d.data.i)).color(colour).getName(d => name(d.data.i));
      chart.width(width);
      root.datum(visible(width)).call(chart);
    } else {
      chart.width(width);
      chart.update(visible(width));
    }
    decorate();
    crumbs();
    describe(current >= 0 ? current : focus);
  }

  // What the library's bars lack for those who use keys and readers.
  function decorate() {
    let deepest = 0, active = null;
    // New bars would grow; what is there to be read is there at once.
    root.selectAll("g.frame > rect").interrupt().attr("width", d => (d.x1 - d.x0) * chart.width());
    for (const g of host.querySelectorAll("g.frame")) {
      const d = g.__data__, i = d.data.i;
      deepest = Math.max(deepest, d.depth);
      g.setAttribute("role", "button");
      g.setAttribute("tabindex", "-1");
      g.setAttribute("aria-label", text(i));
      g.classList.toggle("hit", !!(hits && i >= 0 && hits[i]));
      if (i === (current >= 0 ? current : focus)) active = g;
    }
    host.classList.toggle("searching", !!hits);
    host.querySelector("svg").setAttribute("height", (deepest + 1) * cell);
    (active || host.querySelector("g.frame")).setAttribute("tabindex", "0");
  }

  function crumbs() {
    const way = [];
    for (let i = focus; i >= 0; i = columns.parents[i]) way.unshift(i);
    // The bars show the whole way; here are its ends.
    const ends = way.length > 4 ? [-1, null, ...way.slice(-3)] : way.length ? [-1, ...way] : [];
    path.replaceChildren(...ends.flatMap((i, n) => [n ? " › " : "", i === null ? "…" : i === focus ? el("b", {}, name(i)) : button(name(i), () => zoom(i))]));
  }

  function describe(i) {
    const where = i >= 0 ? graph.places[columns.frames[i]] : "";
    detail.replaceChildren(...[el("b", {}, name(i)), " " + measured(totalOf(i), unit) + " · " + percent(share(i)),
      i >= 0 && kind === "calls" ? " · own " + (measured(columns.owns[i], unit) || "0") : "", where ? " · " : "", where ? el("span", { class: "place" }, where) : ""]);
  }

  function zoom(i, isKey) {
    focus = i;
    current = -1;
    draw();
    if (isKey) host.querySelector("g.frame[tabindex='0']").focus({ preventScroll: true });
  }

  // Enter in the search goes from hit to hit, the widest first.
  function next() {
    if (!hits) return;
    const all = [...hits.keys()].filter(i => hits[i]).sort((a, b) => columns.totals[b] - columns.totals[a]);
    if (all.length) zoom(all[(all.indexOf(focus) + 1) % all.length]);
  }

  function walk(to) {
    if (!to) return;
    host.querySelector("g.frame[tabindex='0']").setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus({ preventScroll: false });
  }

  const frameOf = event => event.target.closest && event.target.closest("g.frame");
  // Before the library sees it: a zoom brings what was too narrow until now.
  host.addEventListener("click", event => { const g = frameOf(event); if (g) { event.stopPropagation(); zoom(g.__data__.data.i); } }, true);
  host.addEventListener("mouseover", event => { const g = frameOf(event); if (g) describe(g.__data__.data.i); });
  host.addEventListener("focusin", event => { const g = frameOf(event); if (g) { current = g.__data__.data.i; describe(current); } });
  host.addEventListener("keydown", event => {
    const g = frameOf(event);
    if (!g || event.ctrlKey || event.altKey || event.metaKey) return;
    const d = g.__data__, beside = d.parent ? d.parent.children : [d];
    const bar = other => other && [...host.querySelectorAll("g.frame")].find(b => b.__data__ === other);
    const keys = {
      Enter: () => zoom(d.data.i, true), " ": () => zoom(d.data.i, true), Escape: () => zoom(-1, true),
      Backspace: () => zoom(focus >= 0 ? columns.parents[focus] : -1, true),
      ArrowDown: () => walk(bar(d.children && d.children[0])), ArrowUp: () => walk(bar(d.parent)),
      ArrowRight: () => walk(bar(beside[beside.indexOf(d) + 1])), ArrowLeft: () => walk(bar(beside[beside.indexOf(d) - 1])),
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  graph.hasOwn = graph.own.some(o => o) && graph.own.some(o => !o);
  const group = (label, buttons) => buttons.length ? el("div", { class: "choice", role: "group", "aria-label": label }, ...buttons) : null;
  const result = section("flame" + at, total > 1 ? "Flame graph: " + graph.title : "Flame graph", null,
    el("div", { class: "tools" }, group("Direction", choices), group("Scope", scopes), search, reset, found), path, host, detail,
    graph.hasOwn ? el("p", { class: "key" }, el("span", { class: "mine" }, "code of the program"), el("span", { class: "theirs" }, "libraries and runtime")) : null, note);
  result.whenShown = () => { load(); let wait = 0; new ResizeObserver(() => { clearTimeout(wait); wait = setTimeout(() => { if (host.isConnected && Math.abs(host.clientWidth - chart.width()) > 1) draw(); }, 80); }).observe(host); };
  result.search = search;
  return result;
}

// The same name has the same colour everywhere.
function hash(text) {
  let value = 17;
  for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) | 0;
  return value >>> 0;
}
