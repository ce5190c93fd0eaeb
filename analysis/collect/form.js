/**
 * Form: the page's side of collecting. It shows a form (see form.py), keeps a draft, and sends the answers.
 *
 * It knows nothing about notebooks: everything it needs of its surroundings is a `host`, so a site can mount
 * the same form over fetch. All functions of a host return promises; a rejected promise is an Error with a
 * `reason` (`refused`, `store` or `lost`) and, where refused, `questions` (ids).
 *
 *   host.form                       { place, language, asked_before, schemas }, schemas by language as form_schema() makes
 *                                   them; asked_before: whether people may have a receipt of an earlier wave
 *   host.loadDraft(key)             -> the draft that was saved under the key, or null
 *   host.saveDraft(key, draft)      resolved only after it was committed
 *   host.deleteDraft(key)
 *   host.submit(key, submission)    -> { receipt, pictures }; submission { response_id, language, answers,
 *                                   earlier_receipt }; deletes the draft; the same response_id twice is one
 *                                   response; refused for the question `link` if the receipt leads nowhere
 *   host.withdraw(receipt)          -> whether there were answers with this receipt
 *
 * Stable handles for tests and for pages around the form:
 *   [data-llc="form"]               the root; data-step is looking, found, welcome, a part's id, about or sent
 *   [data-llc="status"]             data-status: fresh, saving, saved, kept, open, sending, not_sent, sent
 *   [data-llc="alert"|"unlinked"|"receipt"|"picture"|"withdraw"]
 *   [data-act="begin"|"continue"|"next"|"back"|"send"|"start-over"|"start-over-yes"|"start-over-no"|
 *    "withdraw"|"copy"|"print-receipt"|"print-picture"|"save-picture"|"finish"|"clear"|"offer"]
 *   [data-question="<id>"]          around each question; radios carry the answer's value; `link` is the earlier receipt
 *   [data-language="en"]            the buttons of the language switch; [data-part="<id>"] those of the overview
 */

