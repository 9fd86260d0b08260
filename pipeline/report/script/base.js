// The data of the page, its words in two languages, and the one way to put text on it.

const json = (id) => {
  const block = document.getElementById(id);
  return block === null ? null : JSON.parse(block.textContent);
};
const DATA = json("data");
const WORDS = json("words");
const $ = (id) => document.getElementById(id);

// Characters that would hide or turn round what is read are shown by their number.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufe00-\ufe0f]|[\u{e0000}-\u{e007f}]/gu;
const token = (character) =>
  "⟦U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟧";
const shown = (value) => String(value).replace(HIDDEN, token);
const isHidden = (character) => { HIDDEN.lastIndex = 0; return HIDDEN.test(character); };

let english = false;
const say = (key, ...values) => {
  const both = WORDS.words[key];
  const text = both === undefined ? key : both[english ? 1 : 0];
  return values.reduce((made, value, index) => made.replace("{" + index + "}", value), text);
};
// What a code means, and what to do about it.
const meaning = (code) => (WORDS.codes[code] || [])[english ? 2 : 0] || code;
const advice = (code) => (WORDS.codes[code] || [])[english ? 3 : 1] || "";

const element = (tag, text, name) => {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = shown(text);
  if (name) made.className = name;
  return made;
};
const put = (parent, ...children) => { parent.append(...children); return parent; };
const button = (text, action, name) => {
  const made = element("button", text, name);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
};
const option = (select, value, text) => {
  const made = element("option", text);
  made.value = value;
  select.append(made);
  return made;
};
const SVG = "http://www.w3.org/2000/svg";
const drawn = (tag, attributes, text) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined && text !== null) made.textContent = shown(text);
  return made;
};

const whole = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
// An exact decimal or fraction, its digits in groups; the words of the record, never rounded.
const grouped = (value) => {
  if (value === null || value === undefined) return "";
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
  return match ? (match[1] ? "−" : "") + whole(match[2]) + (match[3] || "") : value;
};
const percent = (part, all) => (all ? (100 * part / all).toFixed(part === all ? 0 : 1) : "0") + "%";
// A value as a number, good enough to sort and to draw.
const numeric = (value) => {
  if (value === null) return NaN;
  const parts = value.split("/");
  return parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(value);
};
const inOrder = new Intl.Collator("zh", { numeric: true }).compare;

const announce = (text) => { $("said").textContent = shown(text); };
// What is drawn again when the language changes.
const redraws = [];
