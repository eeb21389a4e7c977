const main = document.getElementById("main"), navigation = document.getElementById("sections"), tabs = document.getElementById("profiles");
let searches = [];

function show(index) {
  const profile = data.profiles[index];
  [...tabs.children].forEach((b, i) => b.setAttribute("aria-pressed", String(i === index)));
  const graphs = profile ? profile.graphs.filter(g => g.views.length) : [];
  // Findings that this profile measured come first; to others they are an appendix.
  const isMeasured = profile && (data.profiles.length < 2 || data.findings.rows.some(f => f.profile === profile.name));
  const parts = (profile
    ? [facts(profile), endpoints(profile), isMeasured && findings(), ...graphs.map((g, i) => flame(g, i, graphs.length)), waterfalls(profile), flatList(profile), statements(profile), plans(profile), memory(profile), !isMeasured && findings()]
    : [findings()]).filter(Boolean);
  main.replaceChildren(...parts);
  navigation.replaceChildren(...parts.filter(p => p.querySelector("h2")).map(p => el("a", { href: "#" + p.id }, p.querySelector("h2").textContent)));
  const drawn = parts.filter(p => p.whenShown);
  drawn.forEach(p => p.whenShown());
  searches = drawn.map(p => p.search);
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const theme = document.getElementById("theme");
function nameTheme() { theme.textContent = isDark() ? "Light" : "Dark"; }
function turn() { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); }
theme.addEventListener("click", turn);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
nameTheme();

addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "/" && searches.length) { event.preventDefault(); searches[0].focus(); }
  else if (event.key === "t") turn();
});

if (data.profiles.length > 1) tabs.append(...data.profiles.map((profile, i) => button(profile.name, () => show(i), { "aria-pressed": "false" })));
else if (data.profiles.length) tabs.append(el("span", { class: "only" }, data.profiles[0].name));
show(0);
