// What the reporter's pages do with themselves. Every sentence stands in the page, in its reader's language; none is here.
// Nothing is stored in the browser: what was typed lives in this page alone, and is wiped as it is left.

export const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";

const TWICE_MILLISECONDS = 800;

export const find = (selector) => document.querySelector(selector);

/** A sentence of the page's <template id="sentences">, its {places} filled; "" if the page has none of that name. */
export function sentence(name, facts = {}) {
  const found = Array.from(find("#sentences").content.children).find((one) => one.dataset.name === name);
  return (found?.textContent ?? "").trim().replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);
}

/** A copy of what a <template> holds. */
export const copyOf = (id) => find(`#${id}`).content.cloneNode(true);

/** Show one step of the page and hide the others; its heading is read aloud next. */
export function showStep(id) {
  for (const step of document.querySelectorAll("[data-step]")) step.hidden = step.id !== id;
  const heading = find(`#${id} h1`);
  heading.tabIndex = -1;
  heading.focus();
  scrollTo(0, 0);
}

/** Say what is wrong, in an element that is there for it; "" takes it back. */
export function tell(id, words = "") {
  const place = find(`#${id}`);
  place.textContent = words;
  place.hidden = !words;
}

/** Say what is wrong with one field, before it; "" takes it back. */
export function tellOfField(field, words = "") {
  const id = `${field.id}-problem`;
  find(`#${id}`)?.remove();
  field.toggleAttribute("aria-invalid", Boolean(words));
  field.removeAttribute("aria-describedby");
  if (!words) return;
  const problem = Object.assign(document.createElement("p"), { className: "problem", id, textContent: words });
  field.before(problem);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
}

/** From here on the page says what is true with scripts. */
export function sayScriptsAreOn() {
  for (const part of document.querySelectorAll("[data-scripts]")) part.hidden = part.dataset.scripts !== "on";
}

/** Leave no trace in the page's own memory: not for "back", not for whoever comes next. */
export function forgetWhenLeft() {
  const wipe = () => document.body.replaceChildren();
  addEventListener("pagehide", wipe);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  const way = find("a.leave");
  if (way) leaveQuickly(way, wipe);
}

/** By the link, or by Esc twice; the Esc that ends the choice of a Chinese character does not count. */
function leaveQuickly(way, wipe) {
  const leave = (event) => {
    event.preventDefault();
    wipe();
    location.replace(way.href); // the empty page takes this one's place among the pages behind it
  };
  way.addEventListener("click", leave);
  let before = -Infinity;
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.repeat) return;
    if (event.timeStamp - before < TWICE_MILLISECONDS) leave(event);
    before = event.timeStamp;
  });
}

/** Keep a form from being sent twice while something is under way. Buttons within it that send nothing are left alone. */
export async function whileWorking(form, work) {
  const button = form.querySelector("button:not([type=button])");
  if (button.disabled) return;
  button.disabled = true;
  form.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.disabled = false;
    form.removeAttribute("aria-busy");
  }
}
