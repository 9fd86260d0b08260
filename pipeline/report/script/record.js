// The record of the chosen number: what it says, why it was read so, what else it might have been.

const CHOSEN_FROM = {
  kind: ["level", "change", "growth", "multiple", "share", "rank"],
  qualifier: ["exact", "about", "over", "under"],
  modality: ["actual", "target"],
};
const shownField = (name, value) => {
  if (value === null || value === undefined || value === "") return "—";
  if (CHOSEN_FROM[name]) return say(value);
  return name === "value" ? grouped(value) : value;
};
const entry = (list, key, value, name) => put(list, element("dt", say(key)), element("dd", value, name));

const drawRecord = () => {
  const side = $("record");
  const page = DATA.pages[openPage];
  if (chosen.number === null) {
    side.replaceChildren(element("p", say("choose a number"), "soft"), ...marked(page), ...addedTo(page), ...picture(page, null));
    return;
  }
  const number = page.numbers[chosen.number];
  const head = element("div", undefined, "record-head");
  put(head, element("h3", number.quote), element("span", say(number.role), "tag " + number.role));
  const list = element("dl");
  if (number.raw !== number.quote) entry(list, "as printed", visible(number.raw), "raw");
  entry(list, "place", say("line n column m", number.line, number.column));
  if (number.role !== "fact" || number.facts.length === 0) {
    if (number.value !== null) entry(list, "value", grouped(number.value) + " " + (number.base_unit || ""));
    if (number.period) entry(list, "period", number.period);
  }
  entry(list, "rule of the number", number.rule);
  const parts = [head, ...nearby(page, chosen.number), list, ...steps(number)];
  for (const problem of page.problems) {
    if (problem.line !== number.line || problem.column !== number.column) continue;
    const told = element("div", undefined, "problem");
    put(told, element("b", problem.code + " " + meaning(problem.code)), element("p", detailOf([problem.detail_zh, problem.detail])), element("p", advice(problem.code), "soft"));
    parts.push(told);
  }
  for (const index of number.facts) parts.push(factCard(page, index));
  if (number.facts.length === 0) {
    parts.push(put(element("div", undefined, "deeds"), button(say("make a fact"), () => openForm({ page, number }), "deed")));
  }
  side.replaceChildren(...marked(page), ...parts, ...addedTo(page), ...picture(page, chosen.number));
  // Of several facts of one number the chosen one is in sight.
  const card = side.querySelector(".fact-card.chosen");
  const below = card === null ? 0 : card.offsetTop + card.offsetHeight - side.clientHeight;
  side.scrollTop = below > 0 ? Math.min(below, card.offsetTop) : 0;
};
// What an editor added to the page; it becomes a fact with the next run.
const addedTo = (page) => {
  const found = decisions.filter((made) => made.action === "add" && made.page === page.page && made.page_sha256 === page.sha256);
  if (found.length === 0) return [];
  const list = element("ul", undefined, "added");
  for (const { fields, raw, span } of found) {
    const about = [fields.subject, fields.indicator, fields.value ? grouped(fields.value) + " " + (fields.base_unit || "") : null];
    list.append(put(element("li"), element("b", fields.quote || visible(raw || "")), " ", element("span", about.filter(Boolean).join(" · ")),
      " ", element("span", say("line n", span[0]), "soft")));
  }
  return [element("h4", say("added here")), list];
};
const steps = (number) => {
  if (number.steps.length === 0) return number.raw === number.quote ? [element("p", say("nothing changed"), "soft")] : [];
  const list = element("ol", undefined, "steps");
  // The same step at several places of the number is told once.
  const told = new Map();
  for (const step of number.steps) {
    const key = JSON.stringify(step);
    told.set(key, [step, (told.get(key) || [step, 0])[1] + 1]);
  }
  for (const [[step, before, after], times] of told.values()) {
    const row = element("li");
    put(row, element("span", say("step " + step)), " ", element("code", visible(before)), " → ",
      after === "" ? element("span", say("taken away"), "soft") : element("code", visible(after)));
    if (times > 1) put(row, element("span", " × " + times, "soft"));
    list.append(row);
  }
  return [element("h4", say("from raw to clean")), list];
};
const visible = (text) => text.replace(/\r?\n|\r/g, "⏎").replace(/ /g, "␣").replace(/\u3000/g, "□");

