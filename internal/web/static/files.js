// Files are sent one by one as they are chosen, each with its progress; the form then only names them. Without
// script the form sends them itself.
{
  const busy = new Map(); // form → files under way
  const waiting = new Set(); // forms that were submitted meanwhile

  const settle = (form) => {
    busy.set(form, busy.get(form) - 1);
    if (busy.get(form) === 0 && waiting.delete(form)) {
      form.requestSubmit();
    }
  };

  const line = (box, name) => {
    const li = document.createElement("li");
    const text = document.createElement("label");
    text.className = "check";
    const span = document.createElement("span");
    span.textContent = name;
    text.append(span);
    li.append(text);
    box.querySelector("[data-files-list]").append(li);
    return { li, text, span };
  };

  const removable = (box, li, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = box.dataset.remove;
    button.setAttribute("aria-label", box.dataset.remove + " " + name);
    button.addEventListener("click", () => {
      li.remove();
      box.querySelector("input[type=file]").focus();
    });
    li.append(button);
  };

  const send = (box, form, file) =>
    new Promise((resolve) => {
      const { li, text, span } = line(box, file.name);
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", file.name);
      li.append(bar);
      const request = new XMLHttpRequest();
      request.open("POST", "/files");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable && event.loaded < event.total) {
          bar.value = event.loaded / event.total;
        } else {
          bar.removeAttribute("value");
        }
      });
      request.addEventListener("loadend", () => {
        bar.remove();
        const answer = request.response || {};
        if (answer.handle) {
          const input = document.createElement("input");
          input.type = "checkbox";
          input.name = "file";
          input.value = answer.handle;
          input.checked = true;
          input.autocomplete = "off";
          span.textContent = answer.name + " ";
          const size = document.createElement("span");
          size.className = "hint";
          size.textContent = answer.size;
          span.append(size);
          text.prepend(input);
        } else {
          const wrong = document.createElement("p");
          wrong.className = "error";
          wrong.setAttribute("role", "alert");
          wrong.textContent = answer.error || box.dataset.failed;
          li.append(wrong);
        }
        removable(box, li, file.name);
        settle(form);
        resolve();
      });
      const data = new FormData();
      data.append("files", file);
      request.send(data);
    });

  for (const box of document.querySelectorAll("[data-files]")) {
    const form = box.closest("form");
    for (const li of box.querySelectorAll("[data-files-list] li")) {
      removable(box, li, li.textContent.trim());
    }
    let queue = Promise.resolve();
    for (const input of box.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        const said = box.querySelector("[data-files-said]");
        said.textContent = "";
        const room = Number(box.dataset.most) - box.querySelectorAll("[data-files-list] li").length;
        const chosen = Array.from(input.files);
        if (chosen.length > room) {
          said.textContent = box.dataset.many;
        }
        for (const file of chosen.slice(0, Math.max(0, room))) {
          busy.set(form, (busy.get(form) || 0) + 1);
          queue = queue.then(() => send(box, form, file));
        }
        input.value = "";
      });
    }
  }

  // A form that is submitted while files are under way goes off when they are here.
  document.addEventListener(
    "submit",
    (event) => {
      if (busy.get(event.target) > 0) {
        event.preventDefault();
        event.stopPropagation();
        waiting.add(event.target);
        event.target.querySelector("[data-files-said]").textContent =
          event.target.querySelector("[data-files]").dataset.waiting;
      }
    },
    true,
  );
}
