// Two runs compared: how much changed and why, then each change with its words before and after.

const CHANGES = read(DATA.changes);
const MARKS = { added: "＋", removed: "－", changed: "≠" };
const TRANSLATED = ["kind", "qualifier", "modality"];
const both = (row, name) => [CHANGES.get("old_" + name, row), CHANGES.get("new_" + name, row)];
// What is said of a change as a whole is said of the new fact, where there is one.
const either = (row, name) => {
  const [before, after] = both(row, name);
  return CHANGES.get("what", row) === "removed" ? before : after;
};
// Of a page that was read with another success the reason ends with that.
const reasonOf = (reason) => (WORDS.words["reason " + reason] ? say("reason " + reason)
  : say("reason status", say("status " + reason.split(" ").pop())));
const whyOf = (reason) => (WORDS.words["means reason " + reason] ? say("means reason " + reason) : "");
const saidOf = (name, value) => {
  if (value === null || value === "") return "—";
  if (TRANSLATED.includes(name)) return say(value);
  if (name === "review") return say("review " + value);
  if (name === "note") return WORDS.words["note " + value] ? say("note " + value) : value;
  return name === "value" ? grouped(value) : value;
};
const changedIn = (row) => (CHANGES.get("what", row) !== "changed" ? []
  : DATA.fields.filter((name) => { const [before, after] = both(row, name); return before !== after; }));
const pageOf = (page, number) => page + (number > 1 ? " #" + number : "");
const placeOf = (row) => pageOf(CHANGES.get("page", row), CHANGES.get("page_number", row)) + ":" + CHANGES.get("line", row);

// ---------------------------------------------------------------- the sums
const drawSums = () => {
  const { counts, pages } = DATA;
  const different = counts.added + counts.removed + counts.changed;
  $("deck").textContent = shown(say("deck changes", DATA.old.name, DATA.old.version, DATA.new.name, DATA.new.version));
  const figures = [
    ["same facts", whole(counts.same)], ["what changed", whole(counts.changed)],
    ["what added", whole(counts.added)], ["what removed", whole(counts.removed)],
    ["pages changed", whole(pages.new + pages.gone + pages.changed)],
  ];
  $("figures").replaceChildren(...figures.map(([key, value]) => put(element("div"), element("dt", say(key)), element("dd", value))));
  const list = Object.entries(DATA.reasons).sort((a, b) => b[1] - a[1]).map(([reason, count]) => {
    const row = button(undefined, () => {
      filters.reason.value = filters.reason.value === reason ? "" : reason;
      draw();
      filtersChanged();
      $("changes").scrollIntoView({ block: "nearest" });
    }, "reason");
    const bar = drawn("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", class: "share", "aria-hidden": "true" });
    bar.append(drawn("rect", { x: 0, y: 0, width: (100 * count / different).toFixed(2), height: 10 }));
    put(row, element("b", reasonOf(reason)), element("span", whole(count), "many"), bar, element("small", whyOf(reason)));
    return put(element("li"), row);
  });
  $("reasons").replaceChildren(...(list.length ? list : [element("li", say("no changes"), "fine")]));
};

// ---------------------------------------------------------------- the new run against the old
const wayTo = (run, at) => (run.report === null || at === null || at === undefined ? null
  : run.report + address({ v: "page", f: at }));
const linkTo = (run, at, text) => {
  const way = wayTo(run, at);
  if (way === null) return null;
  const link = element("a", text);
  link.href = way;
  return link;
};
const sideOf = (run, side, key) => {
  const made = element("div", undefined, "side");
  const words = put(element("span", undefined, "context"), shown(side.before), element("b", side.quote), shown(side.behind));
  const place = pageOf(side.page, side.number) + " " + say("line n", side.line);
  return put(made, words, put(element("small"), say(key) + " · ", linkTo(run, side.at, place) || shown(place)));
};
const drawPairs = () => {
  $("against").hidden = DATA.contradictions.length === 0;
  $("pairs").replaceChildren(...DATA.contradictions.slice(0, 100).map((item) => {
    const [chinese, given] = item.detail;
    const made = element("div", undefined, "pairing");
    put(made, put(element("p"), element("b", item.code + " " + meaning(item.code)), " ", element("span", (english ? given : chinese || given) || "", "context")));
    const sides = element("div", undefined, "both");
    put(sides, sideOf(DATA.new, item.new, "the new run"), ...(item.old ? [sideOf(DATA.old, item.old, "the old run")] : []));
    return put(made, sides);
  }));
};

