// Who the user is and which conversation is theirs: kept in this browser, renewed at the server.

const KEY = "peering-bot.conversation";

/** A failure that the user is told about. `gone` means: this conversation cannot be continued. */
export class SessionError extends Error {
  constructor(message, gone = false) {
    super(message);
    this.gone = gone;
  }
}

/** The stored `{token, conversationId, userId}`, or null. */
export function stored() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY));
    return kept?.token && kept?.conversationId ? kept : null;
  } catch {
    return null; // storage forbidden or not ours
  }
}

export function keep(session) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Without storage the chat works, but a reload starts a new conversation.
  }
}

export function forget() {
  try {
    window.localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}

/** A token for a new conversation, or with `token` a fresh one for the same conversation. */
export async function requestToken(token) {
  let response;
  try {
    response = await fetch("/api/token", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(token ? { token } : {}),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new SessionError("The server does not answer. Is it running, and is there a connection?");
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    const said = body?.error?.message ? ` ${body.error.message}` : "";
    const gone = Boolean(token) && [400, 401, 403, 404].includes(response.status);
    throw new SessionError(`The server refused to open a conversation (${response.status}).${said}`, gone);
  }
  if (!body?.token || !body?.conversationId) throw new SessionError("The server gave an answer that cannot be read.");
  return { token: body.token, conversationId: body.conversationId, userId: body.userId };
}

/** The stored conversation with a fresh token (`resumed`), otherwise a new one. */
export async function openSession() {
  const kept = stored();
  if (kept) {
    try {
      const session = { ...kept, ...(await requestToken(kept.token)) };
      keep(session);
      return { session, resumed: true };
    } catch (error) {
      if (!error.gone) throw error;
      forget();
    }
  }
  return { session: await requestToken(), resumed: false };
}