const SAVE_AFTER_MS = 400;
const RETRY_AFTER_MS = 5000;
const ANSWER_WITHIN_MS = 10000;
const SHOW_CHARACTERS_LEFT_FROM = 500;
const ID = /^[0-9a-f]{32}$/;
const SVG = "http://www.w3.org/2000/svg";
const SHEET_STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1b2733; max-width: 40em; margin: 2em auto; padding: 0 1em; }
  h5, h6 { font-size: 1em; margin: 1em 0 0.25em; }
  ul { padding-left: 1.2em; }
  .llc-lines { list-style: none; padding: 0; }
  .llc-ends { display: flex; justify-content: space-between; }
  .llc-receipt { font: 600 2em/1.2 ui-monospace, monospace; letter-spacing: 0.05em; }
  .written { border-bottom: 1px solid #5b6775; min-height: 1.5em; white-space: pre-wrap; }
`;

export default { render };

/** The entry for anywidget; returns what it calls when the view goes away. */
function render({ model, el }) {
  const host = kernelHost(model);
  const unmount = mountForm(el, host);
  return () => {
    unmount();
    host.close();
  };
}

/** Shows the form inside `element`; returns a function that takes it away again. */
export function mountForm(element, host) {
  const page = new Page(element, host);
  page.open();
  return () => page.close();
}

/** A host that talks to a notebook's kernel; a message that stays unanswered is `lost`. */
function kernelHost(model) {
  const waiting = new Map();
  const hear = (message) => {
    const settle = waiting.get(message?.id);
    if (settle) settle(message);
  };
  const ask = (act, content) =>
    new Promise((resolve, reject) => {
      const id = newId();
      const settle = (message) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (message.ok) resolve(message);
        else reject(failure(message.reason, message.questions));
      };
      const timer = setTimeout(() => settle({ ok: false, reason: "lost" }), ANSWER_WITHIN_MS);
      waiting.set(id, settle);
      model.send({ ...content, id, act });
    });
  model.on("msg:custom", hear);
  return {
    form: model.get("form"),
    loadDraft: async (key) => (await ask("load_draft", { key })).draft,
    saveDraft: (key, draft) => ask("save_draft", { key, draft }),
    deleteDraft: (key) => ask("delete_draft", { key }),
    submit: (key, submission) => ask("submit", { key, ...submission }),
    withdraw: async (receipt) => (await ask("withdraw", { receipt })).found,
    close: () => model.off("msg:custom", hear),
  };
}

function failure(reason, questions = []) {
  return Object.assign(new Error(reason), { reason, questions });
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Keeps the draft: in the browser at once, in the store after a short pause, and says truly which of the
 * two has happened. The browser's storage holds the key of the draft and the id of the response, so that a
 * reload finds the draft and a repeated submission stays one response.
 */
class Keeper {
  constructor(host, tell) {
    this.host = host;
    this.tell = tell;
    this.slot = `learning-culture:${host.form.place}`;
    this.queue = Promise.resolve();
    this.renew();
  }

  renew() {
    clearTimeout(this.timer);
    this.record = { key: newId(), response_id: newId(), draft: null };
    this.inBrowser = false;
    this.sending = false;
  }

  /** The record of an earlier visit, or null. */
  remembered() {
    try {
      const record = JSON.parse(localStorage.getItem(this.slot));
      return ID.test(record.key) && ID.test(record.response_id) && record.draft.revision > 0 ? record : null;
    } catch {
      return null;
    }
  }

  /** The newer of the browser's and the store's draft. */
  async find(record) {
    this.record = record;
    this.inBrowser = true;
    const stored = await this.host.loadDraft(record.key).catch(() => null);
    const revision = Number(stored?.revision) || 0;
    if (revision > record.draft.revision) record.draft = stored;
    if (revision >= record.draft.revision) this.tell("saved");
    else this.schedule(0);
    return record.draft;
  }

  keep(draft) {
    const revision = (this.record.draft?.revision ?? 0) + 1;
    this.record.draft = structuredClone({ ...draft, revision });
    this.inBrowser = this.remember();
    if (this.sending) return;
    this.tell("saving");
    this.schedule(SAVE_AFTER_MS);
  }

  remember() {
    try {
      localStorage.setItem(this.slot, JSON.stringify(this.record));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.slot);
    } catch {
      // A browser without storage has nothing to forget.
    }
    this.renew();
  }

  schedule(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.queue = this.queue.then(() => this.save());
    }, pause);
  }

  async save() {
    const { key, draft } = this.record;
    if (!draft || this.sending) return;
    const committed = await this.host.saveDraft(key, draft).then(
      () => true,
      () => false,
    );
    if (this.sending || key !== this.record.key || this.stopped) return;
    if (!committed) {
      this.tell(this.inBrowser ? "kept" : "open");
      this.schedule(RETRY_AFTER_MS);
    } else if (draft.revision === this.record.draft.revision) {
      this.tell(this.inBrowser ? "saved" : "open");
    }
  }

  /** Sends the answers; waits for a save under way, so that none can arrive after its draft was deleted. */
  async send(language, answers, earlierReceipt) {
    this.hold();
    try {
      await this.queue;
      const { key, response_id } = this.record;
      const sent = await this.host.submit(key, { response_id, language, answers, earlier_receipt: earlierReceipt });
      this.forget();
      return sent;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  async discard() {
    this.hold();
    try {
      await this.queue;
      await this.host.deleteDraft(this.record.key);
      this.forget();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  hold() {
    this.sending = true;
    clearTimeout(this.timer);
  }

  release() {
    this.sending = false;
    if (this.record.draft) this.schedule(RETRY_AFTER_MS);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}

/** The form on the screen: one step at a time, in one language at a time. */
class Page {
  constructor(element, host) {
    this.host = host;
    this.uid = `llc-${newId().slice(0, 8)}`;
    this.keeper = new Keeper(host, (status) => this.showStatus(status));
    this.languages = Object.keys(host.form.schemas);
    this.language = this.languages.includes(host.form.language) ? host.form.language : this.languages[0];
    this.status = "fresh";
    this.clear();
    this.build(element);
  }

  clear() {
    this.answers = {};
    // The receipt of an earlier wave lives here alone: a draft would store it.
    this.earlierReceipt = "";
    this.step = 0;
    this.offer = false;
    this.sent = null;
    this.plans = {};
  }

  /** The frame that stays while the steps change, so that the live region is never replaced. */
  build(element) {
    this.title = h("h2", { id: `${this.uid}-title`, class: "llc-title" });
    this.switch = h("div", { role: "group", class: "llc-languages" }, this.languages.map((name) => this.languageButton(name)));
    this.progress = h("div", { class: "llc-progress" });
    this.body = h("div", { class: "llc-body" });
    this.statusLine = h("p", { class: "llc-status", "data-llc": "status" });
    this.live = h("p", { class: "llc-unseen", role: "status", "aria-live": "polite" });
    this.root = h(
      "section",
      { class: "llc-form", "data-llc": "form", "data-lm-suppress-shortcuts": "true", "aria-labelledby": this.title.id },
      h("header", { class: "llc-head" }, this.title, this.switch),
      this.progress,
      this.body,
      h("footer", { class: "llc-foot" }, this.statusLine, this.live),
    );
    // A notebook reads arrow keys and letters as its own commands, and would move away from the question.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    element.replaceChildren(this.root);
  }

  languageButton(name) {
    const label = this.host.form.schemas[name].texts.language_name;
    const choose = () => this.speak(name);
    return h("button", { type: "button", lang: name, "data-language": name, onclick: choose }, label);
  }

  async open() {
    const record = this.keeper.remembered();
    if (!record) {
      this.show("welcome");
      return;
    }
    this.show("looking");
    const draft = await this.keeper.find(record);
    if (this.keeper.stopped) return;
    this.take(draft);
    this.show("found");
  }

  close() {
    this.keeper.stop();
    this.root.remove();
  }

  /** Takes over a draft, leaving out what the form does not ask (any more). */
  take(draft) {
    const questions = this.allQuestions();
    const known = Object.entries(draft.answers ?? {}).filter(([id, value]) => fits(questions.get(id), value));
    this.answers = Object.fromEntries(known);
    this.offer = draft.offer === true;
    this.step = Number.isInteger(draft.step) ? Math.min(Math.max(draft.step, 0), this.steps.length - 1) : 0;
    if (this.languages.includes(draft.language)) this.language = draft.language;
  }

  get schema() {
    return this.host.form.schemas[this.language];
  }

  /** The steps that hold questions: the seven parts and the last one. */
  get steps() {
    return [...this.schema.parts, this.schema.about];
  }

  allQuestions() {
    return new Map(this.steps.flatMap(questionsOf).map((question) => [question.id, question]));
  }

  say(key, values = {}) {
    const text = this.schema.texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  }

  speak(language) {
    this.language = language;
    if (this.view === "step") this.keep();
    this.show(this.view);
  }

  /** Keeps a draft from the first answer on, so that looking at the form leaves nothing behind. */
  keep() {
    const { answers, language, step, offer } = this;
    if (!Object.keys(answers).length && !this.keeper.record.draft) return;
    this.keeper.keep({ answers, language, step, offer });
  }

  showStatus(status) {
    const passing = ["saving", "fresh"].includes(status);
    if (!passing && status !== this.announced) {
      this.announced = status;
      this.announce(this.say(`status_${status}`));
    }
    this.status = status;
    this.statusLine.dataset.status = status;
    this.statusLine.textContent = this.say(`status_${status}`);
  }

  announce(text) {
    this.live.textContent = text;
  }

  show(view) {
    this.view = view;
    const drawn = { looking: drawLooking, found: drawFound, welcome: drawWelcome, step: drawStep, sent: drawSent }[view](this);
    this.root.lang = this.language;
    this.root.dataset.step = view === "step" ? this.steps[this.step].id : view;
    this.title.textContent = this.schema.title;
    this.switch.setAttribute("aria-label", this.say("language"));
    for (const button of this.switch.children) {
      button.setAttribute("aria-pressed", String(button.dataset.language === this.language));
    }
    this.progress.replaceChildren(...(view === "step" ? drawProgress(this) : []));
    this.body.replaceChildren(drawn);
    this.showStatus(this.status);
  }

  /** Shows another step and moves reading and keyboard to its heading. */
  go(view, step = this.step) {
    this.step = step;
    if (view === "step") this.keep();
    this.show(view);
    this.toTop();
  }

  toTop() {
    this.root.scrollIntoView({ block: "start" });
    this.body.querySelector("[data-focus]")?.focus({ preventScroll: true });
  }

  answer(question, value) {
    if (value === null || value === "") delete this.answers[question.id];
    else this.answers[question.id] = value;
    this.keep();
  }

  isBlank() {
    return !Object.values(this.answers).some((value) => typeof value !== "string" || value.trim());
  }

  async send() {
    const alert = this.body.querySelector('[data-llc="alert"]');
    alert.textContent = "";
    if (this.keeper.sending) return;
    if (this.isBlank()) {
      alert.textContent = this.say("send_empty");
      return;
    }
    const unlinked = this.body.querySelector('[data-llc="unlinked"]');
    if (unlinked) unlinked.textContent = "";
    this.showStatus("sending");
    try {
      this.sent = await this.keeper.send(this.language, this.answers, this.earlierReceipt);
    } catch (error) {
      this.showStatus("not_sent");
      if (isUnlinked(error)) this.toEarlierReceipt();
      else alert.textContent = this.whyNotSent(error);
      return;
    }
    this.earlierReceipt = "";
    this.status = "sent";
    this.go("sent");
  }

  /** Says beside the receipt that it led nowhere, and moves the keyboard there. */
  toEarlierReceipt() {
    const field = this.body.querySelector('[data-question="link"] input');
    this.body.querySelector('[data-llc="unlinked"]').textContent = this.say("send_unlinked");
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  whyNotSent(error) {
    const refused = new Set(error.questions ?? []);
    const parts = this.steps.filter((step) => questionsOf(step).some((question) => refused.has(question.id)));
    if (error.reason !== "refused" || !parts.length) return this.say("send_failed");
    return this.say("send_refused", { parts: parts.map((part) => part.title).join(", ") });
  }

  async startOver(alert) {
    alert.textContent = "";
    try {
      await this.keeper.discard();
    } catch {
      alert.textContent = this.say("start_over_failed");
      return;
    }
    this.begin("started_over");
  }

  /** A fresh welcome for whoever comes next. */
  begin(notice) {
    this.clear();
    this.status = "fresh";
    this.announced = "fresh";
    this.go("welcome");
    this.announce(this.say(notice));
  }
}

function isUnlinked(error) {
  return error.reason === "refused" && (error.questions ?? []).includes("link");
}

function questionsOf(step) {
  return step.groups.flatMap((group) => group.questions);
}

function fits(question, value) {
  if (!question) return false;
  if (question.kind === "text") return typeof value === "string";
  return [...question.choices, question.decline].some((choice) => choice?.value === value);
}

function drawLooking(page) {
  return h("p", {}, page.say("looking"));
}

function drawFound(page) {
  return h(
    "div",
    { class: "llc-step" },
    heading(page.say("found_title")),
    h("p", {}, page.say("found_text")),
    h("div", { class: "llc-actions" }, button(page, "continue", "found_continue", () => page.go("step"), "llc-main")),
    drawStartOver(page, "found_other"),
  );
}

function drawWelcome(page) {
  const entries = [...page.schema.welcome, { label: page.say("kept_label"), text: page.say("kept") }];
  return h(
    "div",
    { class: "llc-step" },
    heading(page.say("welcome_heading")),
    h("dl", { class: "llc-promises" }, entries.map(({ label, text }) => h("div", {}, h("dt", {}, label), h("dd", {}, text)))),
    h("div", { class: "llc-actions" }, button(page, "begin", "begin", () => page.go("step", 0), "llc-main")),
    drawWithdrawal(page),
  );
}

function drawWithdrawal(page) {
  const id = `${page.uid}-receipt`;
  const field = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", maxlength: "64", "aria-describedby": `${id}-hint` });
  const answer = h("p", { role: "status", class: "llc-answer" });
  const withdraw = async (event) => {
    event.preventDefault();
    answer.textContent = page.say(await withdrawal(page.host, field.value.trim()));
  };
  return h(
    "details",
    { class: "llc-fold", "data-llc": "withdraw" },
    h("summary", {}, page.say("withdraw_title")),
    h(
      "form",
      { novalidate: true, onsubmit: withdraw },
      h("label", { for: id }, page.say("withdraw_label")),
      h("p", { id: `${id}-hint`, class: "llc-hint" }, page.say("withdraw_hint")),
      h("div", { class: "llc-line" }, field, h("button", { type: "submit", "data-act": "withdraw" }, page.say("withdraw"))),
      answer,
    ),
  );
}

async function withdrawal(host, receipt) {
  if (!receipt) return "withdraw_empty";
  try {
    return (await host.withdraw(receipt)) ? "withdraw_done" : "withdraw_unknown";
  } catch {
    return "withdraw_failed";
  }
}

function drawProgress(page) {
  const parts = page.schema.parts.length;
  const text = page.step < parts ? page.say("progress", { part: page.step + 1, parts }) : page.say("last_step");
  const marks = page.schema.parts.map((_, index) => h("span", { "data-done": index < page.step, "data-now": index === page.step }));
  return [h("p", {}, text), h("div", { class: "llc-marks-done", "aria-hidden": "true" }, marks)];
}

function drawStep(page) {
  const step = page.steps[page.step];
  const isLast = page.step === page.schema.parts.length;
  const questions = questionsOf(step);
  return h(
    "form",
    { class: "llc-step", novalidate: true, onsubmit: (event) => event.preventDefault() },
    heading(step.title),
    h("p", { class: "llc-why" }, step.why),
    isLast ? h("p", { class: "llc-promise" }, page.schema.promise) : h("p", { class: "llc-hint" }, page.say("skip_hint")),
    questions.some((question) => question.decline) && drawOffer(page),
    step.groups.map((group) => drawGroup(page, group)),
    isLast && page.host.form.asked_before && drawEarlier(page),
    isLast && drawOverview(page),
    drawMoves(page, isLast),
    drawStartOver(page, "start_over"),
  );
}

function drawOffer(page) {
  const turn = (event) => {
    page.offer = event.target.checked;
    page.keep();
    page.show("step");
    page.body.querySelector('[data-act="offer"]').focus();
  };
  const box = h("input", { type: "checkbox", checked: page.offer, "data-act": "offer", onchange: turn });
  return h("label", { class: "llc-offer" }, box, h("span", {}, page.say("decline_offer")));
}

function drawGroup(page, group) {
  const questions = group.questions.map((question) => (question.kind === "text" ? drawText : drawChoice)(page, question));
  const hint = group.questions.some((question) => question.kind === "text") && drawTextHint(page);
  if (!group.name) return h("div", { class: "llc-open-group" }, group.statement && h("p", {}, group.statement), hint, questions);
  const legend = h("legend", {}, h("h4", {}, group.name), group.statement && h("span", { class: "llc-statement" }, group.statement));
  return h("fieldset", { class: "llc-group" }, legend, questions);
}

function drawTextHint(page) {
  const limit = page.schema.limit.toLocaleString(page.language);
  return h("p", { class: "llc-hint", id: `${page.uid}-text-hint` }, page.say("text_hint", { limit }));
}

function drawChoice(page, question) {
  const chosen = page.answers[question.id];
  const declined = question.decline && (page.offer || chosen === question.decline.value);
  const choices = declined ? [...question.choices, question.decline] : question.choices;
  const clear = h(
    "button",
    {
      type: "button",
      class: "llc-clear",
      "data-act": "clear",
      hidden: chosen === undefined,
      "aria-label": page.say("clear_label", { question: question.label }),
      onclick: (event) => clearChoice(page, question, event.currentTarget),
    },
    page.say("clear"),
  );
  const choose = (value) => {
    clear.hidden = false;
    page.answer(question, value);
  };
  const radios = choices.map(({ value, label }) =>
    h(
      "label",
      { class: value === question.decline?.value ? "llc-decline" : null },
      h("input", { type: "radio", name: `${page.uid}-${question.id}`, value, checked: value === chosen, onchange: () => choose(value) }),
      h("span", {}, label),
    ),
  );
  return h(
    "fieldset",
    { class: "llc-question", "data-question": question.id },
    h("legend", {}, question.label),
    h("div", { class: `llc-choices llc-${question.layout}` }, radios),
    clear,
  );
}

function clearChoice(page, question, clear) {
  const radios = clear.closest("fieldset").querySelectorAll("input");
  for (const radio of radios) radio.checked = false;
  page.answer(question, null);
  radios[0].focus();
  clear.hidden = true;
}

function drawText(page, question) {
  const id = `${page.uid}-${question.id}`;
  const { limit } = page.schema;
  const left = h("p", { class: "llc-hint llc-left" });
  const hint = question.hint && h("p", { class: "llc-hint", id: `${id}-hint` }, question.hint);
  const described = [hint && hint.id, `${page.uid}-text-hint`].filter(Boolean).join(" ");
  const count = (text) => {
    const room = limit - text.length;
    left.textContent = room <= SHOW_CHARACTERS_LEFT_FROM ? page.say("text_left", { left: room }) : "";
  };
  const write = (event) => {
    count(event.target.value);
    page.answer(question, event.target.value);
  };
  const area = h("textarea", { id, rows: "3", maxlength: limit, "aria-describedby": described, oninput: write });
  area.value = page.answers[question.id] ?? "";
  count(area.value);
  return h("div", { class: "llc-question", "data-question": question.id }, h("label", { for: id }, question.label), hint, area, left);
}

function drawEarlier(page) {
  const id = `${page.uid}-link`;
  const write = (event) => {
    page.earlierReceipt = event.target.value;
    event.target.removeAttribute("aria-invalid");
  };
  const described = `${id}-hint ${id}-unlinked`;
  const field = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", maxlength: "64", "aria-describedby": described, oninput: write });
  field.value = page.earlierReceipt;
  return h(
    "div",
    { class: "llc-question llc-earlier", "data-question": "link" },
    h("label", { for: id }, page.say("earlier_label")),
    h("p", { id: `${id}-hint`, class: "llc-hint" }, page.say("earlier_text")),
    field,
    h("p", { id: `${id}-unlinked`, role: "alert", class: "llc-alert", "data-llc": "unlinked" }),
  );
}

function drawOverview(page) {
  const rows = page.schema.parts.map((part, index) => {
    const questions = questionsOf(part);
    const answered = questions.filter((question) => question.id in page.answers).length;
    const go = h(
      "button",
      { type: "button", class: "llc-quiet", "data-part": part.id, "aria-label": page.say("overview_go", { part: part.title }), onclick: () => page.go("step", index) },
      part.title,
    );
    return h("li", {}, go, h("span", {}, page.say("overview_count", { answered, questions: questions.length })));
  });
  return h("div", { class: "llc-overview" }, h("h4", {}, page.say("overview_title")), h("ul", {}, rows));
}

function drawMoves(page, isLast) {
  const back = () => (page.step ? page.go("step", page.step - 1) : page.go("welcome"));
  const forward = isLast
    ? button(page, "send", "send", () => page.send(), "llc-main")
    : button(page, "next", page.step + 1 < page.schema.parts.length ? "next" : "to_send", () => page.go("step", page.step + 1), "llc-main");
  return [
    isLast && h("p", { class: "llc-hint" }, page.say("send_hint")),
    h("div", { class: "llc-actions" }, button(page, "back", "back", back), forward),
    h("p", { role: "alert", class: "llc-alert", "data-llc": "alert" }),
  ];
}

/** Asks before it deletes, and gives the keyboard back to where it was when the answer is no. */
function drawStartOver(page, label) {
  const alert = h("p", { role: "alert", class: "llc-alert" });
  const toggle = (isAsking) => {
    ask.hidden = isAsking;
    sure.hidden = !isAsking;
    (isAsking ? sure.querySelector("button") : ask).focus();
  };
  const ask = button(page, "start-over", label, () => toggle(true), "llc-quiet");
  const question = h("p", { id: `${page.uid}-sure` }, page.say("start_over_sure"));
  const sure = h(
    "div",
    { class: "llc-sure", role: "group", "aria-labelledby": question.id, hidden: true },
    question,
    h(
      "div",
      { class: "llc-actions" },
      button(page, "start-over-no", "start_over_no", () => toggle(false)),
      button(page, "start-over-yes", "start_over_yes", () => page.startOver(alert)),
    ),
    alert,
  );
  return h("div", { class: "llc-start-over" }, ask, sure);
}

function drawSent(page) {
  return h(
    "div",
    { class: "llc-step" },
    heading(page.say("sent_title")),
    drawReceipt(page),
    drawPicture(page),
    h("p", { class: "llc-hint" }, page.say("finish_hint")),
    h("div", { class: "llc-actions" }, button(page, "finish", "finish", () => page.begin("finished"))),
  );
}

function drawReceipt(page) {
  const receipt = h("p", { class: "llc-receipt", "data-llc": "receipt" }, page.sent.receipt);
  const text = h("p", {}, page.say("receipt_text"));
  const said = h("p", { role: "status", class: "llc-answer" });
  const copy = async () => {
    said.textContent = page.say((await copied(page.sent.receipt)) ? "receipt_copied" : "receipt_not_copied");
  };
  const print = () => printSheet(sheet(page, page.say("receipt_title"), [receipt, text]));
  return h(
    "div",
    { class: "llc-card" },
    h("h4", {}, page.say("receipt_title")),
    receipt,
    text,
    h("div", { class: "llc-actions" }, button(page, "copy", "receipt_copy", copy), button(page, "print-receipt", "receipt_print", print)),
    said,
  );
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function drawPicture(page) {
  const picture = page.sent.pictures[page.language];
  const content = h(
    "div",
    { "data-llc": "picture", class: "llc-picture" },
    h("p", {}, picture.intro),
    h("ul", { class: "llc-lines" }, picture.lines.map((line) => drawLine(page, line))),
    drawAdvice(page, picture.advice),
  );
  const make = () => sheet(page, page.say("picture_title"), [content]);
  return h(
    "div",
    { class: "llc-card" },
    h("h4", {}, page.say("picture_title")),
    h("p", { class: "llc-promise" }, page.say("picture_private")),
    content,
    picture.lines.length > 0 &&
      h(
        "div",
        { class: "llc-actions" },
        button(page, "print-picture", "picture_print", () => printSheet(make())),
        button(page, "save-picture", "picture_save", () => saveSheet(make(), page.say("picture_file"))),
      ),
  );
}

function drawLine(page, line) {
  const drawing = line.position !== null && [
    drawScale(line),
    h("div", { class: "llc-ends", "aria-hidden": "true" }, h("span", {}, page.say("picture_fixed")), h("span", {}, page.say("picture_growth"))),
  ];
  return h("li", {}, h("h5", {}, line.name), drawing, h("p", {}, line.reading));
}

function drawScale(line) {
  const x = 10 + 3.8 * line.position;
  const tick = (at) => s("line", { x1: at, x2: at, y1: 8, y2: 20, stroke: "#5B6775", "stroke-width": 1.5 });
  return s(
    "svg",
    { viewBox: "0 0 400 28", role: "img", "aria-label": line.alt, class: "llc-scale-line" },
    s("line", { x1: 10, x2: 390, y1: 14, y2: 14, stroke: "#5B6775", "stroke-width": 1.5 }),
    [10, 200, 390].map(tick),
    s("circle", { cx: x, cy: 14, r: 8, fill: "#0B3F73", stroke: "#FFFFFF", "stroke-width": 2 }),
  );
}

function drawAdvice(page, advice) {
  if (!advice.title) return null;
  const situations = advice.situations.map((situation) => [
    h("h6", {}, situation.name),
    h("ul", {}, situation.try.map((text) => h("li", {}, text))),
    drawPlan(page, situation),
  ]);
  const keep = advice.keep.length > 0 && h("ul", {}, advice.keep.map((text) => h("li", {}, text)));
  return h("div", { class: "llc-advice" }, h("h5", {}, advice.title), situations, keep);
}

/** Room to write how; it lives in this page's memory alone. */
function drawPlan(page, situation) {
  const id = `${page.uid}-plan-${situation.id}`;
  const write = (event) => {
    page.plans[situation.id] = event.target.value;
  };
  const area = h("textarea", { id, rows: "2", maxlength: page.schema.limit, "aria-describedby": `${id}-hint`, oninput: write });
  area.value = page.plans[situation.id] ?? "";
  return h(
    "div",
    { class: "llc-plan" },
    h("label", { for: id }, page.say("picture_how"), h("span", { class: "llc-unseen" }, ` (${situation.name})`)),
    area,
    h("p", { class: "llc-hint", id: `${id}-hint` }, page.say("picture_how_hint")),
  );
}

/** A page of its own for paper or a file, with what was written in place of the fields. */
function sheet(page, title, nodes) {
  const paper = document.implementation.createHTMLDocument(title);
  const charset = paper.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  const style = paper.createElement("style");
  style.textContent = SHEET_STYLE;
  paper.head.prepend(charset);
  paper.head.append(style);
  paper.documentElement.lang = page.language;
  const headline = paper.createElement("h1");
  headline.textContent = title;
  paper.body.append(headline, ...nodes.map((node) => paper.importNode(node, true)));
  const written = nodes.flatMap((node) => [...node.querySelectorAll("textarea")]).map((area) => area.value);
  paper.querySelectorAll("textarea").forEach((area, index) => {
    const text = paper.createElement("p");
    text.className = "written";
    text.textContent = written[index];
    area.replaceWith(text);
  });
  for (const node of paper.querySelectorAll(".llc-hint, .llc-unseen")) node.remove();
  return `<!doctype html>\n${paper.documentElement.outerHTML}`;
}

function printSheet(html) {
  const frame = h("iframe", { class: "llc-unseen", "aria-hidden": "true", tabindex: "-1", title: "", srcdoc: html });
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.print();
  });
  document.body.append(frame);
}

function saveSheet(html, name) {
  const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  h("a", { href: address, download: `${name}.html` }).click();
  // The browser reads the address after this turn, so it is given up a little later.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function heading(text) {
  return h("h3", { tabindex: "-1", "data-focus": "" }, text);
}

function button(page, act, text, onclick, className = null) {
  return h("button", { type: "button", class: className, "data-act": act, onclick }, page.say(text));
}

/** One HTML element. Texts become text nodes and never markup, whoever wrote them. */
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== ""));
  return node;
}
