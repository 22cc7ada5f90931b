// The report form: what is in it, and what is wrong with it. The server checks the same where there are no scripts; what it
// cannot read of a claim is then shown to the investigator as typed.

import { namesIn } from "./names.js";
import { ownName } from "./naming.js";
import { sentence } from "./page.js";
import { answersIn } from "./questions.js";

const CLAIM_FIELDS = [
  "order_no",
  "customer_name",
  "customer_phone",
  "salesperson",
  "amount",
  "occurred_on",
  "payee_kind",
  "payee_name",
  "payee_account",
];
const READABLE = {
  amount: /[\d一二两三四五六七八九十百千万]/u,
  occurred_on: /\d/,
  customer_phone: /\d{4}/,
};

/** {text, about, claim, answers, leftOut, named, own}: the claim without its empty fields. */
export function written(form) {
  const typed = (name) => form.elements[name]?.value.trim(); // not every channel asks for a claim
  const claim = Object.fromEntries(CLAIM_FIELDS.map((name) => [name, typed(name)]).filter(([, said]) => said));
  const about = typed("about");
  return {
    text: typed("text"),
    about,
    claim,
    answers: answersIn(form),
    leftOut: new Set(new FormData(form).getAll("left_out")),
    named: [...namesIn(about), claim.salesperson ?? "", claim.payee_name ?? ""],
    own: ownName(form),
  };
}

/** A sentence for each field that has a fault, by name. */
export function problemsIn({ text, about, claim, own }, limits) {
  const problems = {};
  const tooLong = lengthProblem(text, limits);
  if (tooLong) problems.text = tooLong;
  if (own.contact && !own.name) problems.own_name = sentence("name-missing");
  for (const [name, said] of Object.entries({ about, ...claim, own_name: own.name, own_contact: own.contact })) {
    const plain = said.normalize("NFKC").replace(/[\s-]/gu, "");
    const count = Array.from(said).length;
    if (count > limits.field_characters)
      problems[name] = sentence("field-too-long", { count, most: limits.field_characters });
    else if (READABLE[name] && !READABLE[name].test(plain)) problems[name] = sentence(`unreadable-${name}`);
  }
  return problems;
}

/** What is wrong with the length of a text, in characters as people count them; "" if nothing. */
export function lengthProblem(text, { text_characters: most }) {
  const count = Array.from(text).length;
  if (!text.trim()) return sentence("not-written");
  return count > most ? sentence("text-too-long", { count, most }) : "";
}
