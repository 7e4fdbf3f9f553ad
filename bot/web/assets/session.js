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

export function keep({ token, conversationId, userId }) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify({ token, conversationId, userId }));
  } catch {
    // Without storage the chat works, but a reload starts a new conversation.
  }
}

/** A token for a new conversation, or with `token` a fresh one for the same conversation. */
export async function requestToken(token) {
  const body = await ask("/api/token", { method: "POST", body: JSON.stringify(token ? { token } : {}) }, token);
  if (!body.token || !body.conversationId) throw new SessionError(UNREADABLE);
  return { token: body.token, conversationId: body.conversationId, userId: body.userId };
}

/**
 * The stored conversation with a fresh token (`resumed`), otherwise or with `anew` a new one. `gone` tells that there
 * was one and it cannot be continued. `domain` is that of Direct Line.
 */
export async function openSession(domain, anew) {
  const kept = stored();
  if (kept && !anew) {
    try {
      return { session: await resume(domain, kept), resumed: true };
    } catch (error) {
      if (!error.gone) throw error;
      return { session: await requestToken(), resumed: false, gone: true };
    }
  }
  return { session: await requestToken(), resumed: false, gone: false };
}

async function resume(domain, kept) {
  const session = { ...kept, ...(await requestToken(kept.token)) };
  const headers = { Authorization: `Bearer ${session.token}` };
  const { streamUrl } = await ask(conversationAddress(domain, session), { headers }, session.token);
  if (!streamUrl) throw new SessionError(UNREADABLE);
  // The address of the stream is good for a minute: it is used now and not kept.
  return { ...session, streamUrl };
}

export function conversationAddress(domain, session, watermark = "") {
  return `${domain}/conversations/${encodeURIComponent(session.conversationId)}?watermark=${encodeURIComponent(watermark)}`;
}

const UNREADABLE = "The server gave an answer that cannot be read.";

async function ask(address, options, token) {
  let response;
  try {
    const headers = { "Content-Type": "application/json", ...options.headers };
    response = await fetch(address, { ...options, headers, signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new SessionError("The server does not answer. Is it running, and is there a connection?");
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body ?? {};
  const said = body?.error?.message ? ` ${body.error.message}` : "";
  const gone = Boolean(token) && [400, 401, 403, 404].includes(response.status);
  throw new SessionError(`The server refused to open a conversation (${response.status}).${said}`, gone);
}
