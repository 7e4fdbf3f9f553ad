// The way to the server: a socket that comes back by itself.
//
// botframework-directlinejs does not tell anybody that its socket was lost, waits up to 35 seconds before it tries
// again, and gives up when the token has expired (a laptop that slept). So it gets this socket, which never closes
// for it: it fetches what was missed and goes on.

import { conversationAddress, keep, requestToken, stored } from "./session.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
const PING_EVERY = 20_000;
const RENEW_EVERY = 10 * 60_000;
const SILENCE = 2.5 * PING_EVERY;
const TOO_LONG = 413;
const NOT_SAVED = 503;

/** How long a message may stay on its way, in milliseconds. Web Chat offers "Retry" after that. */
export const SEND_TIMEOUT = 60_000;

/**
 * Holds the token of one conversation and renews it. Calls `onState("online" | "offline" | "ended" | "too-long")`.
 */
export class Connection {
  constructor(domain, session, onState) {
    this.domain = domain;
    this.session = session;
    this.onState = onState;
    this.watermark = "";
    this.underway = new Map();
    this.closed = false;
    this.renewed = Date.now();
    this.timer = window.setInterval(() => this.renewIfOld(), 30_000);
  }

  /** Make `directLine` use this connection. */
  adopt(directLine) {
    const connection = this;
    this.directLine = directLine;
    directLine.services.WebSocket = class {
      constructor(url) {
        connection.socket = new LastingSocket(connection, url);
        return connection.socket;
      }
    };
    const post = directLine.postActivity.bind(directLine);
    directLine.postActivity = (activity) => {
      this.underway.set(activity.channelData?.clientActivityID, { activity, since: Date.now() });
      return post(activity).catch((error) => {
        // Refused for good: not posted again when the connection comes back.
        this.underway.delete(activity.channelData?.clientActivityID);
        throw error;
      });
    };
    const caught = directLine.catchPostError.bind(directLine);
    directLine.catchPostError = (error) => caught(this.refusal(error));
  }

  /** Give the failure of a post as directlinejs shall see it: it takes every 5xx for a success that is late. */
  refusal(error) {
    if (error.status === TOO_LONG) this.onState("too-long");
    // The server could not save the message and said so; 400 makes Web Chat offer "Retry" at once.
    return error.status === NOT_SAVED ? { ...error, status: 400 } : error;
  }

  opened() {
    // Kept only now: a conversation that was never started cannot be continued after a reload.
    if (!this.kept) keep(this.session);
    this.kept = true;
    this.onState("online");
  }

  /** Note what came: how far the stream is, and which of our messages have arrived. */
  received({ activities, watermark }) {
    if (watermark) this.watermark = watermark;
    for (const { channelData } of activities ?? []) this.underway.delete(channelData?.clientActivityID);
  }

  /** Post again what was written while the connection was lost. The server handles the same id once only. */
  postAgain() {
    for (const [id, { activity, since }] of this.underway) {
      this.underway.delete(id);
      if (id && Date.now() - since < SEND_TIMEOUT) this.post(activity).catch(() => {});
    }
  }

  post(activity) {
    const id = encodeURIComponent(this.session.conversationId);
    return fetch(`${this.domain}/conversations/${id}/activities`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.session.token}`, "Content-Type": "application/json" },
      body: JSON.stringify(activity),
    });
  }

  close() {
    this.closed = true;
    window.clearInterval(this.timer);
    this.directLine.end();
    this.socket?.close();
  }

  /** Where the stream goes on after what was received. Throws on a failure that may pass; null when all is over. */
  async nextStreamUrl() {
    const response = await fetch(conversationAddress(this.domain, this.session, this.watermark), {
      headers: { Authorization: `Bearer ${this.session.token}`, Accept: "application/json" },
      signal: AbortSignal.timeout(15_000),
    });
    if (response.status === 404) return null;
    if (response.status === 401 || response.status === 403) {
      await this.renew();
      return this.closed ? null : this.nextStreamUrl();
    }
    if (!response.ok) throw new Error(`reconnect: ${response.status}`);
    const { token, streamUrl } = await response.json();
    this.use(token || this.session.token, streamUrl);
    return streamUrl;
  }

  renewIfOld() {
    if (!this.closed && Date.now() - this.renewed > RENEW_EVERY) this.renew().catch(() => {});
  }

  async renew() {
    try {
      const { token } = await requestToken(this.session.token);
      if (!this.closed) this.use(token, this.directLine.streamUrl);
    } catch (error) {
      if (error.gone) this.end();
      throw error;
    }
  }

  use(token, streamUrl) {
    this.session = { ...this.session, token };
    this.renewed = Date.now();
    this.directLine.reconnect({ conversationId: this.session.conversationId, token, streamUrl });
    // Another tab may have started a new conversation meanwhile: then that is the one to keep.
    if (stored()?.conversationId === this.session.conversationId) keep(this.session);
  }

  end() {
    if (this.closed) return;
    this.close();
    this.onState("ended");
  }
}

class LastingSocket {
  constructor(connection, url) {
    this.connection = connection;
    this.readyState = WebSocket.CONNECTING;
    this.wait = FIRST_WAIT;
    this.wake = () => this.retryNow();
    window.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.watch = window.setInterval(() => this.checkSilence(), PING_EVERY);
    this.open(url);
  }

  open(url) {
    const socket = new WebSocket(url);
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = () => {
      this.wait = FIRST_WAIT;
      this.connection.opened();
      if (this.readyState === WebSocket.CONNECTING) {
        this.readyState = WebSocket.OPEN;
        this.onopen?.(new Event("open"));
      } else {
        this.connection.postAgain();
      }
    };
    socket.onmessage = (message) => this.receive(message);
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  receive(message) {
    this.heard = Date.now();
    if (!message.data) return;
    this.connection.received(JSON.parse(message.data));
    this.onmessage?.(message);
  }

  lost() {
    this.socket = null;
    if (this.readyState === WebSocket.CLOSED || this.connection.closed) return;
    this.connection.onState("offline");
    this.later();
  }

  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.again(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  async again() {
    if (this.busy || this.socket || this.readyState === WebSocket.CLOSED) return;
    this.busy = true;
    try {
      const url = await this.connection.nextStreamUrl();
      if (this.readyState === WebSocket.CLOSED) return;
      if (url) this.open(url);
      else this.connection.end();
    } catch {
      if (this.readyState !== WebSocket.CLOSED) this.later();
    } finally {
      this.busy = false;
    }
  }

  retryNow() {
    if (document.hidden || this.readyState === WebSocket.CLOSED) return;
    if (this.socket) this.checkSilence();
    else this.again();
  }

  // After a sleep a socket can look open for minutes although nobody is there any more.
  checkSilence() {
    const socket = this.socket;
    if (socket?.readyState !== WebSocket.OPEN || Date.now() - this.heard < SILENCE) return;
    this.lost();
    socket.close();
  }

  send(data) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(data);
  }

  close() {
    this.readyState = WebSocket.CLOSED;
    window.clearTimeout(this.timer);
    window.clearInterval(this.watch);
    window.removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket?.close();
    this.socket = null;
  }
}
