{
  // "/" brings to the box, wherever one is not writing.
  const box = document.querySelector("[data-find]");
  const writing = (at) => at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && box && !writing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  // While somebody writes what he raises, what is alike shows itself beside it. Nothing waits for it, and when it
  // cannot be had the place stays as it was.
  const place = document.querySelector("[data-similar]");
  const form = place && document.querySelector("form[data-raise]");
  if (form && window.fetch && window.AbortController) {
    for (const button of form.querySelectorAll("[data-look]")) {
      button.hidden = true;
    }
    let timer = 0;
    let last = "";
    let asked = null;
    const value = (name) => (form.elements[name] ? form.elements[name].value.trim().slice(0, 400) : "");
    const look = async () => {
      const query = new URLSearchParams({ title: value("title"), text: value("text"), "f.place": value("f.place") });
      if (value("title").length + value("text").length < 4 || query.toString() === last) {
        return;
      }
      last = query.toString();
      if (asked) {
        asked.abort();
      }
      asked = new AbortController();
      try {
        const answer = await fetch(place.dataset.similar + "?" + last, { signal: asked.signal, credentials: "same-origin" });
        if (answer.ok) {
          const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
          place.replaceChildren(...parsed.body.childNodes);
        }
      } catch {
        // No net, or overtaken by what was typed next.
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 700);
    });
  }
}
