/* The sections of a report: a box to tick and two buttons for each, redrawn whenever their order or their ticks change. */
export default {
  render({ model, el }) {
    const words = model.get("words");
    const list = document.createElement("ol");
    const status = Object.assign(document.createElement("p"), { className: "lc-quiet" });
    status.setAttribute("role", "status");
    const box = document.createElement("fieldset");
    box.className = "lc-sections";
    box.append(Object.assign(document.createElement("legend"), { textContent: words.legend }), list, status);
    el.append(box);

    const keep = (items) => {
      model.set("items", items);
      model.save_changes();
    };
    const tick = (id, on) => keep(model.get("items").map((item) => (item.id === id ? { ...item, on } : item)));
    const move = (id, step) => {
      const items = [...model.get("items")];
      const from = items.findIndex((item) => item.id === id);
      const to = from + step;
      if (to < 0 || to >= items.length) return;
      const [moved] = items.splice(from, 1);
      items.splice(to, 0, moved);
      keep(items);
      const values = { name: moved.label, place: to + 1, count: items.length };
      status.textContent = words.moved.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    };

    const button = (item, act, isPossible) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: words[act] });
      made.setAttribute("aria-label", `${words[act]}: ${item.label}`);
      // A button that is switched off would lose the keyboard when its section has come to the end.
      made.setAttribute("aria-disabled", String(!isPossible));
      Object.assign(made.dataset, { section: item.id, act });
      made.addEventListener("click", () => move(item.id, act === "up" ? -1 : 1));
      return made;
    };
    const line = (item, place, items) => {
      const row = document.createElement("li");
      const label = document.createElement("label");
      const tickbox = Object.assign(document.createElement("input"), { type: "checkbox", checked: item.on });
      Object.assign(tickbox.dataset, { section: item.id, act: "tick" });
      tickbox.addEventListener("change", () => tick(item.id, tickbox.checked));
      label.append(tickbox, Object.assign(document.createElement("span"), { textContent: item.label }));
      row.append(label, button(item, "up", place > 0), button(item, "down", place < items.length - 1));
      return row;
    };
    const draw = () => {
      const held = list.contains(document.activeElement) ? document.activeElement.dataset : null;
      const { section, act } = held ?? {};
      list.replaceChildren(...model.get("items").map(line));
      if (section) list.querySelector(`[data-section="${CSS.escape(section)}"][data-act="${act}"]`)?.focus();
    };
    model.on("change:items", draw);
    draw();
    return () => model.off("change:items", draw);
  }
};
