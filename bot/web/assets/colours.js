// Quiet colours for commands: enough to see what is an option, a value and a gap to fill in.

const COMMENT = String.raw`(?<comment>(?<![^\s])(?:#|\/\/).*)`;
const STRING = String.raw`(?<string>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`;
const GAP = String.raw`(?<gap><[a-z][a-z0-9-]*>)`;
const OPTION = String.raw`(?<option>(?<![\w-])--?[A-Za-z][\w-]*)`;
const VARIABLE = String.raw`(?<variable>\$\{?[A-Za-z_]\w*\}?)`;
const COMMAND = String.raw`(?<command>(?<=^|[|;=(]\s*)(?:az(?: [a-z][a-z0-9-]*)+|[A-Z][a-z]+-[A-Z]\w+|terraform|nslookup|ping|ssh|curl|dig|nc)\b)`;
const TOKENS = new RegExp([COMMENT, GAP, STRING, COMMAND, OPTION, VARIABLE].join("|"), "gm");

const GAPS = /<[a-z][a-z0-9-]*>/g;

/** The nodes of `text` with its pieces marked. They belong to the document `page`. */
export function* coloured(page, text) {
  yield* split(page, text, TOKENS, (match) => {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    // What is still to be filled in stands out inside quotes too.
    if (kind === "string") return span(page, kind, split(page, match[0], GAPS, (gap) => span(page, "gap", [gap[0]])));
    return span(page, kind, [match[0]]);
  });
}

function* split(page, text, pattern, dressed) {
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) yield page.createTextNode(text.slice(from, match.index));
    yield dressed(match);
    from = match.index + match[0].length;
  }
  if (from < text.length) yield page.createTextNode(text.slice(from));
}

function span(page, kind, content) {
  const piece = page.createElement("span");
  piece.className = `tok tok--${kind}`;
  piece.append(...content);
  return piece;
}
