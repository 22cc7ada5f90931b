// Takes over the mailbox: the receipt is read and everything is opened here. Only the mailbox token leaves the page.

import { base64, fromBase64, randomBytes } from "./bytes.js";
import { packed, unpacked } from "./content.js";
import { Enclosed } from "./enclosing.js";
import { open, seal } from "./envelope.js";
import { lengthProblem } from "./fields.js";
import { copyOf, find, forgetWhenLeft, language, sayScriptsAreOn, sentence, showStep, tell, whileWorking } from "./page.js";
import { namesIn } from "./names.js";
import { ownName, sealedName } from "./naming.js";
import { Receipt } from "./receipt.js";
import { Refused, fetchChannel, fetchQuestions, post, postWorked } from "./server.js";
import { Work } from "./work.js";
import { LISTS } from "./words/all.js";

const OPEN_MILLISECONDS = 15 * 60 * 1000;
const MOST_CHARACTERS = 50_000;
const SIGNATURES = "/static/vendor/signed.js"; // fetched with the first answer

let receipt;
let mailbox;
let once; // marks one message, however often it is sent
let closing;
const enclosed = new Enclosed();
let markOf = () => "";

find("#enter").addEventListener("submit", (event) => answered(event, "problem", enter));
find("#add").addEventListener("submit", (event) => answered(event, "add-problem", add));
find("#identify")?.addEventListener("submit", (event) => answered(event, "identify-problem", identify));
find("#prove").addEventListener("submit", (event) => answered(event, "proof-problem", saveProof));
forgetWhenLeft();
sayScriptsAreOn();

/** Do what a form asks; what went wrong is said in that form, and what was typed stays. */
async function answered(event, problem, work) {
  event.preventDefault();
  tell(problem);
  await whileWorking(event.target, async () => {
    try {
      await work();
    } catch (error) {
      tell(problem, wordsOf(error));
    }
  });
}

function wordsOf(error) {
  if (error instanceof Refused) return error.message;
  if (error.kind) return sentence(error.kind, error.facts);
  return sentence("unreachable");
}

async function enter() {
  receipt = Receipt.read(find("#receipt").value, LISTS);
  await load();
  find("#receipt").value = "";
  tell("sent");
  showStep("open");
}

async function load() {
  mailbox = await post("mailbox", { mailbox_token: base64(receipt.mailboxToken) });
  if (mailbox.messages.some((message) => message.role)) ({ markOf } = await import(SIGNATURES));
  show();
  clearTimeout(closing);
  closing = setTimeout(close, OPEN_MILLISECONDS);
}

/** Whoever comes by later finds the door shut; what was being written is kept. */
function close() {
  receipt = mailbox = undefined;
  for (const place of ["#own", "#messages"]) find(place).replaceChildren();
  tell("problem", sentence("closed"));
  showStep("entry");
}

async function add() {
  const text = find("#text").value.trim();
  const problem = lengthProblem(text, { text_characters: MOST_CHARACTERS });
  if (problem) return tell("add-problem", problem);
  once ??= randomBytes(16);
  await sendMessage(text);
  once = undefined;
  await enclosed.forget();
  find("#text").value = "";
  await load();
  tell("sent", sentence("sent"));
  scrollTo(0, 0);
}

/** Where somebody was let in or left meanwhile, seal once more to those who hold the case now. */
async function sendMessage(text) {
  try {
    await postMessage(text);
  } catch (error) {
    if (error.kind !== "readers-changed") throw error;
    await load();
    await postMessage(text);
  }
}

async function postMessage(text) {
  const keys = mailbox.keys.map((key) => ({ role: key.role, publicKey: fromBase64(key.public_key) }));
  const { files, notes } = await enclosed.sent(keys);
  const content = packed({ text, language, notes });
  const mark = receipt.contentMark(once, content);
  const message = { ...sealedMessage(content, mark, keys), files };
  const work = new Work(mailbox.work, mark);
  const onWait = () => tell("sent", sentence("working"));
  return postWorked("mailbox/messages", message, work, onWait).finally(() => tell("sent"));
}

function sealedMessage(content, mark, keys) {
  return {
    mailbox_token: base64(receipt.mailboxToken),
    once_mark: base64(mark),
    envelope: base64(seal(content, keys)),
  };
}

