// Messages of the Jupyter protocol 5.3 as frames.

import { createHmac, randomUUID } from 'node:crypto';

const DELIMITER = Buffer.from('<IDS|MSG>');

export class Wire {
  #session = randomUUID();
  #key;

  /** @param key of the signatures; none when empty */
  constructor(key) {
    this.#key = key;
  }

  read(frames) {
    const at = frames.findIndex((frame) => frame.equals(DELIMITER));
    const parts = frames.slice(at + 2, at + 6);
    if (at < 0 || parts.length < 4 || frames[at + 1].toString() !== this.#sign(parts)) throw new Error('Not a message for us');
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part));
    return { header, parent, metadata, content };
  }

  /** @param parent the message that led to this one, null for none */
  message(type, parent, content, metadata = {}) {
    const header = {
      msg_id: randomUUID(),
      session: this.#session,
      username: 'kernel',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.3',
    };
    const parts = [header, parent?.header ?? {}, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
    return [DELIMITER, Buffer.from(this.#sign(parts)), ...parts];
  }

  #sign(parts) {
    if (!this.#key) return '';
    const hmac = createHmac('sha256', this.#key);
    parts.forEach((part) => hmac.update(part));
    return hmac.digest('hex');
  }
}