// ---------------------------------------------------------------- fact by fact
const form = $("filters");
const filters = {
  text: search(form, "f-text", "find"),
  what: choice(form, "f-what", "what", ["added", "removed", "changed"], (what) => say("what " + what)),
  reason: choice(form, "f-reason", "reason", Object.keys(DATA.reasons), reasonOf),
  field: choice(form, "f-field", "field", DATA.fields, say),
  page: offering(form, "f-page", "page", common(CHANGES, "page")),
};
endForm(form, () => draw());
const plain = (name) => textCell((row) => either(row, name));
const difference = (row) => {
  const all = changedIn(row);
  // Where anything else changed it need not be said that an editor looked.
  const told = all.filter((name) => name !== "review" && name !== "note");
  const names = told.length ? told : all;
  if (names.length) return names.map((name) => say(name) + " " + both(row, name).map((value) => saidOf(name, value)).join(" → ")).join("；");
  return [saidOf("kind", either(row, "kind")), grouped(either(row, "value")) + " " + (either(row, "base_unit") || ""), either(row, "period")]
    .filter(Boolean).join(" · ");
};
const table = makeTable($("changes"), [
  { key: "what", title: "what", sort: "text", name: "short", fill: (cell, row) => {
    const what = CHANGES.get("what", row);
    put(cell, element("span", MARKS[what] + " " + say("what " + what), "what " + what));
  } },
  { key: "new_subject", title: "subject", name: "subject", fill: plain("subject") },
  { key: "new_indicator", title: "indicator", name: "indicator", fill: plain("indicator") },
  { key: "new_quote", title: "quote", name: "short quote", fill: plain("quote") },
  { key: "difference", title: "difference", name: "difference wide", fill: textCell(difference) },
  { key: "reason", title: "reason", sort: "text", name: "short wide", fill: (cell, row) => { cell.textContent = shown(reasonOf(CHANGES.get("reason", row))); } },
  { key: "page", title: "page", sort: "text", name: "file", fill: textCell(placeOf) },
], (row) => { shownChange = row; drawChange(); $("record").scrollIntoView({ block: "nearest" }); });
let rows = new Uint32Array(0);
const SEARCHED = ["subject", "indicator", "quote", "value", "period", "reference", "sentence"].flatMap((name) => ["old_" + name, "new_" + name]);
const draw = (keep) => {
  const tests = [];
  for (const name of ["what", "reason"]) {
    const { value } = filters[name];
    if (value) tests.push([name, (word) => word === value]);
  }
  const page = filters.page.value.trim().toLowerCase();
  if (page) tests.push(["page", holds(page)]);
  rows = rowsThat(CHANGES, tests, filters.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean), SEARCHED);
  const { value } = filters.field;
  if (value) rows = rows.filter((row) => changedIn(row).includes(value));
  const order = table.order();
  if (order) rows = sorted(CHANGES, rows, order.key, order.sort, order.down);
  table.show(rows, keep);
  const told = [say("n of m changes", whole(rows.length), whole(CHANGES.length))];
  if (DATA.leftOut) told.push(say("changes left out", whole(DATA.leftOut)));
  $("found").textContent = told.join(" ");
};
table.onOrder(() => { draw(); filtersChanged(); });
listen(form, () => draw());
shownView = "changes";
keepFilters("changes", filters, table);

// ---------------------------------------------------------------- one change
let shownChange = null;
const quoted = (sentence, quote) => {
  const at = sentence === null || quote === null ? -1 : sentence.indexOf(quote);
  if (at < 0) return [shown(sentence || quote || "")];
  return [shown(sentence.slice(0, at)), element("b", quote), shown(sentence.slice(at + quote.length))];
};
const drawChange = () => {
  const side = $("record");
  if (shownChange === null) { side.replaceChildren(element("p", say("choose a change"), "soft")); return; }
  const row = shownChange;
  const what = CHANGES.get("what", row);
  const reason = CHANGES.get("reason", row);
  const head = put(element("div", undefined, "record-head"), element("h3", either(row, "quote")),
    element("span", MARKS[what] + " " + say("what " + what), "what " + what));
  const parts = [head, put(element("p", undefined, "because"), element("b", reasonOf(reason)), " ", element("span", whyOf(reason), "soft"))];
  const grid = element("table", undefined, "sides");
  const titles = what === "changed" ? ["the old run", "the new run"] : [what === "removed" ? "the old run" : "the new run"];
  put(grid, put(element("thead"), put(element("tr"), element("td"), ...titles.map((title) => {
    const cell = element("th", say(title));
    cell.scope = "col";
    return cell;
  }))));
  const body = element("tbody");
  for (const name of DATA.fields) {
    const values = what === "changed" ? both(row, name) : [either(row, name)];
    if (values.every((value) => value === null)) continue;
    const line = element("tr", undefined, values.length > 1 && values[0] !== values[1] ? "differs" : "");
    const title = element("th", say(name));
    title.scope = "row";
    put(line, title, ...values.map((value, at) => element("td", saidOf(name, value), at === 0 && values.length > 1 && value !== null ? "old" : "")));
    body.append(line);
  }
  parts.push(put(grid, body));
  const sentences = what === "changed" ? both(row, "sentence") : [either(row, "sentence")];
  const quotes = what === "changed" ? both(row, "quote") : [either(row, "quote")];
  new Set(sentences).forEach((sentence) => {
    parts.push(put(element("p", undefined, "sentence"), ...quoted(sentence, quotes[sentences.indexOf(sentence)])));
  });
  const links = [["old", "open in the old report"], ["new", "open in the new report"]]
    .map(([run, title]) => linkTo(DATA[run], CHANGES.get(run + "_at", row), say(title))).filter(Boolean);
  parts.push(element("p", placeOf(row), "soft"), put(element("p", undefined, "ways"), ...links));
  side.replaceChildren(...parts);
  side.scrollTop = 0;
};
const step = (by) => {
  if (rows.length === 0) { announce(say("no changes")); return; }
  const at = rows.indexOf(shownChange);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
  shownChange = rows[next];
  drawChange();
  announce(say("change n of m", next + 1, rows.length));
};
const DEEDS = { n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1), l: () => speak(!english), "/": () => filters.text.focus() };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select") || DEEDS[event.key] === undefined) return;
  event.preventDefault();
  DEEDS[event.key]();
});

redraws.push(() => {
  retitle(form);
  drawSums();
  drawPairs();
  table.redraw();
  draw(true);
  drawChange();
});
const route = () => {
  const wanted = state();
  FILTERS.get("changes").fill(wanted);
  speak(wanted.get("lang") === "en", true);
};
window.addEventListener("hashchange", route);
route();
