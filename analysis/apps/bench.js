/**
 * Bench: the page's side of coding. It shows one written answer at a time, takes what a coder finds in it, what is to
 * be masked, and the confirmation, and says truly what is saved and what is not yet.
 *
 * Everything that it needs of its surroundings is a `host`:
 *
 *   host.bench          what is shown around the texts, as bench_schema() makes it
 *   host.ask(message)   -> the kernel's answer to a message; rejected with a `reason` (`refused`, `store` or `lost`).
 *                       The same message, with the same id, may be asked again: it is done once
 *   host.onChange(do)   `do` is called when names or themes have changed
 *
 * The bench holds the text that is shown and a few on each side of it. A change is shown at once; it is sent in the order
 * in which it was made, one message at a time, and a message that could not be served is sent again until it is.
 *
 * Stable handles for tests and for pages around the bench:
 *   [data-lcb="bench"]              the root; data-token names the text that is shown, data-ready that there is one
 *   [data-lcb="status"]             data-status: ready, saving, saved, not_saved
 *   [data-lcb="text"|"masked"|"state"|"themes"|"memo"|"place"|"alert"|"words"|"keys"|"both"]
 *   [data-act="next"|"previous"|"unread"|"confirm"|"take_back"|"undo"|"memo"|"words"|"keys"|"first"|"second"]
 *   [data-theme="<id>"]             the choice of each theme; the empty id is "none of these"
 *   [data-span="<start>-<end>"]     what is masked or proposed in the text, by its characters
 */

const RETRY_AFTER_MS = 3000;
const ANSWER_WITHIN_MS = 10000;
const KEYS = { next: "n", previous: "p", unread: "g", confirm: "c", take_back: "t", undo: "u", memo: "m", words: "w", keys: "?", first: "f", second: "s" };
const ARROWS = { ArrowRight: "next", ArrowLeft: "previous" };
const NONE_KEY = "0";
const WRITING = "textarea, select, input:not([type=checkbox]):not([type=radio])";
const EDGES = /^[^\p{L}\p{N}@#+]+|[^\p{L}\p{N}]+$/gu;
const HELD = 12;
const NOTHING_ASKED = { id: "", question: "", only_one: false, prompts: [], themes: [] };

export default { render };

/** The entry for anywidget; returns what it calls when the view goes away. */
function render({ model, el }) {
  const host = kernelHost(model);
  const unmount = mountBench(el, host);
  return () => {
    unmount();
    host.close();
  };
}

/** Shows the bench inside `element`; returns a function that takes it away again. */
export function mountBench(element, host) {
  const bench = new Bench(element, host);
  bench.open();
  return () => bench.close();
}

/** A host that talks to a notebook's kernel; a message that stays unanswered is `lost`. */
function kernelHost(model) {
  const waiting = new Map();
  const changed = new Set();
  const hear = (message) => {
    if (message?.changed) changed.forEach((call) => call());
    else waiting.get(message?.id)?.(message);
  };
  const ask = (message) =>
    new Promise((resolve, reject) => {
      const settle = (answer) => {
        clearTimeout(timer);
        waiting.delete(message.id);
        if (answer.ok) resolve(answer);
        else reject(Object.assign(new Error(answer.reason), answer));
      };
      const timer = setTimeout(() => settle({ ok: false, reason: "lost" }), ANSWER_WITHIN_MS);
      waiting.set(message.id, settle);
      model.send(message);
    });
  model.on("msg:custom", hear);
  return {
    get bench() {
      return model.get("bench");
    },
    ask,
    onChange: (call) => changed.add(call),
    close: () => model.off("msg:custom", hear),
  };
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends messages in their order, one at a time, each until it was served or refused; `tell` hears how that goes. */
class Post {
  constructor(host, tell) {
    this.host = host;
    this.tell = tell;
    this.waiting = [];
    this.isFailing = false;
    this.stopped = false;
  }

  /** The answer to a message; `changes` says whether it is something to be saved. */
  send(act, content, changes = false) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ message: { ...content, act, id: newId() }, changes, resolve, reject });
      if (changes && !this.isFailing) this.tell("saving");
      if (this.waiting.length === 1) this.work();
    });
  }

  get isSaving() {
    return this.waiting.some((letter) => letter.changes);
  }

  async work() {
    while (this.waiting.length && !this.stopped) {
      const letter = this.waiting[0];
      try {
        this.done(letter, letter.resolve, await this.host.ask(letter.message));
      } catch (error) {
        if (error.reason === "refused") this.done(letter, letter.reject, error);
        else await this.pause();
      }
    }
  }

  done(letter, settle, result) {
    this.waiting.shift();
    this.isFailing = false;
    if (letter.changes && !this.isSaving) this.tell("saved");
    settle(result);
  }

  async pause() {
    this.isFailing = true;
    if (this.isSaving) this.tell("not_saved");
    await new Promise((wake) => {
      this.timer = setTimeout(wake, RETRY_AFTER_MS);
    });
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}

