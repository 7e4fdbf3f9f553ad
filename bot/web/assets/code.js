// Commands in the bot's answers: a label with the language, quiet colours and a button that copies.

import { coloured } from "./colours.js";
import { joinVariants } from "./tabs.js";

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
  bat: "Windows",
  cmd: "Windows",
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
    joinVariants(page);
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
  const label = LANGUAGES[language] ?? "Text";
  const code = pre.querySelector("code") ?? pre;
  const text = code.textContent.replace(/\n$/, "");
  code.replaceChildren(...(isCommand(language) ? coloured(page, text) : [text]));
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute("aria-label", isCommand(language) ? `${label} commands` : label);

  const box = page.createElement("div");
  box.className = "code";
  box.dataset.label = label;
  const bar = page.createElement("div");
  bar.className = "code__bar";
  // Labels are drawn by CSS: Web Chat reads the text of a message to screen readers, and they are none of it.
  const name = page.createElement("span");
  name.className = "code__label";
  name.dataset.label = label;
  const copy = page.createElement("button");
  copy.className = "code__copy";
  copy.type = "button";
  copy.setAttribute("aria-label", `Copy ${label}`);
  bar.append(name, copy);
  pre.replaceWith(box);
  box.append(bar, pre);
}

function isCommand(language) {
  return language in LANGUAGES && language !== "markdown";
}
