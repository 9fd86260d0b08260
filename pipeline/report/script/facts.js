// All facts, and all numbers, as tables to search, filter and sort.

const factForm = $("filters");
const factFilters = {
  text: search(factForm, "f-text", "find"),
  subject: offering(factForm, "f-subject", "subject", common(STORE.facts, "subject")),
  indicator: offering(factForm, "f-indicator", "indicator", common(STORE.facts, "indicator")),
  kind: choice(factForm, "f-kind", "kind", ["level", "change", "growth", "multiple", "share", "rank"], say),
  unit: choice(factForm, "f-unit", "unit", common(STORE.facts, "base_unit"), (unit) => unit),
  period: offering(factForm, "f-period", "period", common(STORE.facts, "period").sort()),
  modality: choice(factForm, "f-modality", "modality", ["actual", "target"], say),
  page: offering(factForm, "f-page", "page", Array.from({ length: Math.min(STORE.pages.length, CHOICES) }, (_, at) => pageName(at))),
  problem: choice(factForm, "f-problem", "problem", ["any", "low", ...codesIn(STORE.facts), "no subject", "no period"],
    (code) => (/^[A-Z]\d/.test(code) ? code + " " + meaning(code) : say("problem " + code))),
  confidence: field(factForm, "f-confidence", "confidence at least", element("input")),
};
Object.assign(factFilters.confidence, { type: "number", min: "0", max: "1", step: "0.05", value: "0" });
factFilters.decision = choice(factForm, "f-decision", "decision", ["none", "accept", "reject", "correct", "add"], (name) => say("decision " + name));
endForm(factForm, () => drawFacts());

const low = (confidence) => Number(confidence) < LOW;
const findFacts = () => {
  const tests = [];
  const of = (name) => factFilters[name].value.trim().toLowerCase();
  for (const name of ["subject", "indicator", "period"]) if (of(name)) tests.push([name, holds(of(name))]);
  for (const [filter, name] of [["kind", "kind"], ["unit", "base_unit"], ["modality", "modality"]]) {
    const value = factFilters[filter].value;
    if (value) tests.push([name, (word) => word === value]);
  }
  if (of("page")) {
    const text = of("page");
    tests.push(["page", (at) => pageName(at).toLowerCase().includes(text)]);
  }
  const least = Number(factFilters.confidence.value) || 0;
  if (least > 0) tests.push(["confidence", (word) => Number(word) >= least]);
  const problem = factFilters.problem.value;
  if (problem === "low") tests.push(["confidence", low]);
  else if (problem === "no subject") tests.push(["subject", (word) => word === null]);
  else if (problem === "no period") tests.push(["period", (word) => word === null]);
  else if (/^[A-Z]\d/.test(problem)) tests.push(["problems", (word) => word.split(" ").includes(problem)]);
  const words = of("text").split(/\s+/).filter(Boolean);
  let rows = rowsThat(STORE.facts, tests, words, ["subject", "indicator", "quote", "value", "period", "reference", "sentence"]);
  if (problem === "any") rows = rows.filter((row) => STORE.facts.get("problems", row) !== "" || low(STORE.facts.get("confidence", row)));
  const decided = factFilters.decision ? factFilters.decision.value : "";
  if (decided) rows = rows.filter((row) => stateOfRow(row) === decided);
  return rows;
};
const qualified = { exact: "", about: "≈", over: ">", under: "<" };
const valueOf = (get) => {
  const unit = get("base_unit");
  return qualified[get("qualifier")] + grouped(get("value")) + (unit ? " " + unit : "");
};
const wordCell = (name) => (cell, row) => { cell.textContent = shown(say(STORE.facts.get(name, row))); };
const plain = (name) => textCell((row) => STORE.facts.get(name, row));
const factTable = makeTable($("fact-table"), [
  { key: "subject", title: "subject", sort: "text", name: "subject", fill: plain("subject") },
  { key: "indicator", title: "indicator", sort: "text", name: "indicator", fill: plain("indicator") },
  { key: "kind", title: "kind", sort: "text", name: "short wide", fill: wordCell("kind") },
  { key: "value", title: "value", sort: "number", name: "number value", fill: textCell((row) => valueOf((name) => STORE.facts.get(name, row))) },
  { key: "quote", title: "quote", sort: "text", name: "short quote", fill: plain("quote") },
  { key: "period", title: "period", sort: "text", name: "short period", fill: plain("period") },
  { key: "reference", title: "reference", sort: "text", name: "reference wide", fill: plain("reference") },
  { key: "page", title: "page", sort: "number", name: "file wide", fill: textCell((row) => pageName(STORE.facts.get("page", row)) + ":" + STORE.facts.get("line", row)) },
  { key: "confidence", title: "confidence", sort: "number", name: "number sure", fill: (cell, row) => {
    const value = STORE.facts.get("confidence", row);
    cell.textContent = value;
    if (low(value)) cell.classList.add("low");
  } },
  { key: "problems", title: "state", sort: "text", name: "short state", fill: (cell, row) => {
    const codes = STORE.facts.get("problems", row);
    if (codes) put(cell, element("span", codes, "code"));
    const state = stateOfRow(row);
    if (state !== "none") put(cell, " ", element("span", say("decision " + state), "decision " + state));
    const note = STORE.facts.get("note", row);
    if (note && !codes && state === "none") put(cell, element("span", say("note " + note), "soft"));
  } },
], (row) => go({ v: "page", f: row }));
const drawFacts = (keep) => {
  const order = factTable.order();
  let rows = findFacts();
  if (order) rows = sorted(STORE.facts, rows, order.key, order.sort, order.down);
  factTable.show(rows, keep);
  const told = [say("n of m facts", whole(rows.length), whole(STORE.facts.length))];
  if (leftOut("facts")) told.push(say("left out", whole(leftOut("facts"))));
  if (leftOut("sentences")) told.push(say("sentences left out", whole(leftOut("sentences"))));
  $("found-facts").textContent = told.join(" ");
};
// What the index of a very large run has no room for.
const leftOut = (name) => (isIndex ? DATA.leftOut[name] : 0);
factTable.onOrder(() => { drawFacts(); filtersChanged(); });
listen(factForm, () => drawFacts());
keepFilters("facts", factFilters, factTable);
watchers.push(() => { if (!$("view-facts").hidden) drawFacts(true); });

