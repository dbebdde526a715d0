// Shows boxes (phones or mailboxes) and what lies in the chosen one; asks again every second while it is seen.
const EVERY_MS = 1000;
const PAGE = 200;
const main = document.querySelector("main");
const kind = main.dataset.kind; // "texts" or "emails"
const boxesList = document.querySelector("#boxes");
const itemsList = document.querySelector("#items");
const title = document.querySelector("#title");
const state = document.querySelector("#state");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

let chosen = "";
let since = 0;
let first = true;

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text ?? "";
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// Screen readers and fonts follow the language, which the script tells.
function languageOf(text) {
  if (/[\u0A00-\u0A7F]/.test(text)) return "pa";
  return /[\u0900-\u097F]/.test(text) ? "hi" : "en";
}

function moment(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const text = today ? clock.format(date) : `${day.format(date)} ${clock.format(date)}`;
  return element("time", text, { datetime: at });
}

function showBoxes(boxes) {
  document.querySelector("#no-boxes").hidden = boxes.length > 0;
  const rows = boxes.map((box) => {
    const link = element("a", "", { href: `#${encodeURIComponent(box.name)}` });
    if (box.name === chosen) link.setAttribute("aria-current", "true");
    const latest = element("span", box.latest, { class: "latest", lang: languageOf(box.latest) });
    link.append(element("b", box.name), moment(box.at), latest);
    const row = element("li");
    row.append(link);
    return row;
  });
  const focused = document.activeElement?.getAttribute("href");
  boxesList.replaceChildren(...rows);
  if (focused) boxesList.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function itemOf(item) {
  const row = element("li", "", { class: first ? "item" : "item fresh", lang: languageOf(item.body) });
  const head = element("header");
  head.append(element("span", item.from), moment(item.at));
  row.append(head);
  if (item.subject) row.append(element("h3", item.subject));
  row.append(element("p", item.body));
  if (item.suppressed) row.append(element("footer", `${item.suppressed} more of the same dropped`));
  return row;
}

async function read(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function readItems() {
  const box = chosen;
  for (let full = true; full && box && box === chosen; ) {
    const page = await read(`/api/${kind}?to=${encodeURIComponent(box)}&since=${since}&limit=${PAGE}`);
    if (box !== chosen) return;
    for (const item of page[kind]) itemsList.prepend(itemOf(item));
    since = page.next;
    full = page[kind].length === PAGE;
  }
  first = false;
  document.querySelector("#no-items").hidden = itemsList.children.length > 0;
}

function choose() {
  chosen = decodeURIComponent(location.hash.slice(1));
  since = 0;
  first = true;
  itemsList.replaceChildren();
  title.textContent = chosen || title.dataset.none;
  document.body.classList.toggle("open", chosen !== "");
}

async function refresh() {
  try {
    showBoxes((await read(main.dataset.boxes)).boxes);
    await readItems();
    state.textContent = "Refreshes by itself";
    state.classList.remove("lost");
  } catch {
    state.textContent = "The sandbox does not answer; still trying";
    state.classList.add("lost");
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, EVERY_MS);
}

addEventListener("hashchange", () => { choose(); refresh(); });
choose();
keepFresh();
