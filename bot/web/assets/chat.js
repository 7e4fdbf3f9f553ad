// Puts Web Chat into the page and connects it to the conversation.

import { withComfortableCode } from "./code.js";
import { Connection } from "./connection.js";
import { adaptiveCardsHostConfig, styleOptions, words } from "./look.js";

export const DOMAIN = `${window.location.origin}/v3/directline`;

/**
 * Show the conversation of `session` in `element`. `resumed` replays its history, otherwise it is started.
 * `first` is sent as soon as the connection stands. `onState` hears "online", "offline", "ended", "failed" and
 * "too-long".
 */
export function mount(element, { session, resumed, first, nonce, onState }) {
  const directLine = window.WebChat.createDirectLine({
    domain: DOMAIN,
    token: session.token,
    // With the address of its stream the conversation is gone on with, without it it is started.
    conversationId: resumed ? session.conversationId : undefined,
    streamUrl: resumed ? session.streamUrl : undefined,
  });
  if (!resumed && !first) showBeginning(element);
  const connection = new Connection(DOMAIN, session, onState);
  connection.adopt(directLine);
  watchStart(directLine, onState);
  window.WebChat.renderWebChat(
    {
      // A new key makes React build everything anew: nothing of the last conversation stays.
      key: `${session.conversationId} ${Date.now()}`,
      directLine,
      store: window.WebChat.createStore({}, sendFirst(first)),
      userID: session.userId,
      nonce,
      locale: "en-US",
      role: "main",
      className: "webchat",
      styleOptions,
      adaptiveCardsHostConfig,
      renderMarkdown: withComfortableCode(window.WebChat.renderMarkdown),
      overrideLocalizedStrings: words,
      cardActionMiddleware: showWhatWasClicked,
    },
    element,
  );
  return connection;
}

// A button of a card posts its value and shows nothing. As a messageBack the same value shows the button's label as
// what the user said.
const showWhatWasClicked =
  () =>
  (next) =>
  (call, ...others) => {
    const { type, title, value } = call.cardAction;
    const ours = type === "postBack" && title && value && typeof value === "object" && "option" in value;
    if (!ours) return next(call, ...others);
    return next({ ...call, cardAction: { type: "messageBack", text: title, displayText: title, value } }, ...others);
  };

function sendFirst(text) {
  let sent = !text;
  return ({ dispatch }) =>
    (next) =>
    (action) => {
      const result = next(action);
      if (!sent && action.type === "DIRECT_LINE/CONNECT_FULFILLED") {
        sent = true;
        dispatch({ type: "WEB_CHAT/SEND_MESSAGE", payload: { method: "keyboard", text } });
      }
      return result;
    };
}

// directlinejs' ConnectionStatus for a conversation that could not be started.
const FAILED = 4;

function watchStart(directLine, onState) {
  directLine.connectionStatus$.subscribe({
    next(status) {
      if (status === FAILED) onState("failed");
    },
    error() {
      // the end of the conversation is told as an error; that we ended it is known
    },
  });
}

// Web Chat scrolls to the end of everything it gets; a greeting is read from its beginning. It can be moved only once
// its height has settled.
function toTop(element) {
  // Set from outside the position would be taken back; the Home key of the empty message box is Web Chat's own way.
  const box = element.querySelector('[data-id="webchat-sendbox-input"]');
  if (!box?.value) box?.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true, cancelable: true }));
}

function showBeginning(element) {
  const until = Date.now() + 3_000;
  let height = 0;
  const timer = window.setInterval(() => {
    const scroller = element.querySelector(".webchat__basic-transcript__scrollable");
    const settled = scroller?.querySelector(".webchat__bubble") && scroller.scrollHeight === height;
    height = scroller?.scrollHeight ?? 0;
    if (settled) toTop(element);
    if (settled || Date.now() > until) window.clearInterval(timer);
  }, 100);
}
