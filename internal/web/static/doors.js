// Receipt and rating, quicker with script.
{
  // A QR code brings number and code; the code stands behind the # and is taken out of the address at once.
  const code = document.getElementById("code");
  const brought = /^#code=([0-9A-Za-z-]{4,40})$/.exec(location.hash);
  if (code && code.tagName === "INPUT" && brought) {
    code.value = brought[1];
    history.replaceState(null, "", location.pathname + location.search);
    const go = code.form && code.form.querySelector("button");
    if (go) {
      go.focus();
    }
  }

  // The reason is asked for when somebody is dissatisfied, and only what will follow from his choice is said.
  for (const next of document.querySelectorAll("[data-rate-next]")) {
    const form = next.closest("form");
    const reason = form.querySelector("[name='f.reason']");
    const show = () => {
      const chosen = form.querySelector("[name='f.rating']:checked");
      const bad = Boolean(chosen) && chosen.value === "notSatisfied";
      for (const line of next.children) {
        line.hidden = Boolean(chosen) && line.dataset.for.split(" ").indexOf(chosen.value) < 0;
      }
      if (reason && reason.closest(".field")) {
        reason.closest(".field").hidden = !bad && reason.value === "";
      }
    };
    form.addEventListener("change", show);
    show();
  }
}
