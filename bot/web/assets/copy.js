// The copy buttons of code blocks.

/** Make every copy button of the page work. `say` speaks to screen readers. */
export function listenForCopies(say) {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest(".code__copy") : null;
    if (!button) return;
    const done = await copyText(button.closest(".code").querySelector("pre:not([hidden])").textContent);
    button.dataset.state = done ? "done" : "failed";
    say(done ? "Copied" : "Copying did not work. Select the text and copy it.");
    window.setTimeout(() => delete button.dataset.state, 2_000);
  });
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text); // pages without HTTPS have no clipboard API, except on this machine
  }
}

function copyTheOldWay(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "spoken";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}