// Numbers, whatever they do on the page.
const numberForm = $("number-filters");
const numberFilters = {
  text: search(numberForm, "number-text", "find"),
  role: choice(numberForm, "number-role", "role", DATA.roles, say),
};
const numberTable = makeTable($("number-table"), [
  ["quote", "text", "short quote"], ["raw", "text", "short raw wide"], ["role", "text", "short"], ["value", "number", "number value"],
  ["base_unit", "text", "short"], ["rule", "text", "wide"], ["page", "number", "file"], ["problems", "text", "short state"],
].map(([key, sort, name]) => ({
  key, sort, name, title: key,
  fill: key === "role"
    ? (cell, row) => put(cell, element("span", say(STORE.numbers.get("role", row)), "tag " + STORE.numbers.get("role", row)))
    : key === "page" ? textCell((row) => pageName(STORE.numbers.get("page", row)) + ":" + STORE.numbers.get("line", row))
      : key === "value" ? textCell((row) => grouped(STORE.numbers.get("value", row)))
        : textCell((row) => STORE.numbers.get(key, row)),
})), (row) => go({ v: "page", n: row }));
const drawNumbers = (keep) => {
  const role = numberFilters.role.value;
  const words = numberFilters.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let rows = rowsThat(STORE.numbers, role ? [["role", (word) => word === role]] : [], words, ["quote", "raw", "value", "rule"]);
  const order = numberTable.order();
  if (order) rows = sorted(STORE.numbers, rows, order.key, order.sort, order.down);
  numberTable.show(rows, keep);
  const told = [say("n of m numbers", whole(rows.length), whole(STORE.numbers.length))];
  if (leftOut("numbers")) told.push(say("left out", whole(leftOut("numbers"))));
  $("found-numbers").textContent = told.join(" ");
};
numberTable.onOrder(() => { drawNumbers(); filtersChanged(); });
listen(numberForm, () => drawNumbers());
keepFilters("numbers", numberFilters, numberTable);
redraws.push(() => {
  retitle(factForm);
  factTable.redraw();
  drawFacts(true);
  retitle(numberForm);
  numberTable.redraw();
  drawNumbers(true);
});
