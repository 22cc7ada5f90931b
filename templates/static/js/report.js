// Takes over the report form: the receipt is made and copied here first, then everything is sealed here and sent.
// Until "seal and send" nothing leaves the page; text, receipt and private keys never do.

import { base64 } from "./bytes.js";
import { packed } from "./content.js";
import { Enclosed } from "./enclosing.js";
import { seal } from "./envelope.js";
import { problemsIn, written } from "./fields.js";
import {
  find,
  forgetWhenLeft,
  language,
  sayScriptsAreOn,
  sentence,
  showStep,
  tell,
  tellOfField,
  whileWorking,
} from "./page.js";
import { sealedName } from "./naming.js";
import { askWhenMeant, problemsOfAnswers } from "./questions.js";
import { Receipt } from "./receipt.js";
import { keysOf, readersChosen } from "./readers.js";
import { Refused, fetchChannel, postWorked } from "./server.js";
import { Work } from "./work.js";

const ASKED_BACK = [4, 9];

/** `words`: the list in which this page shows receipts. */
export function takeOver(words) {
  const report = new ReportPage(find("#report"), Receipt.make(), words);
  report.form.addEventListener("submit", (event) => report.finishWriting(event));
  find("#check").addEventListener("submit", (event) => report.finishCopying(event));
  find("#back").addEventListener("click", () => showStep("writing"));
  askWhenMeant(report.form);
  forgetWhenLeft();
  sayScriptsAreOn();
}

class ReportPage {
  constructor(form, receipt, words) {
    this.form = form;
    this.receipt = receipt;
    this.words = receipt.words(words);
    this.channel = JSON.parse(form.dataset.channel);
    this.shown = new Set([...this.channel.recipients, ...this.channel.custodians].map((person) => person.id));
    this.work = new Work(this.channel.work, receipt.mailboxDigest);
    this.work.ahead();
    this.enclosed = new Enclosed();
    form.elements.entropy.remove(); // that is for a page without scripts; the server knows it
  }

  finishWriting(event) {
    event.preventDefault();
    this.content = written(this.form);
    this.readers = this.readersIn(this.channel);
    const problems = {
      ...problemsIn(this.content, this.channel.limits),
      ...problemsOfAnswers(this.form, this.content.answers),
    };
    if (this.content.own.name && !this.nameFor(this.channel)) problems.own_name = sentence("nobody-keeps");
    for (const field of this.form.querySelectorAll("input[id], textarea, select, [role=group]"))
      tellOfField(field, problems[field.name ?? `q.${field.parentNode.dataset.question}`]);
    tell("nobody-left", this.readers.length ? "" : sentence("nobody-left"));
    const first = Object.keys(problems)[0];
    const place = first && this.form.querySelector(`[name="${first}"]`);
    place?.closest("details")?.setAttribute("open", "");
    if (place) place.focus();
    else if (!this.readers.length) find("#nobody-left").scrollIntoView();
    else this.showReceipt();
  }

  readersIn(channel) {
    return readersChosen(channel, { shown: this.shown, ...this.content });
  }

  nameFor(channel) {
    return sealedName(this.content.own, channel, { shown: this.shown, ...this.content }, this.receipt.keyPair.publicKey);
  }

  showReceipt() {
    document.querySelectorAll("#copying .receipt b").forEach((place, i) => (place.textContent = this.words[i]));
    for (const id of ["miscopied", "unsent"]) tell(id);
    showStep("copying");
  }

  async finishCopying(event) {
    event.preventDefault();
    const wrong = ASKED_BACK.filter((place) => !this.isCopied(place, find(`#place_${place}`).value));
    tell("miscopied", wrong.map((place) => sentence("miscopied", { place })).join(" "));
    if (!wrong.length) await whileWorking(event.target, () => this.send());
  }

  isCopied(place, typed) {
    return typed.normalize("NFKC").trim().toLowerCase() === this.words[place - 1];
  }

  /** Send; the same bytes again after a lost answer, so that it is stored once whatever became of the first. */
  async send() {
    for (const id of ["unsent", "working"]) tell(id);
    try {
      this.sealed ??= await this.sealedFor(this.channel);
      await this.sendSealed();
    } catch (error) {
      if (error instanceof Refused) this.sealed = undefined; // nothing was stored: it may be changed and sealed anew
      find("#back").hidden = !(error instanceof Refused);
      tell("working");
      tell("unsent", error instanceof Refused ? error.message : sentence("unsent"));
      return;
    }
    this.showArrived();
  }

  /** Where people or keys have changed since the page was shown, seal once more, to nobody who was not shown. */
  async sendSealed() {
    try {
      await this.postSealed();
    } catch (error) {
      if (error.kind !== "readers-changed") throw error;
      const channel = await fetchChannel(this.channel.key);
      this.readers = this.readersIn(channel);
      if (!this.readers.length) throw error;
      this.sealed = await this.sealedFor(channel);
      if (this.content.own.name && !this.sealed.identity) throw error;
      await this.postSealed();
    }
  }

  postSealed() {
    return postWorked("reports", this.sealed, this.work, () => tell("working", sentence("working")));
  }

  /** The files go first; what names them is sealed when they are there. */
  async sealedFor(channel) {
    const { keyPair, mailboxDigest } = this.receipt;
    const { key, questionnaire } = this.channel;
    const keys = keysOf(channel, this.readers, keyPair.publicKey);
    const { files, notes } = await this.enclosed.sent(keys);
    const content = packed({ ...this.content, language, channel: key, questionnaire, notes });
    const name = this.content.own.name && this.nameFor(channel);
    return {
      ...(name && { identity: name.envelope, custodians: name.custodians }),
      mailbox_digest: base64(mailboxDigest),
      content_mark: base64(this.receipt.contentMark(content)),
      reporter_public_key: base64(keyPair.publicKey),
      recipients: this.readers.map((person) => person.id),
      language,
      channel: key,
      envelope: base64(seal(content, keys)),
      files,
    };
  }

  showArrived() {
    this.work.end();
    const number = this.readers.length;
    tell("readers-number", sentence(number === 1 ? "one-reader" : "readers", { number }));
    showStep("arrived");
    for (const step of ["#writing", "#copying"]) find(step).remove();
    this.content = this.words = this.receipt = this.sealed = this.work = undefined;
    this.enclosed.forget();
  }
}
