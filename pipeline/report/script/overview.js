// The first screen: what was read, where its numbers went, what needs a look.

const FEW = 5;
const MOST_DOUBTS = 300;
let whole_ = new Set();

const roleCounts = () => {
  if (DATA.run.roles) return DATA.run.roles;
  const counts = Object.fromEntries(DATA.roles.map((role) => [role, 0]));
  for (let row = 0; row < STORE.numbers.length; row += 1) counts[STORE.numbers.get("role", row)] += 1;
  return counts;
};
const drawFigures = () => {
  const roles = roleCounts();
  const all = Object.values(roles).reduce((sum, count) => sum + count, 0);
  const { totals, statuses } = DATA.run;
  const lost = (statuses.failed || 0) + (statuses.skipped || 0);
  const figures = [
    ["pages read", lost ? whole(totals.pages - lost) + "/" + whole(totals.pages) : whole(totals.pages)],
    ["numbers found", whole(all)],
    ["accounted for", percent(all - roles.unresolved, all)],
    ["facts made", whole(totals.facts)],
    ["to look at", whole(DOUBTS.length)],
  ];
  $("figures").replaceChildren(...figures.map(([key, value]) =>
    put(element("div"), element("dt", say(key)), element("dd", value))));
  $("deck").textContent = say("deck", whole(totals.pages), whole(all), whole(totals.facts), whole(DOUBTS.length));
};
const showRole = (role) => go({ v: "numbers", role });
const drawRoles = () => {
  const counts = roleCounts();
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const bar = drawn("svg", { viewBox: "0 0 1000 40", class: "bar", preserveAspectRatio: "none", "aria-hidden": "true" });
  const list = element("ul", undefined, "roles");
  let left = 0;
  for (const role of DATA.roles) {
    const wide = all ? 1000 * counts[role] / all : 0;
    const part = drawn("rect", { x: left.toFixed(2), y: 0, width: Math.max(wide - 2, counts[role] ? 1 : 0).toFixed(2), height: 40, class: "fill-" + role });
    part.append(drawn("title", {}, say(role) + " " + counts[role]));
    part.addEventListener("click", () => showRole(role));
    bar.append(part);
    left += wide;
    const row = button(undefined, () => showRole(role), "role");
    put(row, element("i", undefined, "swatch " + role), element("span", say(role)),
      element("b", whole(counts[role])), element("span", percent(counts[role], all), "soft"),
      element("small", say("means " + role)));
    list.append(put(element("li"), row));
  }
  $("roles").replaceChildren(bar, list);
};
// A number alone says little: the words round it on its line.
const contextOf = (doubt) => {
  if (doubt.before === null || doubt.quote === null) return null;
  const made = element("span", undefined, "context");
  return put(made, shown(doubt.before), element("b", doubt.quote), shown(doubt.behind));
};
// Of a fact that is not sure the sentence that it was read from, as far as a line holds it.
const ROOM = 60;
const sentenceOf = (fact) => {
  const sentence = STORE.facts.get("sentence", fact);
  const quote = STORE.facts.get("quote", fact);
  const at = sentence ? sentence.indexOf(quote) : -1;
  if (at < 0) return [];
  const from = sentence.length <= ROOM ? 0 : Math.max(0, Math.min(at - ROOM / 2, sentence.length - ROOM));
  const to = sentence.length <= ROOM ? sentence.length : Math.max(from + ROOM, at + quote.length);
  const made = element("small", undefined, "context");
  return [put(made, shown((from > 0 ? "…" : "") + sentence.slice(from, at)), element("b", quote),
    shown(sentence.slice(at + quote.length, to) + (to < sentence.length ? "…" : "")))];
};
const doubtRow = (doubt) => {
  const row = button(undefined, () => openDoubt(doubt), "doubt");
  const where = pageName(doubt.page) + (doubt.line === null ? "" : " " + say("line n", doubt.line));
  const code = doubt.group === "unsure" ? say("confidence n", doubt.code) : doubt.code;
  const told = element("span", undefined, "detail");
  const context = contextOf(doubt);
  const detail = detailOf(doubt.detail);
  if (doubt.group === "unsure") put(told, shown(detail), ...sentenceOf(doubt.fact));
  // The problem of a number without a role says nothing but the number.
  else if (doubt.group === "unresolved" && context !== null) put(told, context);
  else {
    put(told, shown(meaning(doubt.code)));
    if (detail) put(told, " ", element("span", detail, "context"));
  }
  put(row, told, element("span", where + " · " + code, "where"));
  const item = put(element("li"), row);
  if (doubt.other !== null) item.append(put(element("div", undefined, "both"), sideOf(doubt), sideOf(doubt.other)));
  return item;
};
// One of the two places of a contradiction; a click leads to it.
const sideOf = (side) => {
  const where = (side.page === null ? side.name || "" : pageName(side.page)) + (side.line === null ? "" : " " + say("line n", side.line));
  const made = button(undefined, () => openDoubt(side), "side");
  return put(made, contextOf(side) || element("b", side.quote || ""), element("small", where));
};
const drawDoubts = () => {
  const parts = [];
  for (const group of GROUPS) {
    const found = DOUBTS.filter((doubt) => doubt.group === group);
    if (found.length === 0) continue;
    const open = whole_.has(group);
    const part = element("section", undefined, "group " + group);
    put(part, put(element("h4", say("group " + group)), " ", element("span", whole(found.length), "count")),
      element("p", say("means group " + group, DATA.low), "soft"));
    part.append(put(element("ol"), ...found.slice(0, open ? MOST_DOUBTS : FEW).map(doubtRow)));
    if (found.length > FEW) {
      part.append(button(open ? say("show fewer") : say("show all", whole(Math.min(found.length, MOST_DOUBTS))), () => {
        if (open) whole_.delete(group); else whole_.add(group);
        drawDoubts();
      }, "more"));
    }
    parts.push(part);
  }
  $("doubts").replaceChildren(...(parts.length ? parts : [element("p", say("no doubts"), "fine")]));
};
const drawStatuses = () => {
  const { pages } = STORE;
  const counts = {};
  for (let row = 0; row < pages.length; row += 1) {
    const status = pages.get("status", row);
    counts[status] = (counts[status] || 0) + 1;
  }
  const told = STATUSES.filter((status) => counts[status]).map((status) => say("status " + status) + " " + whole(counts[status]));
  const made = DATA.run.review || {};
  const applied = ["accept", "correct", "add", "reject"].filter((action) => made[action])
    .map((action) => say("decision " + action) + " " + whole(made[action]));
  $("statuses").replaceChildren(element("p", told.join(" · "), "soft"),
    ...(applied.length ? [element("p", say("reviewed", applied.join("，")), "soft")] : []));
};
const pageTable = pagesIn($("page-table"));
const drawPages = () => pageTable.draw(rowsThat(STORE.pages, [], [], []));
pageTable.onOrder(drawPages);
const drawOverview = () => {
  drawFigures();
  drawRoles();
  drawDoubts();
  drawStatuses();
  pageTable.redraw();
};
redraws.push(drawOverview);
// Paper has no button that shows the rest.
let opened = null;
window.addEventListener("beforeprint", () => {
  if (opened !== null) return;
  opened = whole_;
  whole_ = new Set(GROUPS);
  drawDoubts();
});
window.addEventListener("afterprint", () => {
  if (opened === null) return;
  whole_ = opened;
  opened = null;
  drawDoubts();
});
