// The page: opens the conversation, and says what is going on when that is not possible.

import { mount } from "./chat.js";
import { listenForCopies } from "./copy.js";
import { forget, keep, openSession } from "./session.js";
import { listenForTabs } from "./tabs.js";

const at = (id) => document.getElementById(id);
const nonce = at("app").dataset.nonce;
const NOTICE_AFTER = 1_200;

let connection = null;
let noticeTimer = 0;

function say(text) {
  // Emptied first: the same text twice in a row is otherwise not spoken again.
  at("spoken").textContent = "";
  window.setTimeout(() => (at("spoken").textContent = text), 50);
}

function notice(text) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
}

function showState(state) {
  window.clearTimeout(noticeTimer);
  if (state === "offline") {
    // A blink of the connection is nobody's business.
    noticeTimer = window.setTimeout(() => notice("Connection lost. Trying to reconnect…"), NOTICE_AFTER);
  } else if (state === "ended") {
    startAnew("That conversation is no longer there, so this is a new one.");
  } else if (state === "failed") {
    showProblem("The server does not answer as it should.");
  } else {
    if (!at("notice").hidden && at("notice").textContent.startsWith("Connection")) notice("");
  }
}

function showProblem(text) {
  at("problem-text").textContent = text;
  at("problem").hidden = false;
  at("chat").hidden = true;
}

function hideProblem() {
  at("problem").hidden = true;
  at("chat").hidden = false;
}

async function open(first) {
  if (!window.WebChat) {
    showProblem("A part of the page could not be loaded. Load the page again.");
    return;
  }
  hideProblem();
  let opened;
  try {
    opened = await openSession();
  } catch (error) {
    showProblem(error.message);
    return;
  }
  connection?.close();
  const { session, resumed } = opened;
  const onStarted = () => keep(session);
  connection = mount(at("chat"), { session, resumed, first, nonce, onState: showState, onStarted });
}

async function startAnew(text) {
  forget();
  await open();
  notice(text || "");
  if (text) noticeTimer = window.setTimeout(() => notice(""), 8_000);
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
  say("New conversation");
  focusSendBox();
});
open(linkedId());
