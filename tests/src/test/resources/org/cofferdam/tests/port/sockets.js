// A WebSocket by the book (RFC 6455) that sends every whole message back. What it answers depends on the frames that come and not on the
// pieces that they come in.
const crypto = require('crypto');

const TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
const LARGEST = 16 << 20;

class Failure extends Error {
  constructor(code) {
    super();
    this.code = code;
  }
}

class Conversation {
  constructor(socket) {
    this.socket = socket;
    this.bytes = Buffer.alloc(0);
    this.waiting = [];
    this.missing = 0;
    this.over = false;
    this.forget();
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('data', (more) => this.take(more));
  }

  forget() {
    this.opcode = 0;
    this.parts = [];
    this.decoder = new TextDecoder('utf-8', { fatal: true });
  }

  take(more) {
    if (this.over) return;
    this.waiting.push(more);
    this.missing -= more.length;
    if (this.missing > 0) return; // a large frame is put together once
    this.bytes = Buffer.concat([this.bytes, ...this.waiting]);
    this.waiting = [];
    try {
      while (!this.over && this.frame());
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      this.close(e.code);
    }
  }

  // Whether there was a whole one.
  frame() {
    const bytes = this.bytes;
    if (bytes.length < 2) return false;
    const opcode = bytes[0] & 0x0f;
    const last = (bytes[0] & 0x80) !== 0;
    let length = bytes[1] & 0x7f;
    if ((bytes[0] & 0x70) !== 0 || !(bytes[1] & 0x80)) throw new Failure(1002);
    if (![0, TEXT, BINARY, CLOSE, PING, PONG].includes(opcode)) throw new Failure(1002);
    if (opcode >= CLOSE && (!last || length > 125)) throw new Failure(1002);
    let at = 2;
    if (length === 126) {
      if (bytes.length < 4) return false;
      length = bytes.readUInt16BE(2);
      at = 4;
    } else if (length === 127) {
      if (bytes.length < 10) return false;
      length = Number(bytes.readBigUInt64BE(2));
      at = 10;
    }
    if (length > LARGEST) throw new Failure(1009);
    this.missing = at + 4 + length - bytes.length;
    if (this.missing > 0) return false;
    const mask = bytes.subarray(at, at + 4);
    const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
    for (let i = 0; i < length; i++) payload[i] ^= mask[i & 3];
    this.bytes = bytes.subarray(at + 4 + length);
    if (opcode >= CLOSE) this.control(opcode, payload);
    else this.data(opcode, last, payload);
    return true;
  }

  control(opcode, payload) {
    if (opcode === PING) this.send(PONG, payload);
    if (opcode !== CLOSE) return;
    if (payload.length === 0) return this.finish(payload);
    if (payload.length === 1) throw new Failure(1002);
    const code = payload.readUInt16BE(0);
    const known = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
    if (!known && !(code >= 3000 && code <= 4999)) throw new Failure(1002);
    this.text(new TextDecoder('utf-8', { fatal: true }), payload.subarray(2), true);
    this.finish(payload);
  }

  data(opcode, last, payload) {
    if ((opcode === 0) === (this.opcode === 0)) throw new Failure(1002);
    if (opcode !== 0) this.opcode = opcode;
    if (this.opcode === TEXT) this.text(this.decoder, payload, last);
    this.parts.push(payload);
    if (last) {
      this.send(this.opcode, Buffer.concat(this.parts));
      this.forget();
    }
  }

  text(decoder, payload, last) {
    try {
      decoder.decode(payload, { stream: !last });
    } catch {
      throw new Failure(1007);
    }
  }

  send(opcode, payload) {
    const head = Buffer.alloc(10);
    head[0] = 0x80 | opcode;
    let length = 2;
    if (payload.length < 126) head[1] = payload.length;
    else if (payload.length < 65536) {
      head[1] = 126;
      length = head.writeUInt16BE(payload.length, 2);
    } else {
      head[1] = 127;
      length = head.writeBigUInt64BE(BigInt(payload.length), 2);
    }
    this.socket.write(Buffer.concat([head.subarray(0, length), payload]));
  }

  close(code) {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.finish(payload);
  }

  finish(payload) {
    this.send(CLOSE, payload);
    this.over = true;
    this.socket.end();
  }
}

// Of the subprotocols that are offered it takes the last.
exports.accept = (request, socket, ahead) => {
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
  const accept = crypto.createHash('sha1').update(key).digest('base64');
  const offered = (request.headers['sec-websocket-protocol'] || '').split(',').map((it) => it.trim());
  const protocol = offered.at(-1) ? `Sec-WebSocket-Protocol: ${offered.at(-1)}\r\n` : '';
  socket.setNoDelay(true);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol}\r\n`);
  new Conversation(socket).take(ahead);
};
