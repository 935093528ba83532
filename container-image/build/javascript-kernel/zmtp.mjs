// The kernel's side of ZeroMQ over Unix sockets and TCP: ZMTP 3.0 (RFC 23), mechanism NULL. As much as a Jupyter kernel needs.

import fs from 'node:fs';
import net from 'node:net';

const GREETING_BYTES = 64;
const MORE = 1;
const LONG = 2;
const COMMAND = 4;
const WAIT = new Int32Array(new SharedArrayBuffer(4));

/** One who has connected; what comes from it are messages, each a list of frames. */
class Peer {
  identity = '';
  topics = [];
  #socket;
  #pending = Buffer.alloc(0);
  #greeted = false;
  #frames = [];
  #early = [];
  #ready = false;

  constructor(socket, type, onMessage, onEnd) {
    this.#socket = socket;
    socket.on('data', (bytes) => this.#receive(bytes, onMessage));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => onEnd(this));
    const greeting = Buffer.alloc(GREETING_BYTES);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
    greeting.write('NULL', 12, 'latin1');
    this.#write(Buffer.concat([greeting, command('READY', property('Socket-Type', type))]));
  }

  #receive(bytes, onMessage) {
    this.#pending = this.#pending.length ? Buffer.concat([this.#pending, bytes]) : bytes;
    if (!this.#greeted) {
      if (this.#pending.length < GREETING_BYTES) return;
      this.#pending = this.#pending.subarray(GREETING_BYTES);
      this.#greeted = true;
    }
    for (let frame = this.#take(); frame; frame = this.#take()) {
      if (frame.flags & COMMAND) {
        this.#obey(frame.body);
        continue;
      }
      this.#frames.push(frame.body);
      if (!(frame.flags & MORE)) {
        const message = this.#frames;
        this.#frames = [];
        onMessage(message, this);
      }
    }
  }

  #take() {
    const bytes = this.#pending;
    if (bytes.length < 2) return null;
    const header = bytes[0] & LONG ? 9 : 2;
    if (bytes.length < header) return null;
    const length = bytes[0] & LONG ? Number(bytes.readBigUInt64BE(1)) : bytes[1];
    if (bytes.length < header + length) return null;
    this.#pending = bytes.subarray(header + length);
    return { flags: bytes[0], body: bytes.subarray(header, header + length) };
  }

  #obey(body) {
    const name = body.toString('latin1', 1, 1 + body[0]);
    const rest = body.subarray(1 + body[0]);
    if (name === 'READY') {
      this.identity = properties(rest).get('identity') ?? '';
      this.#ready = true;
      const early = this.#early;
      this.#early = [];
      early.forEach((bytes) => this.#write(bytes));
    } else if (name === 'SUBSCRIBE') {
      this.topics.push(rest.toString('latin1'));
    } else if (name === 'PING') {
      this.#write(command('PONG', rest.subarray(2)));
    }
  }

  send(message) {
    const bytes = Buffer.concat(message.flatMap((frame, i) => framed(i + 1 < message.length ? MORE : 0, frame)));
    if (this.#ready) {
      this.#write(bytes);
    } else {
      this.#early.push(bytes);
    }
  }

  /** Writes at once, waiting for a slow reader: what a loop prints is seen while it runs, and does not pile up. */
  #write(bytes) {
    const fd = this.#socket._handle?.fd ?? -1;
    if (fd < 0 || this.#socket.writableLength > 0) {
      this.#socket.write(bytes);
      return;
    }
    let done = 0;
    while (done < bytes.length) {
      try {
        done += fs.writeSync(fd, bytes, done);
      } catch (e) {
        if (e.code !== 'EAGAIN') return; // it has gone, as its socket will tell
        Atomics.wait(WAIT, 0, 0, 1);
      }
    }
  }
}

function framed(flags, body) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  if (bytes.length < 256) return [Buffer.from([flags, bytes.length]), bytes];
  const header = Buffer.alloc(9);
  header[0] = flags | LONG;
  header.writeBigUInt64BE(BigInt(bytes.length), 1);
  return [header, bytes];
}

function command(name, body) {
  return Buffer.concat(framed(COMMAND, Buffer.concat([Buffer.from([name.length]), Buffer.from(name), body])));
}

function property(name, value) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), length, Buffer.from(value)]);
}

function properties(bytes) {
  const found = new Map();
  let at = 0;
  while (at < bytes.length) {
    const name = bytes.toString('latin1', at + 1, at + 1 + bytes[at]);
    at += 1 + bytes[at];
    const length = bytes.readUInt32BE(at);
    found.set(name.toLowerCase(), bytes.toString('latin1', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

/** A socket that listens; `type` is ROUTER, PUB or REP. */
export class ServerSocket {
  #peers = new Set();

  /** @param onMessage gets a message's frames and the peer that it came from */
  constructor(type, address, onMessage = () => {}) {
    this.server = net.createServer((socket) => {
      socket.setNoDelay?.(true);
      const heard = type === 'PUB' ? subscribe : onMessage;
      this.#peers.add(new Peer(socket, type, heard, (peer) => this.#peers.delete(peer)));
    });
    this.server.listen(address);
  }

  /** To all who have subscribed to its first frame. */
  publish(message) {
    for (const peer of this.#peers) {
      if (peer.topics.some((topic) => message[0].toString('latin1').startsWith(topic))) peer.send(message);
    }
  }

  /** To the peer of an identity, where it is connected. */
  sendTo(identity, message) {
    for (const peer of this.#peers) {
      if (peer.identity === identity) {
        peer.send(message);
        return true;
      }
    }
    return false;
  }
}

function subscribe([frame], peer) {
  if (frame[0] === 1) peer.topics.push(frame.toString('latin1', 1));
}
