// A channel's questions on the report page: asked only when they are meant, read, and looked at roughly before anything is sealed.

import { holds } from "./conditions.js";
import { sentence } from "./page.js";

const FORMS = { decimal: /\d/, integer: /^-?\d+$/, date: /\d/ };

const questionsIn = (form) => [...form.querySelectorAll("[data-question]")];

const saidTo = (form, name) =>
  new FormData(form)
    .getAll(`q.${name}`)
    .map((said) => said.trim())
    .filter(Boolean);

/** Hide what is not meant after the answers given so far, now and whenever one changes. */
export function askWhenMeant(form) {
  const conditions = new Map(
    questionsIn(form)
      .filter((place) => place.dataset.condition)
      .map((place) => [place, JSON.parse(place.dataset.condition)]),
  );
  const look = () => {
    for (const [place, condition] of conditions) place.hidden = !holds(condition, (name) => meant(form, name));
  };
  form.addEventListener("change", look);
  look();
}

/** Answers by the names of their questions, several choices with spaces between; what is hidden is not answered. */
export function answersIn(form) {
  const answers = {};
  for (const { dataset } of questionsIn(form)) {
    const said = meant(form, dataset.question);
    if (said.length) answers[dataset.question] = said.join(" ");
  }
  return answers;
}

/** A sentence for each question that has a fault, by the name of its field. */
export function problemsOfAnswers(form, answers) {
  const problems = {};
  for (const place of questionsIn(form)) {
    const { question, type, required } = place.dataset;
    const kind = faultOf(place, answers[question], FORMS[type], required !== undefined);
    if (kind) problems[`q.${question}`] = sentence(kind === "form" ? `not-${type}` : kind);
  }
  return problems;
}

function faultOf(place, said, form, isRequired) {
  if (!said) return isRequired && !place.hidden && "not-answered";
  const isTyped = !place.querySelector(":checked:not(option)"); // else a card stands for what would be typed
  return form && isTyped && !form.test(said.normalize("NFKC")) && "form";
}

const meant = (form, name) =>
  form.querySelector(`[data-question="${name}"]`)?.hidden ? [] : saidTo(form, name);
