// What an address shows, and the beginning.

// In a large run pages lie in other files, where facts, numbers and pages are counted from the first
// of the file. The index knows the file. What is asked for may be no number at all.
const COUNTED = [["f", "facts"], ["n", "numbers"], ["p", "pages"]];
const elsewhere = (wanted) => {
  const [key, name] = COUNTED.find(([one]) => wanted[one] !== undefined && wanted[one] !== null) || [];
  if (!isIndex || wanted.v !== "page" || key === undefined) return "";
  const row = Number(wanted[key]);
  const firsts = FIRSTS[name];
  // The last file that begins at or before the row: one without facts begins where the next does.
  let file = -1;
  for (let from = 0, to = firsts.length - 1; from < to;) {
    const at = (from + to) >> 1;
    if (firsts[at] <= row) { file = at; from = at + 1; } else to = at;
  }
  if (!(file >= 0 && row < firsts[file + 1])) return "";
  return DATA.files[file] + address({ ...wanted, [key]: row - firsts[file] });
};
let focusing = true;
const go = (wanted, stay) => {
  focusing = !stay;
  if (noting) noteFilters();
  const other = elsewhere(wanted);
  if (other) { location.href = other; return; }
  const made = address(wanted);
  if (made !== location.hash) history.pushState(null, "", made);
  route();
};
// A view as one left it.
const open = (view) => go({ v: view, ...filtersOf(view) });
const show = (view) => {
  for (const name of VIEWS) $("view-" + name).hidden = name !== view;
  for (const tab of $("tabs").querySelectorAll("button")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
  }
};
const within = (text, count) => {
  const at = text === null ? NaN : Number(text);
  return Number.isInteger(at) && at >= 0 && at < count ? at : null;
};
const route = () => {
  const wanted = state();
  if ((wanted.get("lang") === "en") !== english) speak(!english, true);
  const asked = Object.fromEntries(wanted);
  // An address of the whole run: what is counted over all files.
  if (elsewhere(asked)) { location.replace(elsewhere(asked)); return; }
  const view = VIEWS.includes(wanted.get("v")) ? wanted.get("v") : "overview";
  const other = view !== shownView;
  shownView = view;
  show(view);
  if (view !== "page" && other) scrollTo(0, 0);
  if (FILTERS.has(view)) FILTERS.get(view).fill(wanted);
  if (view === "overview") drawPages();
  if (view === "facts") drawFacts(true);
  if (view === "pages") drawList(true);
  if (view === "numbers") drawNumbers(true);
  if (view === "charts") drawCharts();
  if (view === "page" && DATA.pages.length) routePage(wanted);
  focusing = true;
};
const routePage = (wanted) => {
  const fact = within(wanted.get("f"), factPlaces.length);
  const number = within(wanted.get("n"), numberPlaces.length);
  noteDoubt(fact, number);
  if (wanted.get("d") !== null && DOUBTS.length) {
    history.replaceState(null, "", address({ v: "page" }));
    tellDoubt(wanted.get("d") === "last" ? DOUBTS.length - 1 : 0);
  } else if (fact !== null) {
    const [page, index] = factPlaces[fact];
    turnTo(page);
    choose(DATA.pages[page].facts[index].number, index, focusing);
  } else if (number !== null) {
    const [page, index] = numberPlaces[number];
    turnTo(page);
    choose(index, null, focusing);
  } else {
    const page = wanted.get("p") === "last" ? DATA.pages.length - 1 : within(wanted.get("p"), DATA.pages.length);
    turnTo(page === null ? Math.max(openPage, 0) : page);
    markLine(wanted.get("l"));
  }
};
const turnTo = (page) => {
  if (page === openPage) return;
  chosen = { number: null, fact: null };
  selection = null;
  drawPage(page);
  if (focusing) scrollTo(0, 0);
};

// The way back to the index leads to where one left it.
const LEFT = "pipeline-index " + new URL(DATA.home || location.href, location.href).pathname;
const leave = () => { try { sessionStorage.setItem(LEFT, location.hash); } catch { /* not allowed */ } };
const drawHome = () => {
  $("home").hidden = !DATA.home;
  $("home").textContent = say("home");
  if (!DATA.home) return;
  let left = null;
  try { left = sessionStorage.getItem(LEFT); } catch { /* not allowed */ }
  const wanted = Object.fromEntries(new URLSearchParams((left || "#v=facts").slice(1)));
  delete wanted.lang;
  $("home").href = DATA.home + address(wanted);
};
followers.push(drawHome);
redraws.push(drawHome);
if (isIndex) window.addEventListener("pagehide", leave);

recall();
$("count-facts").textContent = whole(STORE.facts.length);
$("count-pages").textContent = whole(STORE.pages.length);
$("count-numbers").textContent = whole(STORE.numbers.length);
for (const tab of $("tabs").querySelectorAll("button")) {
  if (isIndex && tab.dataset.view === "page") tab.dataset.view = "pages";
  tab.addEventListener("click", () => open(tab.dataset.view));
}
window.addEventListener("hashchange", route);
speak(state().get("lang") === "en", true);
drawHome();
drawDownload();
route();
if (REVIEW !== null) {
  document.body.classList.add("served");
  const hear = () => listed().then(() => { if (openPage >= 0) drawRecord(); }, (error) => announce(say("not heard", error.message)));
  hear();
  window.addEventListener("focus", hear);
}
