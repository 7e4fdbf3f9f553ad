// Commands in the bot's answers: a label with the language, quiet colours and a button that copies.

const LANGUAGES = {
  azurecli: "Azure CLI",
  az: "Azure CLI",
  bash: "Bash",
  sh: "Shell",
  shell: "Shell",
  console: "Terminal",
  powershell: "PowerShell",
  pwsh: "PowerShell",
  ps1: "PowerShell",
  terraform: "Terraform",
  hcl: "Terraform",
  bicep: "Bicep",
  json: "JSON",
  yaml: "YAML",
  markdown: "Markdown",
  kusto: "KQL",
};

const FENCE = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})\s*([\w-]*)[^`]*$/;

/** Web Chat's renderMarkdown with code blocks made comfortable. */
export function withComfortableCode(renderMarkdown) {
  return (markdown, ...others) => {
    const html = renderMarkdown(markdown, ...others);
    if (!html.includes("<pre")) return html;
    const page = new DOMParser().parseFromString(html, "text/html");
    const fences = [...fencesOf(markdown)];
    for (const pre of page.querySelectorAll("pre")) dress(page, pre, languageOf(pre, fences));
    return page.body.innerHTML;
  };
}

// Web Chat's sanitizer drops the language from the HTML, so it is read from the Markdown and found again by the
// first line of the code.
function* fencesOf(markdown) {
  let open = null;
  for (const line of markdown.split(/\r?\n/)) {
    const mark = FENCE.exec(line);
    if (open) {
      if (mark && mark[1].startsWith(open.mark) && !mark[2]) {
        yield open;
        open = null;
      } else if (!open.first) {
        open.first = line.trim();
      }
    } else if (mark) {
      open = { mark: mark[1], language: mark[2].toLowerCase(), first: "" };
    }
  }
  if (open) yield open;
}

function languageOf(pre, fences) {
  const first = pre.textContent.split("\n").find((line) => line.trim())?.trim() ?? "";
  const at = fences.findIndex((fence) => fence.first === first);
  return at < 0 ? "" : fences.splice(0, at + 1).at(-1).language;
}

function dress(page, pre, language) {
  const label = LANGUAGES[language] ?? "";
  const code = pre.querySelector("code") ?? pre;
  const text = code.textContent.replace(/\n$/, "");
  code.replaceChildren(...colour(page, text, language));
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute("aria-label", label ? `${label} commands` : "Code");

  const box = page.createElement("div");
  box.className = "code";
  const bar = page.createElement("div");
  bar.className = "code__bar";
  bar.dataset.label = label;
  const copy = page.createElement("button");
  copy.className = "code__copy";
  copy.type = "button";
  copy.setAttribute("aria-label", label ? `Copy ${label} commands` : "Copy");
  // Both labels are drawn by CSS: Web Chat reads the text of a message to screen readers, and "Copy" is none of it.
  bar.append(copy);
  pre.replaceWith(box);
  box.append(bar, pre);
}

const COMMENT = String.raw`(?<comment>(?<![^\s])(?:#|\/\/).*)`;
const STRING = String.raw`(?<string>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`;
const GAP = String.raw`(?<gap><[a-z][a-z0-9-]*>)`;
const OPTION = String.raw`(?<option>(?<![\w-])--?[A-Za-z][\w-]*)`;
const VARIABLE = String.raw`(?<variable>\$\{?[A-Za-z_]\w*\}?)`;
const COMMAND = String.raw`(?<command>(?<=^|[|;=(]\s*)(?:az(?: [a-z][a-z0-9-]*)+|[A-Z][a-z]+-[A-Z]\w+|terraform|nslookup|ping|ssh|curl|dig|nc)\b)`;
const TOKENS = new RegExp([COMMENT, GAP, STRING, COMMAND, OPTION, VARIABLE].join("|"), "gm");

function* colour(page, text, language) {
  if (!LANGUAGES[language] || language === "markdown") {
    yield page.createTextNode(text);
    return;
  }
  let from = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    if (match.index > from) yield page.createTextNode(text.slice(from, match.index));
    const piece = page.createElement("span");
    piece.className = `tok tok--${kind}`;
    piece.textContent = match[0];
    yield piece;
    from = match.index + match[0].length;
  }
  if (from < text.length) yield page.createTextNode(text.slice(from));
}

/** Make every copy button of the page work. `say` speaks to screen readers. */
export function listenForCopies(say) {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest(".code__copy") : null;
    if (!button) return;
    const done = await copyText(button.closest(".code").querySelector("pre").textContent);
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
