// The same step for several tools (Azure CLI, PowerShell …) as tabs of one box. The choice is remembered and holds for
// every box that has it.

const KEY = "peering-bot.tool";
let chosen = remembered();

function remembered() {
  try {
    return window.localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Join code blocks that follow one another directly and are for different tools. */
export function joinVariants(page) {
  for (const box of page.querySelectorAll(".code")) {
    const others = [];
    for (let next = box.nextElementSibling; isVariant(next, [box, ...others]); next = next.nextElementSibling) {
      others.push(next);
    }
    if (others.length && box.isConnected) join(page, box, others);
  }
}

function isVariant(box, before) {
  return box?.className === "code" && before.every(({ dataset }) => dataset.label !== box.dataset.label);
}

function join(page, first, others) {
  const labels = [first, ...others].map((box) => box.dataset.label);
  const tabs = page.createElement("div");
  tabs.className = "code__tabs";
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "Tool");
  for (const label of labels) tabs.append(tab(page, label));
  first.querySelector(".code__label").replaceWith(tabs);
  first.querySelector(".code__copy").setAttribute("aria-label", "Copy commands");
  for (const box of others) {
    first.append(box.querySelector("pre"));
    box.remove();
  }
  first.classList.add("code--tabs");
  first.querySelectorAll("pre").forEach((pre, index) => {
    pre.dataset.label = labels[index];
    pre.setAttribute("role", "tabpanel");
  });
  select(first, labels.includes(chosen) ? chosen : labels[0]);
}

function tab(page, label) {
  const button = page.createElement("button");
  button.type = "button";
  button.className = "code__tab";
  button.dataset.label = label;
  button.setAttribute("role", "tab");
  button.setAttribute("aria-label", label);
  return button;
}

function select(box, label) {
  for (const button of box.querySelectorAll(".code__tab")) {
    const selected = button.dataset.label === label;
    button.setAttribute("aria-selected", String(selected));
    button.tabIndex = selected ? 0 : -1;
  }
  for (const pre of box.querySelectorAll("pre")) pre.hidden = pre.dataset.label !== label;
}

function choose(button) {
  chosen = button.dataset.label;
  try {
    window.localStorage.setItem(KEY, chosen);
  } catch {
    // then it is remembered until the page is left
  }
  const top = button.getBoundingClientRect().top;
  for (const box of document.querySelectorAll(".code--tabs")) {
    if (box.querySelector(`.code__tab[data-label="${CSS.escape(chosen)}"]`)) select(box, chosen);
  }
  // Boxes above may have become longer or shorter: what was clicked stays under the pointer.
  const moved = button.getBoundingClientRect().top - top;
  const scroller = button.closest(".webchat__basic-transcript__scrollable");
  if (scroller && moved) scroller.scrollTop += moved;
}

/** Make the tabs of the page work, by pointer and by arrow keys. */
export function listenForTabs() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".code__tab") : null;
    if (button) choose(button);
  });
  const steps = { ArrowLeft: -1, ArrowRight: 1 };
  document.addEventListener(
    "keydown",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest(".code__tab") : null;
      if (!button || !(event.key in steps)) return;
      const all = [...button.parentElement.children];
      const next = all[(all.indexOf(button) + steps[event.key] + all.length) % all.length];
      event.preventDefault();
      event.stopPropagation();
      choose(next);
      next.focus();
    },
    true,
  );
}