/** The bench on the screen. */
class Bench {
  constructor(element, host) {
    this.host = host;
    this.uid = `lcb-${newId().slice(0, 8)}`;
    this.post = new Post(host, (status) => this.showStatus(status));
    this.schema = host.bench;
    this.item = this.schema.first;
    this.which = "all";
    this.texts = new Map();
    this.progress = {};
    this.place = 0;
    this.count = 0;
    this.undoable = 0;
    this.build(element);
    host.onChange(() => this.reread());
    this.guard = (event) => {
      if (this.post.isSaving) event.preventDefault();
    };
    window.addEventListener("beforeunload", this.guard);
  }

  /** The frame that stays while texts come and go, so that the live region is never replaced. */
  build(element) {
    this.parts = buildParts(this);
    this.root = h(
      "section",
      { class: "lcb", "data-lcb": "bench", "data-lm-suppress-shortcuts": "true", "aria-label": this.say("title"), lang: this.schema.language },
      this.parts.head,
      this.parts.alert,
      this.parts.empty,
      this.parts.body,
      this.parts.foot,
    );
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    element.replaceChildren(this.root);
    this.showStatus("ready");
  }

  open() {
    return this.enter(this.item, this.which);
  }

  close() {
    this.post.stop();
    window.removeEventListener("beforeunload", this.guard);
    this.root.remove();
  }

  get view() {
    return this.texts.get(this.place);
  }

  get about() {
    return this.schema.items.find((item) => item.id === this.item) ?? NOTHING_ASKED;
  }

