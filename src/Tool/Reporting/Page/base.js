const data = JSON.parse(document.getElementById("data").textContent);

// Text only ever becomes a text node: nothing of the data is parsed as HTML.
function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (key === "style") for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const digits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const known = value => value !== null && value !== undefined;

function number(value) { return !known(value) ? "" : Math.abs(value) < 100 ? digits.format(value) : whole.format(value); }
function percent(share) { return !known(share) ? "" : share > 0 && share < 0.001 ? "< 0.1 %" : (share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0) + " %"; }

function duration(ms) {
  return !known(ms) ? "" : ms >= 600000 ? digits.format(ms / 60000) + " min" : ms >= 10000 ? digits.format(ms / 1000) + " s" : ms > 0 && ms < 0.1 ? digits.format(ms * 1000) + " µs" : number(ms) + " ms";
}

function bytes(value) {
  if (!known(value)) return "";
  const units = ["B", "KB", "MB", "GB", "TB"];
  let i = 0;
  for (; Math.abs(value) >= 1000 && i < units.length - 1; i++) value /= 1000;
  return digits.format(value) + " " + units[i];
}

function measured(value, unit) { return unit === "ms" ? duration(value) : unit === "bytes" ? bytes(value) : !known(value) ? "" : number(value) + " " + unit; }
function count(n, one, many) { return number(n) + " " + (n === 1 ? one : many || one + "s"); }

// Rules become links and commands become code; everything else stays what it is.
function rich(text) {
  return text.split(/(\bPERF\d{4}\b|`[^`]+`)/).map(part =>
    /^PERF\d{4}$/.test(part) ? rule(part) : /^`.+`$/.test(part) ? el("code", {}, part.slice(1, -1)) : part);
}

function rule(id) {
  return /^PERF\d{4}$/.test(id)
    ? el("a", { href: "https://github.com/PerfAnalyzers/PerfAnalyzers/blob/main/docs/rules/" + id + ".md", rel: "noreferrer", target: "_blank" }, id)
    : el("span", {}, id);
}

function place(file, line) {
  if (!file) return null;
  const text = file + (line ? ":" + line : "");
  if (!data.sourceLink || !file.includes("/") && !file.includes(".")) return el("span", { class: "place" }, text);
  const href = data.sourceLink.replaceAll("{file}", file.split("/").map(encodeURIComponent).join("/")).replaceAll("{line}", String(line || 1));
  return el("a", { class: "place", href, rel: "noreferrer", target: "_blank" }, text);
}

function button(text, click, more) { return el("button", { type: "button", on: { click }, ...more }, text); }

function section(id, title, note, ...content) {
  return el("section", { id, "aria-labelledby": id + "-title" },
    el("div", { class: "head" }, el("h2", { id: id + "-title" }, title), note ? el("p", { class: "note" }, rich(note)) : null), ...content);
}