const factCard = (page, index) => {
  const fact = page.facts[index];
  const card = element("section", undefined, "fact-card" + (index === chosen.fact ? " chosen" : ""));
  const title = button(undefined, () => go({ v: "page", f: factOn(openPage, index) }, true), "title");
  put(title, element("span", fact.subject || say("no subject"), "key-subject"), " ", element("span", fact.indicator || "—", "key-indicator"));
  card.append(put(element("h4"), title));
  const list = element("dl");
  const made = decisionOn(fact);
  for (const name of FIELDS.slice(2)) {
    if (name === "base_unit" || name === "unit") continue;
    let value = shownField(name, fact[name]);
    if (name === "value") value = grouped(fact.value) + " " + (fact.base_unit || "");
    if (name === "qualifier" && fact.qualifier === "exact") continue;
    if (name === "modality" && fact.modality === "actual") continue;
    if (name === "reference" && fact.reference === null) continue;
    entry(list, name, value, LINKS.includes(name) && fact[name] ? "key-" + name : "");
  }
  entry(list, "rule", fact.rule);
  entry(list, "confidence", fact.confidence, Number(fact.confidence) < LOW ? "low" : "");
  if (fact.note) entry(list, "note", say("note " + fact.note));
  card.append(list);
  const lost = otherReadings(page, index, fact);
  if (lost) card.append(element("h5", say("other readings")), lost);
  if (made) {
    const told = element("p", say("decided " + made.action), "decided " + made.action);
    const changed = Object.entries(made.fields || {}).map(([name, value]) => say(name) + " " + shownField(name, value));
    if (changed.length) told.append(element("span", "：" + changed.join("，")));
    if (made.by) told.append(element("span", " · " + made.by));
    card.append(told);
  }
  const number = page.numbers[fact.number];
  const act = (action) => decide(page, action, placeOfNumber(number), number.raw, { fact, number }).then(() => drawRecord());
  if (!made && REVIEWED[fact.review]) card.append(element("p", say("decided " + REVIEWED[fact.review]), "decided " + REVIEWED[fact.review]));
  card.append(put(element("div", undefined, "deeds"),
    button(say("accept"), () => act("accept"), "deed accept"),
    button(say("reject"), () => act("reject"), "deed reject"),
    button(say("correct"), () => openForm({ page, number, fact }), "deed")));
  return card;
};
// What lost: a click takes it over into a correction.
const otherReadings = (page, index, fact) => {
  const rows = [];
  for (const name of ["subject", "kind", "period"]) {
    for (const [value, why] of fact.others[name] || []) rows.push([name, value, why]);
  }
  if (rows.length === 0) return null;
  const list = element("ul", undefined, "others");
  for (const [name, value, why] of rows) {
    const text = shownField(name, value);
    const take = button(undefined, () => openForm({ page, number: page.numbers[fact.number], fact, fields: { [name]: value } }), "other-reading");
    put(take, element("span", say(name) + " "), element("b", text));
    if (why && why !== text) put(take, element("span", " " + why, "soft"));
    list.append(put(element("li"), take));
  }
  return list;
};

// The page's picture with a box round each number; above it the neighbourhood of the chosen one.
const boxOf = (number) => (number.box === null ? null : number.box.split(" ").map(Number));
const sheet = (page, view, name, chosenOne) => {
  const { image, width, height } = page.picture;
  const svg = drawn("svg", { viewBox: view.map((edge) => edge.toFixed(1)).join(" "), class: name, role: "img" });
  svg.append(drawn("image", { href: "data:image/webp;base64," + image, width, height, preserveAspectRatio: "none" }));
  page.numbers.forEach((number, index) => {
    const box = boxOf(number);
    if (box === null) return;
    const [left, top, right, bottom] = box;
    const made = drawn("rect", { x: left - 1, y: top - 1, width: right - left + 2, height: bottom - top + 2, class: index === chosenOne ? "chosen" : "" });
    made.append(drawn("title", {}, number.quote));
    made.addEventListener("click", () => {
      go(number.facts.length ? { v: "page", f: factOn(openPage, number.facts[0]) } : { v: "page", n: page.firstNumber + index }, true);
    });
    svg.append(made);
  });
  return svg;
};
// The neighbourhood of a number, large enough to read.
const nearby = (page, chosenOne) => {
  const box = boxOf(page.numbers[chosenOne]);
  if (!page.picture || box === null) return [];
  const { width, height } = page.picture;
  const [left, top, right, bottom] = box;
  const high = Math.max(bottom - top, height / 200);
  const wide = Math.min(width, Math.max(right - left + 6 * high, 16 * high));
  const near = sheet(page, [Math.max(0, Math.min(width - wide, (left + right - wide) / 2)), top - 1.6 * high, wide, bottom - top + 3.2 * high], "near", chosenOne);
  near.setAttribute("aria-label", say("picture of the number", page.numbers[chosenOne].quote));
  return [put(element("figure"), near)];
};
const picture = (page, chosenOne) => {
  if (!page.picture) return [];
  const { width, height } = page.picture;
  const all = sheet(page, [0, 0, width, height], "sheet", chosenOne);
  all.setAttribute("aria-label", say("picture of the page"));
  return [put(element("figure"), all)];
};
