// The builder's list of questions, moved by hand: a grip to drag, or its arrow keys. Every place it says stands in the page.
// What is typed in the question's own fields stays there; who has no scripts has "Move up" and "Move down".

import { find, sentence } from "./page.js";

const EDGE_PIXELS = 48;
const STEP_PIXELS = 12;
const list = find(".lines");
let sending = Promise.resolve(); // one move after the other, in the order they were made

const lines = () => [...list.children];
const middleOf = (line) => line.getBoundingClientRect().top + line.offsetHeight / 2;

for (const grip of list.querySelectorAll(".grip")) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", take);
  grip.addEventListener("keydown", step);
}

/** The line stays where it is in the document and its neighbours go round it, so pointer and focus are not lost. */
function take(event) {
  if (event.button !== 0) return;
  const grip = event.currentTarget;
  const line = grip.closest("li");
  const from = lines().indexOf(line);
  grip.setPointerCapture(event.pointerId);
  line.classList.add("held");
  const over = new AbortController();
  const { signal } = over;
  const letGo = (isMeant) => {
    over.abort();
    line.classList.remove("held");
    if (!isMeant) place(line, from);
    else if (lines().indexOf(line) !== from) send(line, from);
  };
  grip.addEventListener("pointermove", ({ clientY }) => follow(line, clientY), { signal });
  grip.addEventListener("pointerup", () => letGo(true), { signal });
  grip.addEventListener("pointercancel", () => letGo(false), { signal });
  addEventListener("keydown", ({ key }) => key === "Escape" && letGo(false), { signal });
}

function follow(line, y) {
  if (y < EDGE_PIXELS) scrollBy(0, -STEP_PIXELS);
  if (y > innerHeight - EDGE_PIXELS) scrollBy(0, STEP_PIXELS);
  while (line.previousElementSibling && y < middleOf(line.previousElementSibling)) line.after(line.previousElementSibling);
  while (line.nextElementSibling && y > middleOf(line.nextElementSibling)) line.before(line.nextElementSibling);
}

function step(event) {
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const line = event.currentTarget.closest("li");
  const from = lines().indexOf(line);
  const to = from + way;
  if (line.classList.contains("held") || to < 0 || to >= list.children.length) return;
  place(line, to);
  send(line, from);
}

/** Put a line at a place by moving its neighbours. */
function place(line, to) {
  while (lines().indexOf(line) > to) line.after(line.previousElementSibling);
  while (lines().indexOf(line) < to) line.before(line.nextElementSibling);
}

/** Have the move kept, and say where the question stands; if it was not kept, put it back and say that. */
function send(line, from) {
  const to = lines().indexOf(line);
  say("moved", { question: line.querySelector("a").textContent, place: to + 1, count: list.children.length });
  sending = sending.then(async () => {
    const kept = await keep(line.dataset.name, to);
    if (kept) return refresh(kept);
    place(line, from);
    say("unmoved");
  });
}

async function keep(question, to) {
  const body = new URLSearchParams({ question, do: "to", place: String(to) });
  try {
    const answer = await fetch(`/desk/forms/${encodeURIComponent(list.dataset.form)}/question`, { method: "POST", body });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  } catch {
    return undefined;
  }
}

/** What a new order changes besides itself: which questions need work, and what the customer sees. */
function refresh(page) {
  const noted = new Map([...page.querySelectorAll(".lines li")].map((line) => [line.dataset.name, line]));
  for (const line of lines()) {
    const small = noted.get(line.dataset.name)?.querySelector("small");
    if (small) line.querySelector("small").replaceWith(small);
  }
  find(".state p").replaceWith(page.querySelector(".state p"));
  find("#question [hx-post]")?.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(name, facts) {
  find("#moved").textContent = sentence(name, facts);
}
