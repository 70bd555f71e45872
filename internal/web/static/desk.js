// The clerk's hands: single keys, choosing rows, progress of a run. Each is also there as a link, a box or a page.
{
  const rows = () => [...document.querySelectorAll("main .rows tbody tr")].filter((r) => r.querySelector("a"));
  const link = (row) => row.querySelector(".c-title a") || row.querySelector("a");
  const box = (row) => row.querySelector(".c-pick input");
  const on = () => rows().findIndex((r) => r.contains(document.activeElement));

  const typing = (e) => e.isContentEditable || /^(textarea|select)$/.test(e.localName)
    || e.localName === "input" && !/^(checkbox|radio|button|submit)$/.test(e.type);

  const move = (step) => {
    const all = rows();
    if (all.length === 0) { return; }
    const at = on();
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    link(all[next]).focus();
    all[next].scrollIntoView({ block: "nearest" });
  };

  const follow = (selector) => {
    const a = document.querySelector(selector);
    if (a) { a.click(); }
    return Boolean(a);
  };

  // An act: on a list the button for what is chosen, on a matter its form, opened, with the first field at hand.
  const act = (names) => {
    for (const name of names) {
      const button = document.querySelector(`form[data-desk] button[data-act="${name}"]`);
      if (button) { button.click(); return true; }
      const form = document.querySelector(`#act-${name} form`);
      if (form) {
        const details = form.closest("details");
        if (details) { details.open = true; }
        const first = form.querySelector("textarea, select, input:not([type=hidden])") || form.querySelector("button");
        first.focus();
        first.scrollIntoView({ block: "center" });
        return true;
      }
    }
    return false;
  };

  const help = async () => {
    let d = document.querySelector("dialog.keys-dialog");
    if (!d) {
      const page = await fetch("/help/keys", { credentials: "same-origin" });
      const keys = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#keys");
      if (!page.ok || !keys) { location.href = "/help/keys"; return; }
      d = document.createElement("dialog");
      d.className = "keys-dialog";
      d.setAttribute("aria-labelledby", "keys-title");
      const head = keys.querySelector("h1");
      const title = document.createElement("h2");
      title.id = "keys-title";
      title.textContent = head.textContent;
      head.replaceWith(title);
      keys.removeAttribute("id");
      const form = document.createElement("form");
      form.method = "dialog";
      const close = document.createElement("button");
      close.className = "button small";
      close.textContent = "Esc";
      form.append(close);
      d.append(keys, form);
      document.body.append(d);
    }
    d.showModal();
  };

  const places = { h: "/home", m: "/matters", d: "/day", b: "/board" };
  let going = 0; // until when a place may follow g

  const key = {
    j: () => move(1),
    k: () => move(-1),
    o: () => { const at = on(); if (at >= 0) { link(rows()[at]).click(); } },
    x: () => { const at = on(); const b = at >= 0 && box(rows()[at]); if (b) { b.click(); } },
    X: () => { const all = rows().map(box).filter(Boolean); const to = !all.every((b) => b.checked); for (const b of all) { if (b.checked !== to) { b.click(); } } },
    a: () => act(["assign"]),
    u: () => act(["urge"]),
    n: () => act(["note"]),
    e: () => act(["answer", "answerNow", "answerInWriting", "claim"]) || follow("[data-answer]"),
    g: () => { going = Date.now() + 1500; },
    "[": () => follow(".around a[rel=prev], .day-ways a[rel=prev]"),
    "]": () => follow(".around a[rel=next], .day-ways a[rel=next], .pager a[rel=next]"),
    "/": () => { const s = document.querySelector("input[type=search]"); if (s) { s.focus(); s.select(); } else { location.href = "/matters"; } },
    "?": () => { help(); },
  };

  document.addEventListener("keydown", (event) => {
    const here = event.target;
    if (event.isComposing) { return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && here.form) {
      event.preventDefault();
      const button = here.form.querySelector("button.primary, button:not([formaction])");
      here.form.requestSubmit(button || undefined);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      if (typing(here)) { here.blur(); } else if (document.body.dataset.keys !== undefined) { follow(".around [data-list]"); }
      return;
    }
    if (document.body.dataset.keys === undefined || typing(here) || document.querySelector("dialog[open]")) { return; }
    if (going > Date.now() && places[event.key]) {
      event.preventDefault();
      location.href = places[event.key];
      return;
    }
    going = 0;
    const does = Object.hasOwn(key, event.key) && key[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  });

  // How many are chosen, where the choice stands.
  for (const form of document.querySelectorAll("form[data-desk]")) {
    const which = form.querySelector("[data-which]");
    const first = which.options[0];
    const plain = first.textContent;
    const say = () => {
      const n = form.querySelectorAll(".c-pick input:checked").length;
      for (const row of rows()) { row.classList.toggle("picked", Boolean(box(row) && box(row).checked)); }
      first.textContent = n ? which.dataset.chosen.replace("#", String(n)) : plain;
      if (n) { which.value = ""; }
    };
    form.addEventListener("change", (event) => { if (event.target.name === "id") { say(); } });
    window.addEventListener("pageshow", say);
    say();
    // One box for the whole page, in the head of the column.
    const head = form.querySelector("th.c-pick");
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", head.textContent.trim());
    const label = document.createElement("label");
    label.append(all);
    head.append(label);
    all.addEventListener("change", () => {
      for (const b of form.querySelectorAll(".c-pick input[name=id]")) { b.checked = all.checked; }
      say();
    });
  }

  // A run that is under way: its page says how far it is, and shows the result when it is there.
  for (const run of document.querySelectorAll("[data-run]")) {
    const look = async () => {
      try {
        const answer = await fetch(run.dataset.run, { credentials: "same-origin" });
        if (!answer.ok) { return; }
        const now = await answer.json();
        run.querySelector("[data-run-text]").textContent = now.text;
        const bar = run.querySelector("progress");
        bar.max = now.total || 1;
        bar.value = now.did;
        if (now.done) { location.reload(); return; }
      } catch { /* the line is down: look again */ }
      setTimeout(look, 1000);
    };
    setTimeout(look, 500);
  }
}
