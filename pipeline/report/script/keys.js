// The keyboard, and a sheet that explains it. One-letter keys can be turned off.

const KEYS = [
  ["n", "next doubt"], ["p", "doubt before"], ["a", "accept"], ["x", "reject"], ["c", "correct"],
  ["/", "find"], ["1–5", "sections"], ["l", "language"], ["← →", "next number"], ["Enter", "open"], ["Esc", "close"], ["?", "keys"],
];
let keysOn = true;
const openHelp = () => {
  const dialog = $("help");
  const list = element("dl", undefined, "keys");
  for (const [key, meant] of KEYS) put(list, put(element("dt"), element("kbd", key)), element("dd", say(meant)));
  const title = element("h2", say("keys"));
  title.id = "title-help";
  const box = element("input");
  box.type = "checkbox";
  box.checked = keysOn;
  box.addEventListener("change", () => { keysOn = box.checked; });
  const legend = element("ul", undefined, "explained");
  for (const role of DATA.roles) {
    legend.append(put(element("li"), element("span", say(role), "tag " + role), " ", element("span", say("means " + role))));
  }
  dialog.replaceChildren(title, list, put(element("label", undefined, "switch"), box, element("span", say("keys on"))),
    element("h3", say("colours")), legend, element("p", say("means marks"), "soft"),
    put(element("div", undefined, "deeds"), button(say("close"), () => dialog.close(), "deed")));
  dialog.showModal();
};
$("open-help").addEventListener("click", openHelp);

const onChosen = (action) => {
  if (isIndex || $("view-page").hidden || chosen.fact === null) { announce(say("choose a fact")); return; }
  const page = DATA.pages[openPage];
  const fact = page.facts[chosen.fact];
  const number = page.numbers[fact.number];
  if (action === "correct") { openForm({ page, number, fact }); return; }
  decide(page, action, placeOfNumber(number), number.raw, { fact, number }).then(() => drawRecord());
};
const VIEWS = ["overview", "facts", isIndex ? "pages" : "page", "numbers", "charts"];
const DEEDS = {
  n: () => stepDoubt(1),
  j: () => stepDoubt(1),
  p: () => stepDoubt(-1),
  k: () => stepDoubt(-1),
  a: () => onChosen("accept"),
  x: () => onChosen("reject"),
  r: () => onChosen("reject"),
  c: () => onChosen("correct"),
  l: () => speak(!english),
  "?": openHelp,
  "/": () => { open("facts"); factFilters.text.focus(); },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea, dialog[open]")) return;
  if (!keysOn && event.key !== "?") return;
  const view = VIEWS[Number(event.key) - 1];
  const deed = view !== undefined ? () => open(view) : DEEDS[event.key];
  if (deed === undefined) return;
  event.preventDefault();
  deed();
});
