// The address within the page, and the language, which is a part of it.

const state = () => new URLSearchParams(location.hash.slice(1));
const address = (wanted) => {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== null && value !== undefined) made.set(name, value);
  if (english) made.set("lang", "en");
  return "#" + made;
};
let shownView = null;
// What leads elsewhere takes the language along.
const followers = [];
// The language is part of the address, so that it goes along from file to file.
const speak = (wanted, quiet) => {
  english = wanted;
  document.documentElement.lang = english ? "en" : "zh-Hans";
  document.title = say(document.querySelector("h1").dataset.t);
  for (const made of document.querySelectorAll("[data-t]")) made.textContent = say(made.dataset.t);
  for (const made of document.querySelectorAll("[data-label]")) {
    if (made.closest("#text") === null) made.setAttribute("aria-label", say(made.dataset.label));
  }
  $("language").textContent = english ? "中文" : "English";
  $("language").lang = english ? "zh-Hans" : "en";
  $("edition").textContent = say("edition", DATA.run.pipeline || "");
  for (const redraw of redraws) redraw();
  if (quiet) return;
  const wish = Object.fromEntries(state());
  delete wish.lang;
  Object.assign(wish, filtersOf(shownView));
  history.replaceState(null, "", address(wish));
  for (const follow of followers) follow();
};
$("language").addEventListener("click", () => speak(!english));
