// Shows one calm sentence until every part of the page has its picture, then the whole page at once,
// and what stands on it where it is long.
(function () {
  const PATIENCE = 15000;
  const LONG_PAGE = 6;
  const cells = document.getElementById("lc-cells");
  const note = document.getElementById("lc-waiting");

  function isWaiting(output) {
    return output.querySelector(":scope > .jupyter-widgets, :scope > *") === null;
  }

  function isReady() {
    if (document.readyState === "loading") return false;
    if (cells.querySelector('script[type="application/vnd.voila.cell-output+json"]')) return false;
    return !Array.from(cells.querySelectorAll(".jp-OutputArea-output")).some(isWaiting);
  }

  function show() {
    if (!isReady()) return;
    observer.disconnect();
    window.clearTimeout(slow);
    cells.classList.remove("lc-busy");
    note.remove();
    listContents();
    document.body.dataset.ready = "true";
  }

  function listContents() {
    const headings = Array.from(cells.querySelectorAll(".jp-RenderedMarkdown h2[id]"));
    if (headings.length < LONG_PAGE) return;
    const list = document.createElement("ul");
    for (const heading of headings) {
      const link = document.createElement("a");
      link.href = "#" + encodeURIComponent(heading.id);
      link.textContent = heading.firstChild.textContent;
      list.appendChild(document.createElement("li")).appendChild(link);
    }
    const contents = document.createElement("nav");
    contents.id = "lc-contents";
    contents.setAttribute("aria-label", cells.dataset.contents);
    contents.appendChild(document.createElement("p")).textContent = cells.dataset.contents;
    contents.appendChild(list);
    cells.before(contents);
  }

  const observer = new MutationObserver(show);
  const slow = window.setTimeout(function () {
    note.textContent = note.dataset.slow;
  }, PATIENCE);
  observer.observe(cells, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", show);
})();