  say(key, values = {}) {
    const text = this.schema.texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  announce(text) {
    this.parts.live.textContent = text;
  }

  showStatus(status) {
    if (status === "not_saved" && this.status !== status) this.announce(this.say("status_not_saved"));
    this.status = status;
    this.parts.status.dataset.status = status;
    this.parts.status.textContent = this.say(`status_${status}`);
  }

  /** Opens a question, at the text `token` or where the coder is. */
  async enter(item, which, token = "") {
    this.texts.clear();
    const answer = await this.ask("open", { item, which, token });
    if (!answer) return;
    this.item = item;
    this.which = which;
    this.count = answer.count;
    this.place = answer.place;
    this.take(answer);
    drawQuestion(this);
    this.draw();
  }

  /** Reads the schema and the text anew after names or themes have changed. */
  reread() {
    this.schema = this.host.bench;
    fillQuestions(this);
    return this.enter(this.item, this.which, this.view?.token);
  }

  async ask(act, content, changes = false) {
    try {
      return await this.post.send(act, content, changes);
    } catch (error) {
      this.parts.alert.textContent = error.told || this.say("refused");
      return null;
    }
  }

  /** Takes over what an answer brings; a text with changes under way keeps what is shown of it. */
  take(answer) {
    for (const text of answer.texts ?? []) {
      const known = this.texts.get(text.place);
      if (!known || known.token !== text.token || !known.pending) this.texts.set(text.place, { ...text, pending: 0 });
    }
    this.undoable = answer.undo ?? this.undoable;
    Object.assign(this.progress, answer.progress ?? {});
    for (const place of this.texts.keys()) {
      if (Math.abs(place - this.place) > HELD) this.texts.delete(place);
    }
  }

  async go(place) {
    if (place < 0 || place >= this.count) {
      this.announce(this.say(place < 0 ? "at_first" : "at_last"));
      return;
    }
    this.place = place;
    if (this.view) this.draw();
    const held = [place - 1, place, place + 1].filter((near) => near >= 0 && near < this.count);
    if (held.every((near) => this.texts.has(near))) return;
    const wasThere = Boolean(this.view);
    const answer = await this.ask("look", { place });
    if (!answer) return;
    this.take(answer);
    if (!wasThere && this.place === place) this.draw();
  }

  async toUnread() {
    const answer = await this.ask("unread", { place: this.place });
    if (!answer) return;
    if (answer.place === null) {
      this.announce(this.say("all_read"));
      return;
    }
    this.place = answer.place;
    this.take(answer);
    this.draw();
  }

  /** Shows a change of the text at once, and sends it. */
  async change(act, content, fields) {
    const view = this.view;
    if (!view) return;
    this.parts.alert.textContent = "";
    Object.assign(view, fields);
    view.pending += 1;
    this.refresh();
    const answer = await this.ask(act, { token: view.token, ...content }, true);
    view.pending -= 1;
    if (answer) this.take(answer);
    else await this.enter(this.item, this.which, view.token);
    if (this.view?.token === view.token) this.refresh();
    else this.refreshProgress();
  }

  code(themes) {
    const ordered = this.about.themes.map((theme) => theme.id).filter((id) => themes.includes(id));
    return this.change("code", { themes: ordered }, { themes: ordered });
  }

  /** Chooses a theme, or takes the choice back; the empty id means none of them. */
  toggle(id) {
    const now = this.view?.themes ?? [];
    if (id === "") return this.code([]);
    if (this.about.only_one) return this.code([id]);
    return this.code(now.includes(id) ? now.filter((other) => other !== id) : [...now, id]);
  }

  mask(masks) {
    const sorted = [...masks].sort((a, b) => a[0] - b[0]);
    return this.change("mask", { masks: sorted }, { masks: sorted, stale: true });
  }

  toggleSpan([start, end, kind]) {
    const others = this.view.masks.filter((mask) => mask[0] !== start || mask[1] !== end);
    const added = others.length === this.view.masks.length ? [[start, end, kind]] : [];
    return this.mask([...others, ...added]);
  }

  async undo() {
    this.leaveMemo();
    const answer = await this.ask("undo", {}, true);
    if (!answer) return;
    this.undoable = answer.undo;
    if (!answer.token) {
      this.announce(this.say("nothing_to_undo"));
      return;
    }
    await this.enter(answer.item, "all", answer.token);
    this.announce(this.say("undone"));
  }

  /** Keeps a memo that was being written, before anything else happens. */
  leaveMemo() {
    const memo = this.parts.memo.value.trim();
    const view = this.view;
    if (view && memo !== view.memo) this.change("memo", { memo }, { memo, themes: view.themes ?? [] });
  }

  act(name) {
    const view = this.view;
    if (name !== "memo") this.leaveMemo();
    const acts = {
      next: () => this.go(this.place + 1),
      previous: () => this.go(this.place - 1),
      unread: () => this.toUnread(),
      confirm: () => view && this.confirm(),
      take_back: () => view?.confirmed && this.change("take_back", {}, { confirmed: "" }),
      undo: () => this.undo(),
      memo: () => this.parts.memo.focus(),
      words: () => view && this.maskWords(),
      keys: () => this.toggleKeys(),
      first: () => view?.both && this.code(view.both[0]),
      second: () => view?.both && this.code(view.both[1]),
    };
    return acts[name]();
  }

  /** Confirms the version that is shown; one whose masks are still on their way is not shown yet. */
  confirm() {
    const { stale, masked } = this.view;
    if (!stale) return this.change("confirm", { masked }, { confirmed: masked });
    this.announce(this.say("wait_for_masked"));
    return null;
  }

  /** Masks the words that are selected in the text, or offers every word for masking. */
  maskWords() {
    const selected = selectedSpan(this);
    if (selected) return this.mask(withSpan(this.view, selected, this.parts.kind.value));
    this.showWords(this.parts.words.hidden);
    return null;
  }

  showWords(shown) {
    if (this.schema.settling) return;
    this.parts.words.hidden = !shown;
    this.parts.buttons.words.setAttribute("aria-expanded", String(shown));
    if (!shown) return;
    drawWords(this);
    this.parts.wordList.querySelector('[tabindex="0"]')?.focus();
  }

  toggleKeys() {
    const shown = this.parts.keys.hidden;
    this.parts.keys.hidden = !shown;
    this.parts.buttons.keys.setAttribute("aria-expanded", String(shown));
    if (shown) this.parts.keys.focus();
  }

  onKey(event) {
    // A notebook reads arrow keys and letters as its own commands, and would move away from the text.
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") this.toText();
    if (event.target.matches(WRITING)) return;
    const name = this.actOf(event);
    const theme = this.themeOf(event.key);
    if (name === null && theme === null) return;
    event.preventDefault();
    if (name !== null) this.act(name);
    else if (this.view) this.toggle(theme);
  }

  actOf(event) {
    const isChoosing = event.target.matches("[type=radio], [data-word]");
    if (ARROWS[event.key]) return isChoosing ? null : ARROWS[event.key];
    const found = Object.entries(KEYS).find(([name, key]) => key === event.key.toLowerCase() && this.parts.buttons[name]);
    return found && !this.parts.buttons[found[0]].closest("[hidden]") ? found[0] : null;
  }

  themeOf(key) {
    if (key === NONE_KEY) return "";
    return this.about.themes.find((theme) => theme.key === key.toLowerCase())?.id ?? null;
  }

  /** From a field or a list back to the text. */
  toText() {
    this.leaveMemo();
    if (!this.parts.words.hidden) this.showWords(false);
    this.parts.text.focus();
  }

  /** Shows another text. */
  draw() {
    const view = this.view;
    const { parts } = this;
    parts.body.hidden = !view;
    parts.empty.hidden = Boolean(view);
    parts.empty.textContent = view ? "" : this.say(`empty_${this.which}`);
    this.root.dataset.ready = "";
    this.root.dataset.token = view?.token ?? "";
    if (!view) {
      this.refreshProgress();
      return;
    }
    const wasInside = parts.text.contains(document.activeElement) || parts.words.contains(document.activeElement);
    parts.memo.value = view.memo;
    this.showWords(false);
    drawText(this);
    if (wasInside) parts.text.focus();
    this.refresh();
    this.announce(`${this.say("place", { place: this.place + 1, count: this.count })}. ${this.stateOf(view)} ${view.text}`);
  }

  /** Brings everything that depends on the text up to date, and leaves every control where it is. */
  refresh() {
    const { parts, view } = this;
    if (!view) return;
    for (const input of parts.themes.querySelectorAll("input")) {
      const id = input.dataset.theme;
      input.checked = view.themes !== null && (id ? view.themes.includes(id) : view.themes.length === 0);
    }
    if (document.activeElement !== parts.memo) parts.memo.value = view.memo;
    refreshSpans(this);
    refreshWords(this);
    parts.masked.textContent = view.masked;
    parts.masked.lang = view.language;
    parts.masked.dataset.stale = String(Boolean(view.stale));
    parts.state.textContent = this.stateOf(view);
    parts.state.dataset.confirmed = String(view.confirmed !== "" && view.confirmed === view.masked);
    parts.earlier.hidden = view.confirmed === "" || view.confirmed === view.masked;
    parts.earlierText.textContent = view.confirmed;
    parts.buttons.take_back.hidden = view.confirmed === "";
    if (view.both) drawBoth(this);
    this.refreshProgress();
  }

  stateOf(view) {
    if (this.schema.settling) return this.say(view.themes === null ? "state_open" : "state_settled");
    const read = this.say(view.themes === null ? "state_unread" : "state_read");
    const other = view.confirmed === view.masked ? "state_confirmed" : "state_confirmed_otherwise";
    return `${read} ${this.say(view.confirmed ? other : "state_unconfirmed")}`;
  }

  refreshProgress() {
    const { parts } = this;
    const [written, read, confirmed] = this.progress[this.item] ?? [0, 0, 0];
    parts.place.textContent = this.count ? this.say("place", { place: this.place + 1, count: this.count }) : "";
    parts.progress.textContent = this.say(this.schema.settling ? "progress_settling" : "progress", { written, read, confirmed });
    parts.meter.style.inlineSize = `${written ? (100 * read) / written : 0}%`;
    parts.buttons.undo.disabled = this.undoable === 0 && !this.post.isSaving;
    parts.buttons.previous.disabled = this.place <= 0;
    parts.buttons.next.disabled = this.place >= this.count - 1;
    for (const option of parts.questions.options) {
      const [all, done, sure] = this.progress[option.value] ?? [0, 0, 0];
      const about = this.schema.items.find((item) => item.id === option.value);
      option.textContent = this.say(this.schema.settling ? "option_settling" : "option", { question: about.question, written: all, read: done, confirmed: sure });
    }
  }
}

function buildParts(bench) {
  const { uid } = bench;
  const buttons = {};
  const press = (name) => {
    buttons[name] = actButton(bench, name);
    return buttons[name];
  };
  const parts = { buttons };
  parts.questions = h("select", { id: `${uid}-question`, onchange: () => bench.enter(parts.questions.value, bench.which) });
  parts.which = h("select", { id: `${uid}-which`, onchange: () => bench.enter(bench.item, parts.which.value) }, whichOptions(bench));
  parts.progress = h("p", { class: "lcb-quiet" });
  parts.meter = h("span", {});
  parts.place = h("h3", { class: "lcb-place", "data-lcb": "place" });
  parts.alert = h("p", { class: "lcb-alert", role: "alert", "data-lcb": "alert" });
  parts.empty = h("p", { class: "lcb-empty", hidden: true });
  parts.status = h("p", { class: "lcb-status", "data-lcb": "status" });
  parts.live = h("p", { class: "lcb-unseen", role: "status", "aria-live": "polite" });
  parts.keys = h("div", { class: "lcb-keys", id: `${uid}-keys`, tabindex: "-1", hidden: true, "data-lcb": "keys" });
  buildText(bench, parts, press);
  buildCoding(bench, parts, press);
  parts.head = h(
    "header",
    { class: "lcb-head" },
    h("div", { class: "lcb-fields" }, field(parts.questions, bench.say("question")), !bench.schema.settling && field(parts.which, bench.say("which"))),
    h("div", { class: "lcb-meter", "aria-hidden": "true" }, parts.meter),
    parts.progress,
  );
  parts.body = h("div", { class: "lcb-body", hidden: true }, parts.textColumn, parts.codeColumn);
  parts.foot = h(
    "footer",
    { class: "lcb-foot" },
    h("div", { class: "lcb-moves" }, press("previous"), press("next"), press("unread"), press("undo"), press("keys")),
    parts.keys,
    parts.status,
    parts.live,
  );
  buttons.keys.setAttribute("aria-expanded", "false");
  buttons.keys.setAttribute("aria-controls", parts.keys.id);
  fillOptions(bench, parts);
  return parts;
}

function buildText(bench, parts, press) {
  const { uid } = bench;
  parts.text = h("div", { class: "lcb-text", id: `${uid}-text`, tabindex: "0", role: "group", dir: "auto", "data-lcb": "text", "aria-label": bench.say("text") });
  parts.masked = h("blockquote", { class: "lcb-masked", dir: "auto", "data-lcb": "masked" });
  parts.state = h("p", { class: "lcb-state", "data-lcb": "state" });
  parts.earlierText = h("blockquote", { class: "lcb-masked", dir: "auto" });
  parts.earlier = h("div", { class: "lcb-earlier", hidden: true }, h("p", { class: "lcb-quiet" }, bench.say("confirmed_before")), parts.earlierText);
  parts.kind = h("select", { id: `${uid}-kind` }, Object.entries(bench.schema.kinds).map(([kind, name]) => h("option", { value: kind }, name)));
  parts.wordList = h("div", { class: "lcb-words", role: "group", dir: "auto", "aria-label": bench.say("words_title") });
  parts.words = h(
    "div",
    { class: "lcb-box", id: `${uid}-words`, hidden: true, "data-lcb": "words" },
    h("p", { class: "lcb-quiet" }, bench.say("words_hint")),
    field(parts.kind, bench.say("words_kind")),
    parts.wordList,
  );
  parts.textColumn = h("div", { class: "lcb-column" }, parts.place, parts.text);
  if (bench.schema.settling) return;
  parts.textColumn.append(
    h("p", { class: "lcb-quiet" }, bench.say("text_hint")),
    h("div", { class: "lcb-actions" }, press("words")),
    parts.words,
    h("h4", {}, bench.say("masked_title")),
    parts.masked,
    parts.state,
    parts.earlier,
    h("div", { class: "lcb-actions" }, press("confirm"), press("take_back")),
  );
  parts.buttons.confirm.classList.add("lcb-main");
  parts.buttons.words.setAttribute("aria-expanded", "false");
  parts.buttons.words.setAttribute("aria-controls", parts.words.id);
}

function buildCoding(bench, parts, press) {
  const id = `${bench.uid}-memo`;
  parts.themes = h("div", { class: "lcb-themes", "data-lcb": "themes" });
  parts.both = h("div", { class: "lcb-both", "data-lcb": "both" });
  parts.prompts = h("details", { class: "lcb-prompts" });
  parts.memo = h("textarea", { id, rows: "2", maxlength: "2000", "data-lcb": "memo", onchange: () => bench.leaveMemo() });
  parts.codeColumn = h("div", { class: "lcb-column" });
  if (bench.schema.settling) {
    parts.codeColumn.append(parts.both, h("div", { class: "lcb-actions" }, press("first"), press("second")));
    // What a coder does alone is left out here, and its buttons with it.
    for (const name of ["take_back"]) parts.buttons[name] = h("button", { type: "button", hidden: true });
  }
  parts.codeColumn.append(
    parts.themes,
    parts.prompts,
    h("div", { class: "lcb-memo" }, h("label", { for: id }, bench.say("memo_label")), parts.memo, h("div", { class: "lcb-actions" }, press("memo"))),
  );
}

function whichOptions(bench) {
  return ["all", "unread", "unconfirmed", "confirmed"].map((which) => h("option", { value: which }, bench.say(`which_${which}`)));
}

function fillQuestions(bench) {
  fillOptions(bench, bench.parts);
}

function fillOptions(bench, parts) {
  parts.questions.replaceChildren(...bench.schema.items.map((item) => h("option", { value: item.id }, item.question)));
  parts.questions.value = bench.item;
}

/** What changes with the question: its themes, the prompts of goals, and the list of keys. */
function drawQuestion(bench) {
  const { about, parts } = bench;
  parts.questions.value = bench.item;
  parts.which.value = bench.which;
  const kind = about.only_one ? "radio" : "checkbox";
  const none = { id: "", key: NONE_KEY, name: bench.say(about.only_one ? "cannot_tell" : "none_of_these"), meaning: "" };
  parts.themes.replaceChildren(
    h(
      "fieldset",
      {},
      h("legend", {}, bench.say(about.only_one ? "themes_goal" : "themes")),
      h("div", { class: "lcb-choices" }, [...about.themes, none].map((theme) => drawTheme(bench, theme, kind))),
    ),
  );
  parts.prompts.hidden = !about.prompts.length;
  parts.prompts.replaceChildren(
    h("summary", {}, bench.say("prompts_title")),
    h("p", {}, bench.say("prompts_text")),
    h("ul", {}, about.prompts.map((prompt) => h("li", {}, prompt))),
  );
  drawKeys(bench);
}

function drawTheme(bench, theme, kind) {
  const id = `${bench.uid}-theme-${theme.key || newId().slice(0, 6)}`;
  const input = h("input", { type: kind, name: `${bench.uid}-theme`, id, "data-theme": theme.id, "aria-describedby": theme.meaning && `${id}-meaning` });
  input.addEventListener("change", () => bench.toggle(theme.id));
  if (theme.key) input.setAttribute("aria-keyshortcuts", theme.key);
  return h(
    "div",
    { class: "lcb-choice" },
    input,
    h("label", { for: id }, h("span", {}, theme.name), theme.key && h("kbd", { "aria-hidden": "true" }, theme.key.toUpperCase())),
    theme.meaning && h("p", { id: `${id}-meaning`, class: "lcb-quiet" }, theme.meaning),
  );
}

function drawKeys(bench) {
  const lines = Object.entries(KEYS).filter(([name]) => bench.parts.buttons[name]?.dataset.act);
  const rows = [
    ...lines.map(([name, key]) => [name === "next" ? `${key.toUpperCase()} →` : name === "previous" ? `${key.toUpperCase()} ←` : key.toUpperCase(), bench.say(`act_${name}`)]),
    ...bench.about.themes.filter((theme) => theme.key).map((theme) => [theme.key.toUpperCase(), theme.name]),
    [NONE_KEY, bench.say(bench.about.only_one ? "cannot_tell" : "none_of_these")],
    ["Esc", bench.say("key_escape")],
  ];
  bench.parts.keys.replaceChildren(
    h("p", {}, bench.say("keys_hint")),
    h("dl", {}, rows.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)))),
  );
}

