// What an editor decides: kept by the review server when the page is served, else in this browser
// where it may, and always to be taken away as review.jsonl.

const REVIEW = json("review");
const decisions = [];
const byFact = new Map();
const byNumber = new Map();
// The index has no ids: a fact is known there by its page, its place and what it says.
const byPlace = new Map();
const SAYS = ["subject", "indicator", "kind", "value", "base_unit"];
const watchers = [];

const remember = (decision) => {
  decisions.push(decision);
  if (decision.fact_id) byFact.set(decision.fact_id, decision);
  else if (decision.quantity_id) byNumber.set(decision.quantity_id, decision);
  if (decision.fact) {
    byPlace.set(JSON.stringify([decision.page, decision.page_sha256, decision.span[0], decision.span[1],
      ...SAYS.map((name) => decision.fact[name])]), decision);
  }
  for (const watch of watchers) watch(decision);
};
const KEPT = "pipeline-review";
const keep = () => {
  try { localStorage.setItem(KEPT, JSON.stringify(kept.concat(decisions.filter((d) => !d.told)))); } catch { /* not allowed */ }
};
// Decisions of other pages that this browser holds; they are kept, not shown.
let kept = [];
const recall = () => {
  let found = [];
  try { found = JSON.parse(localStorage.getItem(KEPT) || "[]"); } catch { return; }
  if (!Array.isArray(found)) return;
  const { pages } = STORE;
  const here = new Set(Array.from({ length: pages.length }, (_, row) => pages.get("sha256", row) + pages.get("page", row)));
  kept = found.filter((decision) => !here.has(decision.page_sha256 + decision.page));
  found.filter((decision) => here.has(decision.page_sha256 + decision.page)).forEach(remember);
};
const listed = async () => {
  const answer = await fetch(REVIEW.api + "decisions", { headers: { "X-Review-Token": REVIEW.token } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || String(answer.status));
  // The server's list is the whole truth, what another person decided meanwhile among it.
  decisions.length = 0;
  byFact.clear();
  byNumber.clear();
  byPlace.clear();
  for (const decision of told.decisions) remember({ ...decision, told: true });
};
const sent = async (decision) => {
  const answer = await fetch(REVIEW.api + "decisions", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Review-Token": REVIEW.token },
    body: JSON.stringify({ token: REVIEW.token, ...decision }),
  });
  const told = await answer.json();
  if (!answer.ok || told.ok !== true) throw new Error(told.error || String(answer.status));
  return told.decision || decision;
};
// What an editor may say of a fact.
const FIELDS = ["subject", "indicator", "kind", "value", "unit", "base_unit", "qualifier", "period", "reference", "modality"];
// action: accept, reject, correct or add.  place: [line, column, end line, end column].  raw: what is
// printed there.
const decide = async (page, action, place, raw, { fact = null, number = null, fields = {} }) => {
  const decision = {
    page_sha256: page.sha256,
    page: page.page,
    page_number: page.number,
    quantity_id: number ? number.quantity_id : null,
    fact_id: fact ? fact.fact_id : null,
    span: place,
    raw,
    action,
    fact: fact ? Object.fromEntries(FIELDS.map((name) => [name, fact[name]])) : null,
    fields,
  };
  if (REVIEW === null) {
    remember(decision);
    keep();
    announce(say("decided " + action));
    return true;
  }
  try {
    remember({ ...decision, ...(await sent(decision)), told: true });
    announce(say("decided " + action));
    return true;
  } catch (error) {
    announce(say("not kept", error.message));
    return false;
  }
};
const decisionOn = (fact) => byFact.get(fact.fact_id) || null;
// What is known of a fact's review: decided here, or on an earlier run.
const REVIEWED = { accepted: "accept", corrected: "correct", added: "add", rejected: "reject" };
const stateOf = (fact) => {
  const made = decisionOn(fact);
  return made ? made.action : REVIEWED[fact.review] || "none";
};
const stateOfRow = (row) => {
  const get = (name) => STORE.facts.get(name, row);
  const page = (name) => STORE.pages.get(name, get("page"));
  const made = byPlace.size === 0 ? undefined : byPlace.get(JSON.stringify([page("page"), page("sha256"),
    get("line"), get("column"), ...SAYS.map(get)]));
  return made === undefined ? REVIEWED[get("review")] || "none" : made.action;
};
const placeOfNumber = (number) => [number.line, number.column, number.end_line, number.end_column];

const download = () => {
  const lines = decisions.map(({ told, ...decision }) => JSON.stringify(decision) + "\n").join("");
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
  link.download = "review.jsonl";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
const drawDownload = () => {
  $("download").hidden = decisions.length === 0;
  $("download").textContent = say("decisions", decisions.length);
};
watchers.push(drawDownload);
redraws.push(drawDownload);
$("download").addEventListener("click", download);
