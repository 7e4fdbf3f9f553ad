// The page: opens the conversation, and says what is going on when that is not possible.

import { DOMAIN, mount } from "./chat.js";
import { listenForCopies } from "./copy.js";
import { openSession } from "./session.js";
import { listenForTabs } from "./tabs.js";

const at = (id) => document.getElementById(id);
const nonce = at("app").dataset.nonce;
// A blink of the connection is nobody's business.
const NOTICE_AFTER = 1_200;
const LOST = "Connection lost. Trying to reconnect…";
const GONE = "Your last conversation is no longer there, so this is a new one.";
const TOO_LONG = "That message is too long to send. Paste the part with the error.";
const NEWS_STAYS = 8_000;

let connection = null;
let opening = false;
let noticeTimer = 0;
// What to say once the connection stands.
let news = "";

function say(text) {
  // Emptied first: the same text twice in a row is otherwise not spoken again.
  at("spoken").textContent = "";
  window.setTimeout(() => (at("spoken").textContent = text), 50);
}

function notice(text) {
  if (text && at("notice").textContent !== text) say(text);
  at("notice").textContent = text;
  at("notice").hidden = !text;
}

function noticeLater(text, wait) {
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => notice(text), wait);
}

function showState(state) {
  window.clearTimeout(noticeTimer);
  if (state === "offline") noticeLater(LOST, NOTICE_AFTER);
  else if (state === "ended") startAnew(GONE);
  else if (state === "failed") showProblem("The server does not answer as it should.");
  else if (state === "too-long") showNews(TOO_LONG);
  else showNews(news);
}

function showNews(text) {
  notice(text);
  news = "";
  if (text) noticeLater("", NEWS_STAYS);
}

function showProblem(text) {
  notice("");
  at("problem-text").textContent = text;
  at("problem").hidden = false;
  at("chat").hidden = true;
}

function hideProblem() {
  at("problem").hidden = true;
  at("chat").hidden = false;
}

/** Go on with the stored conversation, or with `anew` start another. `first` is said at once. */
async function open({ anew = false, first = "" } = {}) {
  if (opening) return;
  opening = true;
  try {
    if (!window.WebChat) throw new Error("A part of the page could not be loaded. Load the page again.");
    const { session, resumed, gone } = await openSession(DOMAIN, anew);
    if (gone) news = GONE;
    connection?.close();
    hideProblem();
    connection = mount(at("chat"), { session, resumed, first, nonce, onState: showState });
  } catch (error) {
    showProblem(error.message);
  } finally {
    opening = false;
  }
}

async function startAnew(text = "") {
  news = text;
  await open({ anew: true });
}

function linkedId() {
  const id = new URLSearchParams(window.location.search).get("open") ?? "";
  // Taken out of the address, or a reload would ask again.
  if (window.location.search) window.history.replaceState(null, "", window.location.pathname);
  return /^[a-z0-9-]{1,80}$/.test(id) ? id : "";
}

function focusSendBox() {
  document.querySelector('[data-id="webchat-sendbox-input"]')?.focus();
}

listenForCopies(say);
listenForTabs();
at("retry").addEventListener("click", () => open());
at("skip").addEventListener("click", (event) => {
  event.preventDefault();
  focusSendBox();
});
at("new").addEventListener("click", async () => {
  await startAnew();
  if (at("chat").hidden) return;
  say("New conversation");
  focusSendBox();
});
open({ first: linkedId() });
