// What a page does better with script. Everything works without: this only makes it quicker.
"use strict";

// Bring the person to what went wrong.
const wrong = document.querySelector("[data-focus]");
if (wrong) {
  wrong.focus();
}

// A print button is of no use without script, so it is hidden until now.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A second press while the first is under way does nothing. (Twice sent is harmless in any case.)
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
}

// Coming back by the back button, the form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) {
      button.removeAttribute("aria-disabled");
    }
  }
});