/** Say who one is: to no custodian whom the page did not show, the report names or the reporter marks. */
async function identify() {
  const form = find("#identify");
  const own = ownName(form);
  if (!own.name) return tell("identify-problem", sentence("name-missing"));
  const { claim, about = "", leftOut = [] } = opened(mailbox.report);
  const who = {
    shown: new Set(form.elements.shown.value.split(" ")),
    leftOut: new Set([...leftOut, ...new FormData(form).getAll("left_out")]),
    named: [...namesIn(about), claim.salesperson ?? "", claim.payee_name ?? ""],
  };
  const sealed = sealedName(own, await fetchChannel(""), who, receipt.keyPair.publicKey);
  if (!sealed) return tell("identify-problem", sentence("nobody-keeps"));
  await post("mailbox/identity", { mailbox_token: base64(receipt.mailboxToken), ...sealed });
  form.reset();
  await load();
  tell("sent", sentence("identified"));
  scrollTo(0, 0);
}

/** Hashes only, so it may become a file. */
async function saveProof() {
  const proof = await post("mailbox/proof", { mailbox_token: base64(receipt.mailboxToken) });
  const file = new Blob([JSON.stringify(proof, null, 1)], { type: "application/json" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "proof.json" });
  link.click();
  URL.revokeObjectURL(link.href);
}

function show() {
  find("#state").textContent = mailbox.state_words;
  const days = [sentence("arrived", { day: mailbox.received_on })];
  days.push(mailbox.opened_on ? sentence("read", { day: mailbox.opened_on }) : sentence("unread"));
  find("#days").textContent = days.join(" ");
  find("#identity").textContent = identityWords(mailbox.identity);
  find("#own").replaceChildren(...contentOf(mailbox.report));
  showAnswers(opened(mailbox.report));
  find("#messages").replaceChildren(...mailbox.messages.map(shownMessage));
  find("#no-messages").hidden = mailbox.messages.length > 0;
}

function identityWords(identity) {
  if (!identity) return sentence("anonymous");
  const days = identity.disclosed_on.map((day) => sentence("learned", { day }));
  return [sentence("named", { day: identity.given_on }), ...days].join(" ");
}

function shownMessage(message) {
  const { role, sent_on: day, is_new: isNew, envelope } = message;
  const article = copyOf("message").firstElementChild;
  article.classList.toggle("own", !role);
  article.querySelector("[data-is=who]").textContent = sentence(`role-${role || "reporter"}`);
  article.querySelector("[data-is=day]").textContent = day;
  article.querySelector("[data-is=new]").hidden = !(isNew && role);
  article.append(...contentOf(envelope));
  const mark = markOf(message, receipt.mailboxDigest, mailbox.reply_key);
  if (mark) article.append(signedWords(mark));
  return article;
}

/** The answers in a report, below it, each beside its question as soon as those are here. */
async function showAnswers({ answers, questionnaire }) {
  if (!Object.keys(answers).length) return;
  const list = document.createElement("dl");
  find("#own").append(list);
  const questions = await fetchQuestions(questionnaire).then(
    (definition) => definition.questions,
    () => [], // shown by their names then
  );
  for (const [name, said] of Object.entries(answers)) {
    const question = questions.find((one) => one.name === name);
    list.append(part("dt", question?.label?.[language] ?? name), part("dd", saidTo(question, String(said))));
  }
}

function saidTo(question, said) {
  if (!question?.choices) return question?.type === "acknowledge" ? "✓" : said;
  const label = (word) => question.choices.find((choice) => choice.name === word)?.label[language] ?? word;
  return said.split(" ").map(label).join(language === "en" ? "; " : "；");
}

const part = (kind, textContent) => Object.assign(document.createElement(kind), { textContent });

/** Whose word it is: quietly where all is well, as a problem where a signature does not fit. */
function signedWords(mark) {
  const kind = mark === "forged" ? "problem" : "soft";
  return Object.assign(document.createElement("p"), { className: kind, textContent: sentence(`mark-${mark}`) });
}

/** What an envelope says, as paragraphs and a list; text is only ever set as text. */
function contentOf(envelope) {
  const { text, claim, notes } = opened(envelope);
  const shown = copyOf("written");
  shown.querySelector("p").textContent = text;
  const files = shown.querySelector("[data-is=files]");
  if (notes.length) files.append(notes.map((file) => file.name).join(", "));
  else files.remove();
  for (const place of shown.querySelectorAll("dd")) {
    const said = claim[place.dataset.field];
    if (!said) place.previousElementSibling.remove();
    if (said) place.textContent = place.dataset.field === "payee_kind" ? sentence(`payee-${said}`) || said : said;
    else place.remove();
  }
  if (!shown.querySelector("dd")) shown.querySelector("dl").remove();
  return [...shown.children];
}

/** One damaged envelope keeps nobody from the others. */
function opened(envelope) {
  try {
    return unpacked(open(fromBase64(envelope), receipt.keyPair));
  } catch {
    return { text: sentence("damaged"), claim: {}, answers: {}, notes: [] };
  }
}
