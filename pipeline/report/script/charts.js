// Pictures drawn from the facts: levels over time, rankings, and, on the first screen, roles.
// Each mark leads to its fact.

const MOST_SERIES = 24;
const MOST_BARS = 30;

// An EDTF period as a year with a fraction, at its end: 2023 is 2023, 2023-06 the middle of it.
const yearOf = (period) => {
  if (period === null) return NaN;
  const last = period.split("/").filter((end) => /^\d{4}/.test(end)).pop();
  const match = last === undefined ? null : /^(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])))?/.exec(last);
  if (match === null) return NaN;
  const part = match[2] ? Number(match[2]) / 12 : match[3] ? Number(match[3]) / 4 : match[4] ? Number(match[4]) / 2 : 1;
  return Number(match[1]) + part - 1;
};
const levels = () => {
  const { facts } = STORE;
  const rows = [];
  for (let row = 0; row < facts.length; row += 1) {
    if (facts.get("kind", row) !== "level" || facts.get("modality", row) !== "actual") continue;
    const value = numeric(facts.get("value", row));
    if (Number.isFinite(value) && facts.get("indicator", row)) rows.push(row);
  }
  return rows;
};
const gather = (rows, names) => {
  const groups = new Map();
  for (const row of rows) {
    const key = names.map((name) => STORE.facts.get(name, row)).join("\u0000");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return [...groups.values()];
};
const markOf = (shape, row) => {
  const get = (name) => STORE.facts.get(name, row);
  const label = [get("subject"), get("indicator"), get("period"), get("quote")].filter(Boolean).join(" · ");
  shape.setAttribute("tabindex", "0");
  shape.setAttribute("role", "link");
  shape.setAttribute("aria-label", shown(label));
  shape.classList.add("datum");
  shape.append(drawn("title", {}, label));
  const open = () => go({ v: "page", f: row });
  shape.addEventListener("click", open);
  shape.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
  return shape;
};

// ---------------------------------------------------------------- levels over time
const series = () => gather(levels().filter((row) => STORE.facts.get("subject", row) && !Number.isNaN(yearOf(STORE.facts.get("period", row)))),
  ["subject", "indicator", "base_unit"])
  .map((rows) => {
    const times = new Map();
    for (const row of rows) times.set(STORE.facts.get("period", row) + "=" + STORE.facts.get("value", row), row);
    return [...times.values()].sort((a, b) => yearOf(STORE.facts.get("period", a)) - yearOf(STORE.facts.get("period", b)) || a - b);
  })
  .filter((rows) => new Set(rows.map((row) => yearOf(STORE.facts.get("period", row)))).size > 1)
  .sort((a, b) => b.length - a.length || a[0] - b[0]);

const WIDE = 300;
const HIGH = 150;
const drawSeries = (rows) => {
  const get = (name, row) => STORE.facts.get(name, row);
  const years = rows.map((row) => yearOf(get("period", row)));
  const values = rows.map((row) => numeric(get("value", row)));
  const [from, to] = [years[0], years[years.length - 1]];
  const top = Math.max(...values, 0);
  const bottom = Math.min(...values, 0);
  const x = (year) => 14 + (WIDE - 28) * (year - from) / (to - from);
  const y = (value) => HIGH - 26 - (HIGH - 56) * (value - bottom) / ((top - bottom) || 1);
  const figure = element("figure", undefined, "series");
  put(figure, put(element("figcaption"), element("b", get("subject", rows[0])), " ", element("span", get("indicator", rows[0])),
    " ", element("small", get("base_unit", rows[0]) || "")));
  const svg = drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group" });
  svg.setAttribute("aria-label", shown(get("subject", rows[0]) + " " + get("indicator", rows[0])));
  svg.append(drawn("line", { x1: 6, x2: WIDE - 6, y1: y(0), y2: y(0), class: "axis" }));
  svg.append(drawn("polyline", { points: rows.map((row, at) => x(years[at]).toFixed(1) + "," + y(values[at]).toFixed(1)).join(" "), class: "line" }));
  rows.forEach((row, at) => {
    svg.append(markOf(drawn("circle", { cx: x(years[at]).toFixed(1), cy: y(values[at]).toFixed(1), r: 4.5 }), row));
    const end = at === 0 || at === rows.length - 1;
    if (!end && rows.length > 3) return;
    const anchor = at === 0 ? "start" : at === rows.length - 1 ? "end" : "middle";
    const edge = at === 0 ? 6 : at === rows.length - 1 ? WIDE - 6 : x(years[at]);
    svg.append(drawn("text", { x: edge.toFixed(1), y: (y(values[at]) - 9).toFixed(1), "text-anchor": anchor, class: "figure" }, get("quote", row)));
    svg.append(drawn("text", { x: edge.toFixed(1), y: HIGH - 8, "text-anchor": anchor, class: "tick" }, get("period", row)));
  });
  return put(figure, svg);
};

// ---------------------------------------------------------------- rankings
// Zones are ranked among zones; who wants others, or all, chooses so.
const TYPES = ["ZONE", "COMPANY", "ORG", "PLACE"];
const rankings = (type) => gather(levels().filter((row) => STORE.facts.get("subject", row)
  && (type === "" || STORE.facts.get("subject_type", row) === type)), ["indicator", "base_unit"])
  .map((rows) => {
    // Of each subject its latest value.
    const best = new Map();
    for (const row of rows) {
      const subject = STORE.facts.get("subject", row);
      const before = best.get(subject);
      const year = yearOf(STORE.facts.get("period", row)) || 0;
      if (before === undefined || year > (yearOf(STORE.facts.get("period", before)) || 0)) best.set(subject, row);
    }
    return [...best.values()].sort((a, b) => numeric(STORE.facts.get("value", b)) - numeric(STORE.facts.get("value", a)) || a - b);
  })
  .filter((rows) => rows.length > 1)
  .sort((a, b) => b.length - a.length || a[0] - b[0]);

const LINE = 26;
const NARROW = 480;
const shortened = (text, most) => {
  const points = Array.from(text);
  return points.length > most ? points.slice(0, most - 1).join("") + "…" : text;
};
// wide: the width there is, in pixels; where it is narrow a name stands over its bar.
const drawRanking = (rows, wide) => {
  const get = (name, row) => STORE.facts.get(name, row);
  const list = rows.slice(0, MOST_BARS);
  const most = Math.max(...list.map((row) => Math.abs(numeric(get("value", row)))), 1e-12);
  const narrow = wide < NARROW;
  const high = narrow ? LINE + 14 : LINE;
  const left = narrow ? 0 : 200;
  const room = narrow ? wide : wide - left - 190;
  const figure = element("figure", undefined, "ranked");
  put(figure, put(element("figcaption"), element("b", get("indicator", list[0])), " ", element("small", get("base_unit", list[0]) || "")));
  const svg = drawn("svg", { viewBox: `0 0 ${wide} ${list.length * high + 4}`, class: "ranking", role: "group" });
  svg.setAttribute("aria-label", shown(get("indicator", list[0])));
  list.forEach((row, at) => {
    const value = numeric(get("value", row));
    const bar = Math.max(2, room * Math.abs(value) / most);
    const top = at * high;
    const told = get("quote", row) + (get("period", row) ? "  " + get("period", row) : "");
    const name = shortened(get("subject", row), narrow ? 16 : 13);
    svg.append(drawn("text", narrow ? { x: 0, y: top + 17 } : { x: left - 8, y: top + 17, "text-anchor": "end" }, name));
    svg.append(markOf(drawn("rect", { x: left, y: narrow ? top + 23 : top + 4, width: bar.toFixed(1), height: narrow ? 9 : high - 9, class: value < 0 ? "fall" : "" }), row));
    svg.append(drawn("text", narrow ? { x: wide, y: top + 17, "text-anchor": "end", class: "figure" } : { x: (left + bar + 6).toFixed(1), y: top + 17, class: "figure" }, told));
  });
  put(figure, svg);
  if (rows.length > list.length) figure.append(element("p", say("n more subjects", rows.length - list.length), "soft"));
  return figure;
};

const MOST_RANKINGS = 6;
// What is ranked: an indicator's place in the list, or the largest ones. null: not chosen yet.
let rankedType = null;
let ranked = "";
const pick = (title, select) => put(element("label", undefined, "pick"), element("span", say(title)), select);
const drawRankings = () => {
  const part = element("section", undefined, "rankings");
  put(part, element("h3", say("rankings")), element("p", say("means rankings"), "soft"));
  const types = TYPES.filter((type) => rankings(type).length);
  if (rankedType === null) rankedType = types.includes("ZONE") ? "ZONE" : "";
  const lists = rankings(rankedType);
  const kinds = element("select");
  option(kinds, "", say("all"));
  for (const type of types) option(kinds, type, say(type));
  kinds.value = rankedType;
  kinds.addEventListener("change", () => { rankedType = kinds.value; ranked = ""; drawCharts(); });
  if (lists.length === 0) return put(part, ...(types.length ? [pick("subject", kinds)] : []), element("p", say("no rankings"), "fine"));
  const select = element("select");
  option(select, "", say("most compared"));
  lists.slice(0, 300).forEach((rows, at) => option(select, at, STORE.facts.get("indicator", rows[0]) + "（"
    + (STORE.facts.get("base_unit", rows[0]) || "1") + "，" + rows.length + "）"));
  select.value = lists[Number(ranked)] === undefined ? "" : ranked;
  const holder = element("div");
  const all = Math.max(280, $("charts").clientWidth || 720);
  const draw = () => {
    ranked = select.value;
    const one = ranked !== "";
    const columns = one || all < 1000 ? 1 : 2;
    const wide = Math.min(720, Math.floor((all - 40 * (columns - 1)) / columns));
    holder.className = "ranks" + (columns > 1 ? " two" : "");
    holder.replaceChildren(...(one ? [lists[Number(ranked)]] : lists.slice(0, MOST_RANKINGS)).map((rows) => drawRanking(rows, wide)));
  };
  select.addEventListener("change", draw);
  draw();
  return put(part, put(element("div", undefined, "picks"), pick("subject", kinds), pick("indicator", select)), holder);
};
const drawCharts = () => {
  const found = series();
  const over = element("section");
  put(over, element("h3", say("levels over time")), element("p", say("means levels"), "soft"));
  if (found.length === 0) over.append(element("p", say("no series"), "fine"));
  over.append(put(element("div", undefined, "gallery"), ...found.slice(0, MOST_SERIES).map(drawSeries)));
  if (found.length > MOST_SERIES) over.append(element("p", say("n more series", found.length - MOST_SERIES), "soft"));
  $("charts").replaceChildren(over, drawRankings());
};
redraws.push(() => { if (!$("view-charts").hidden) drawCharts(); });
