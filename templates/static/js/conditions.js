// Whether a question is meant after the answers given so far. Twin of surveys/conditions.py and what surveys/evaluation.py makes of it.

/** condition: ["or", …, …], ["not", …], ["=", question, choice] and so on; said: a question's answers by its name. */
export function holds([kind, one, other], said) {
  if (kind === "not") return !holds(one, said);
  if (kind === "and") return holds(one, said) && holds(other, said);
  if (kind === "or") return holds(one, said) || holds(other, said);
  if (kind === "selected") return said(one).includes(other);
  return (said(one).join(" ") === other) !== (kind === "!=");
}
