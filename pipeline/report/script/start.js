// Addresses within the page, the language, and the beginning.

const allowed = (view) => VIEWS.includes(view) && !(isIndex && (view === "page" || view === "numbers"));
const state = () => new URLSearchParams(location.hash.slice(1));
const address = (wanted) => {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== null && value !== undefined) made.set(name, value);
  if (english) made.set("lang", "en");
  return "#" + made;
};
// In the index the pages lie in other files.
const fileOf = (wanted) => {
  if (!isIndex || wanted.v !== "page") return "";
  const page = wanted.f !== undefined ? STORE.facts.get("page", Number(wanted.f)) : Number(wanted.p);
  return DATA.files[STORE.pages.get("file", page)];
};
let focusing = true;
const go = (wanted, stay) => {
  focusing = !stay;
  const file = fileOf(wanted);
  if (file) { location.href = file + address(wanted); return; }
  const made = address(wanted);
  if (made !== location.hash) history.pushState(null, "", made);
  route();
};
const show = (view) => {
  for (const name of VIEWS) $("view-" + name).hidden = name !== view;
  for (const tab of $("tabs").querySelectorAll("button")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
  }
};
const within = (text, first, count) => {
  const at = text === null ? NaN : Number(text) - first;
  return Number.isInteger(at) && at >= 0 && at < count ? at : null;
};
let shownView = null;
const route = () => {
  const wanted = state();
  if ((wanted.get("lang") === "en") !== english) speak(!english, true);
  const view = allowed(wanted.get("v")) ? wanted.get("v") : "overview";
  const other = view !== shownView;
  shownView = view;
  show(view);
  if (view !== "page" && other) scrollTo(0, 0);
  if (view === "overview") drawPages();
  if (view === "facts") drawFacts(true);
  if (view === "numbers") drawNumbers();
  if (view === "charts") drawCharts();
  if (view === "page" && DATA.pages.length) routePage(wanted);
  focusing = true;
};
const routePage = (wanted) => {
  const fact = within(wanted.get("f"), DATA.firstFact, factPlaces.length);
  const number = within(wanted.get("n"), 0, numberPlaces.length);
  if (fact !== null) {
    const [page, index] = factPlaces[fact];
    turnTo(page);
    choose(DATA.pages[page].facts[index].number, index, focusing);
  } else if (number !== null) {
    const [page, index] = numberPlaces[number];
    turnTo(page);
    choose(index, null, focusing);
  } else {
    const page = within(wanted.get("p"), DATA.firstPage, DATA.pages.length);
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

// The language is part of the address, so that it goes along from file to file.
const speak = (wanted, quiet) => {
  english = wanted;
  document.documentElement.lang = english ? "en" : "zh-Hans";
  document.title = say("title");
  for (const made of document.querySelectorAll("[data-t]")) made.textContent = say(made.dataset.t);
  for (const made of document.querySelectorAll("[data-label]")) {
    if (made.closest("#text") === null) made.setAttribute("aria-label", say(made.dataset.label));
  }
  $("language").textContent = english ? "中文" : "English";
  $("language").lang = english ? "zh-Hans" : "en";
  $("home").textContent = say("home");
  $("edition").textContent = say("edition", DATA.run.pipeline || "");
  for (const redraw of redraws) redraw();
  if (quiet) return;
  const wish = Object.fromEntries(state());
  delete wish.lang;
  history.replaceState(null, "", address(wish));
  drawHome();
};
const drawHome = () => {
  $("home").hidden = !DATA.home;
  if (DATA.home) $("home").href = DATA.home + address({ v: "facts" });
};

recall();
$("count-facts").textContent = whole(STORE.facts.length);
$("count-pages").textContent = whole(STORE.pages.length);
$("count-numbers").textContent = STORE.numbers === null ? "" : whole(STORE.numbers.length);
for (const tab of $("tabs").querySelectorAll("button")) {
  tab.hidden = !allowed(tab.dataset.view);
  tab.addEventListener("click", () => go({ v: tab.dataset.view }));
}
$("language").addEventListener("click", () => speak(!english));
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
