// Finds the one element that a person would mean by a name, and remembers it as
// globalThis.huiyinTarget. Called with the kind of element ("click" or "field")
// and the name; answers what it found, or why it did not.
(kind, wanted) => {
  const fold = (s) => (s || "").replace(/\s+/g, " ").trim();
  const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const controls = "input, select, textarea, button";

  // The text of a label without what stands in its field.
  const labelText = (label) => {
    const copy = label.cloneNode(true);
    copy.querySelectorAll(controls).forEach((c) => c.remove());
    return fold(copy.textContent);
  };
  const byId = (ids) => fold((ids || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" "));

  const clickName = (e) =>
    byId(e.getAttribute("aria-labelledby")) || fold(e.getAttribute("aria-label")) || fold(e.innerText) ||
    fold(e.matches("input") ? e.value || e.alt : "") || fold(e.querySelector("img")?.alt) || fold(e.title);
  const fieldNames = (e) =>
    [...(e.labels || [])].map(labelText)
      .concat(byId(e.getAttribute("aria-labelledby")), fold(e.getAttribute("aria-label")), e.name || "", fold(e.placeholder))
      .filter((n) => n);

  const all = {
    click: [...document.querySelectorAll(
      "a[href], button, summary, label, input[type=submit], input[type=button], input[type=reset], input[type=image], " +
      "[role=button], [role=link], [role=tab], [role=menuitem], [role=option], [role=switch]")],
    field: [...document.querySelectorAll("input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]), select, textarea, [contenteditable=true]")],
  }[kind];
  const names = kind === "click" ? (e) => [clickName(e)] : fieldNames;
  // A field for a file or a choice is often drawn by its label.
  const shown = all.filter((e) => visible(e) || (kind === "field" && e.matches("[type=file], [type=checkbox], [type=radio]")));

  const want = fold(wanted);
  let found = shown.filter((e) => names(e).includes(want));
  if (found.length === 0) {
    found = shown.filter((e) => names(e).some((n) => n.includes(want)));
  }
  if (found.length === 0) {
    try {
      found = [...document.querySelectorAll(wanted)].filter(visible);
    } catch {
      // The name is no selector.
    }
  }
  // Of a button inside a label only the button is meant.
  found = found.filter((e) => !found.some((inner) => inner !== e && e.contains(inner)));
  if (found.length !== 1) {
    const list = (found.length ? found : shown).slice(0, 30).map((e) => names(e)[0]).filter((n) => n);
    return { count: found.length, names: list.map((n) => n.slice(0, 40)) };
  }
  const e = found[0];
  globalThis.huiyinTarget = e;
  e.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const r = e.getClientRects()[0] || e.getBoundingClientRect();
  const x = r.left + r.width / 2, y = r.top + r.height / 2;
  const top = document.elementFromPoint(x, y);
  const covered = top && !e.contains(top) && !top.contains(e) && !(top.closest("label")?.contains(e));
  return {
    count: 1, x, y, tag: e.localName, type: e.type || "", disabled: e.matches(":disabled, [aria-disabled=true]"),
    coveredBy: covered ? top.outerHTML.slice(0, 120) : top ? "" : "the edge of the window",
  };
}