/** The text with what is masked always, what is proposed, and what was masked by hand. */
function drawText(bench) {
  const { view, parts } = bench;
  const letters = [...view.text];
  const nodes = [];
  let at = 0;
  for (const span of spansOf(view)) {
    nodes.push(plain(letters, at, span.start), drawSpan(bench, span, letters));
    at = span.end;
  }
  nodes.push(plain(letters, at, letters.length));
  parts.text.lang = view.language;
  parts.text.replaceChildren(...nodes.filter(Boolean));
  view.drawn = spanKey(view);
}

/** Everything that stands out in a text, in order; where two overlap, what a person masked hides what was proposed. */
function spansOf(view) {
  const exact = view.exact.map(([start, end, kind]) => ({ start, end, kind, sort: "exact" }));
  const isProposed = (mask) => view.proposals.some((proposal) => proposal[0] === mask[0] && proposal[1] === mask[1]);
  const hand = view.masks.filter((mask) => !isProposed(mask)).map(([start, end, kind]) => ({ start, end, kind, sort: "hand" }));
  const proposed = view.proposals.map(([start, end, kind, why]) => ({ start, end, kind, why, sort: "proposal" }));
  const kept = [];
  for (const span of [...hand, ...exact, ...proposed]) {
    if (!kept.some((other) => span.start < other.end && other.start < span.end)) kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function plain(letters, start, end) {
  return start < end && h("span", { "data-start": String(start) }, letters.slice(start, end).join(""));
}

function drawSpan(bench, span, letters) {
  const name = `${span.start}-${span.end}`;
  const raw = h("span", { class: "lcb-raw", "data-start": String(span.start) }, letters.slice(span.start, span.end).join(""));
  const label = h("span", { class: "lcb-label" }, bench.schema.labels[bench.view.language]?.[span.kind] ?? span.kind);
  if (span.sort === "exact") {
    const why = h("span", { class: "lcb-unseen" }, ` (${bench.say("masked_always")}) `);
    return h("span", { class: "lcb-exact", "data-span": name, title: bench.say("masked_always") }, raw, why, label);
  }
  const why = span.why || bench.say("masked_by_hand");
  const toggle = () => bench.toggleSpan([span.start, span.end, span.kind]);
  return h(
    "button",
    { type: "button", class: `lcb-span lcb-${span.sort}`, "data-span": name, title: why, "aria-pressed": "false", onclick: toggle },
    raw,
    h("span", { class: "lcb-unseen" }, ` (${why}) `),
    label,
  );
}

/** Which spans there are; while they stay the same, only their states change. */
function spanKey(view) {
  return spansOf(view).map(({ start, end, sort }) => `${start}-${end}-${sort}`).join(" ");
}

function refreshSpans(bench) {
  const { view, parts } = bench;
  if (view.drawn !== spanKey(view)) {
    const focused = parts.text.contains(document.activeElement) ? document.activeElement.dataset.span : null;
    drawText(bench);
    if (focused !== null) (parts.text.querySelector(`[data-span="${focused}"]`) ?? parts.text).focus();
  }
  for (const button of parts.text.querySelectorAll("button")) {
    const isMasked = view.masks.some(([start, end]) => button.dataset.span === `${start}-${end}`);
    button.setAttribute("aria-pressed", String(isMasked));
  }
}

/** Every word of the text as a button of one group, in which the arrow keys move. */
function drawWords(bench) {
  const words = wordsOf(bench.view.text);
  const buttons = words.map(({ start, end, word }, index) =>
    h(
      "button",
      { type: "button", "data-word": String(index), "data-start": String(start), "data-end": String(end), tabindex: index ? "-1" : "0", "aria-pressed": "false", onclick: () => toggleWord(bench, start, end) },
      word,
    ),
  );
  bench.parts.wordList.replaceChildren(...buttons.flatMap((button) => [button, " "]));
  bench.parts.wordList.onkeydown = (event) => moveAmongWords(event, buttons);
  refreshWords(bench);
}

function moveAmongWords(event, buttons) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const now = buttons.indexOf(event.target);
  const next = buttons[now + step];
  if (!step || !next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function refreshWords(bench) {
  if (bench.parts.words.hidden) return;
  for (const button of bench.parts.wordList.querySelectorAll("button")) {
    const [start, end] = [Number(button.dataset.start), Number(button.dataset.end)];
    const touches = ([from, to]) => start < to && from < end;
    button.setAttribute("aria-pressed", String(bench.view.masks.some(touches)));
    button.disabled = bench.view.exact.some(touches);
  }
}

function toggleWord(bench, start, end) {
  const touching = bench.view.masks.filter(([from, to]) => start < to && from < end);
  if (touching.length) bench.mask(bench.view.masks.filter((mask) => !touching.includes(mask)));
  else bench.mask(withSpan(bench.view, [start, end], bench.parts.kind.value));
}

/** The words of a text by their characters, without the signs around them. */
function wordsOf(text) {
  const found = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const start = [...text.slice(0, match.index)].length;
    const bare = match[0].replace(EDGES, "");
    const lead = bare ? [...match[0].slice(0, match[0].indexOf(bare))].length : 0;
    const word = bare || match[0];
    found.push({ start: start + lead, end: start + lead + [...word].length, word: match[0] });
  }
  return found;
}

/** The masks of a text with one more, which takes in the others of its kind that it touches or follows by a space. */
function withSpan(view, [start, end], kind) {
  const letters = [...view.text];
  const between = (from, to) => letters.slice(from, to).join("").trim() === "";
  const meets = ([from, to, other]) => (start < to && from < end) || (other === kind && (to <= start ? between(to, start) : between(end, from)));
  const taken = view.masks.filter(meets);
  const whole = [Math.min(start, ...taken.map((mask) => mask[0])), Math.max(end, ...taken.map((mask) => mask[1])), kind];
  return [...view.masks.filter((mask) => !taken.includes(mask)), whole];
}

/** The whole words that are selected in the text with a pointer, or null. */
function selectedSpan(bench) {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = characterAt(bench.parts.text, range.startContainer, range.startOffset);
  const end = characterAt(bench.parts.text, range.endContainer, range.endOffset);
  if (start === null || end === null) return null;
  const words = wordsOf(bench.view.text).filter((word) => start < word.end && word.start < end);
  selection.removeAllRanges();
  return words.length ? [words[0].start, words.at(-1).end] : null;
}

function characterAt(text, node, offset) {
  const piece = node.parentElement?.closest("[data-start]");
  if (node.nodeType !== Node.TEXT_NODE || !piece || !text.contains(piece)) return null;
  return Number(piece.dataset.start) + [...node.data.slice(0, offset)].length;
}

/** What both coders found, side by side. */
function drawBoth(bench) {
  const names = new Map(bench.about.themes.map((theme) => [theme.id, theme.name]));
  const none = bench.say(bench.about.only_one ? "cannot_tell" : "none_of_these");
  bench.parts.both.replaceChildren(
    ...bench.view.both.map((found, index) => {
      const title = h("h4", {}, bench.say(index ? "second_found" : "first_found"));
      const themes = found.length ? found.map((id) => names.get(id) ?? id) : [none];
      return h("div", { class: "lcb-box" }, title, h("ul", {}, themes.map((name) => h("li", {}, name))));
    }),
  );
}

function field(control, label) {
  return h("div", { class: "lcb-field" }, h("label", { for: control.id }, label), control);
}

function actButton(bench, name) {
  const key = KEYS[name];
  return h(
    "button",
    { type: "button", "data-act": name, "aria-keyshortcuts": key.toUpperCase(), onclick: () => bench.act(name) },
    h("span", {}, bench.say(`act_${name}`)),
    h("kbd", { "aria-hidden": "true" }, key.toUpperCase()),
  );
}

/** One HTML element. Texts become text nodes and never markup, whoever wrote them. */
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== "") node.setAttribute(name, value);
    else if (value === "" && name.startsWith("data-")) node.setAttribute(name, "");
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}
