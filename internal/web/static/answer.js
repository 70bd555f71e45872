// What is typed is kept as a draft, and a hint may stand under an answer while it is typed.
{
  const pause = 2500; // milliseconds without a key before anything is sent
  const typed = (form) => new URLSearchParams([...new FormData(form)].filter((pair) => typeof pair[1] === "string"));
  const texts = ["title", "text"]; // of a form for people without an account; names and contacts stay unkept

  // With an account: on the server, for the person alone.
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const note = form.querySelector("[data-kept]");
    let timer = 0;
    let under = null;
    const keep = async () => {
      under = new AbortController();
      const body = typed(form);
      body.set("by", "script");
      try {
        const answer = await fetch(form.dataset.keep, { method: "POST", body, signal: under.signal });
        if (!answer.headers.get("Content-Type").startsWith("text/plain")) {
          throw new Error("not kept");
        }
        note.textContent = await answer.text();
        if (answer.ok && !form.querySelector("[name=draft]")) {
          const mark = document.createElement("input");
          Object.assign(mark, { type: "hidden", name: "draft", value: "1" });
          form.append(mark);
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          note.textContent = form.dataset.keepFailed;
        }
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, pause);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      if (under) {
        under.abort();
      }
    });
  }

  // Without: in this browser only. A browser that keeps nothing changes nothing.
  const store = (() => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  })();
  const name = (form) => "huiyin-draft-" + form.dataset.local;
  for (const form of store ? document.querySelectorAll("form[data-local]") : []) {
    const note = form.querySelector("[data-local-note]");
    const kept = (field) => (texts.includes(field) || field.startsWith("f.")) && form.elements.namedItem(field);
    let old = {};
    try {
      old = JSON.parse(store.getItem(name(form))) || {};
    } catch {
      store.removeItem(name(form));
    }
    let found = false;
    for (const [field, value] of Object.entries(old)) {
      const box = kept(field);
      if (box && !box.value && value) {
        box.value = value;
        found = true;
      }
    }
    note.hidden = !found;
    form.querySelector("[data-local-drop]").addEventListener("click", () => {
      store.removeItem(name(form));
      form.reset();
      note.hidden = true;
    });
    form.addEventListener("input", () => {
      const now = {};
      for (const [field, value] of new FormData(form)) {
        if (kept(field) && value) {
          now[field] = value;
        }
      }
      try {
        store.setItem(name(form), JSON.stringify(now));
      } catch {
        // full, or forbidden: what is typed is still on the page
      }
    });
  }
  // It was raised, or somebody signs out at a shared device: nothing stays behind.
  const forget = () => {
    for (const key of store ? Object.keys(store) : []) {
      if (key.startsWith("huiyin-draft-")) {
        store.removeItem(key);
      }
    }
  };
  if (document.querySelector("[data-forget-drafts]")) {
    forget();
  }
  for (const form of document.querySelectorAll("form[action='/signout']")) {
    form.addEventListener("submit", forget);
  }

  // A template goes in at the caret.
  for (const link of document.querySelectorAll("a[data-template]")) {
    link.addEventListener("click", (event) => {
      const box = document.getElementById(link.dataset.into);
      if (!box) {
        return;
      }
      event.preventDefault();
      box.setRangeText(link.dataset.template, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    });
  }

  // Who else is at it: said again and again while something is being written here.
  for (const note of document.querySelectorAll("[data-editing]")) {
    let last = 0; // when a key was last pressed: a page left open says nothing for anybody
    document.addEventListener("input", () => (last = Date.now()));
    setInterval(async () => {
      if (Date.now() - last > 300_000 || document.hidden) {
        return;
      }
      try {
        const answer = await fetch(note.dataset.editing, { method: "POST" });
        if (answer.ok && answer.headers.get("Content-Type").startsWith("text/plain")) {
          const says = await answer.text();
          if (says !== note.textContent) {
            note.textContent = says;
          }
        }
      } catch {
        // a courtesy, nothing more
      }
    }, 20_000);
  }

  // A hint under an answer: a suggestion, never a verdict.
  for (const form of document.querySelectorAll("form[data-hollow]")) {
    const says = form.querySelector("[data-hollow-says]");
    const box = form.querySelector("[name='f.answer']");
    let timer = 0;
    const ask = async () => {
      const body = new URLSearchParams({ "f.answer": box.value });
      try {
        const answer = await fetch(form.dataset.hollow, { method: "POST", body });
        if (answer.ok && answer.headers.get("Content-Type").startsWith("text/plain")) {
          says.textContent = await answer.text();
        }
      } catch {
        // no hint is no harm
      }
    };
    if (box) {
      box.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, 800);
      });
    }
  }
}
