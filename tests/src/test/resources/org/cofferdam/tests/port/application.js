// What PreviewIT exposes: node application.js PORT
const crypto = require('crypto');
const http = require('http');

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  if (path === '/echo') {
    response.setHeader('Content-Type', 'application/octet-stream');
    request.pipe(response);
  } else if (path === '/refuse') {
    // the body is not read, and the connection closed at once
    response.writeHead(413, { Connection: 'close', 'Content-Length': 9 });
    response.end('too large', () => request.socket.destroy());
  } else if (path === '/cookies') {
    response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2; HttpOnly', 'c=3']);
    response.end('cookies');
  } else if (path === '/events') {
    // each event only when a request to /next asks for it: who sees it has not waited for the end
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: first\n\n');
    server.once('next', () => response.end('data: second\n\n'));
  } else if (path === '/next') {
    response.end(String(server.emit('next')));
  } else {
    response.end(JSON.stringify({ url: request.url, headers: request.rawHeaders }));
  }
});

// Every whole frame of a WebSocket goes back, unmasked and with its opcode; a close with its code.
server.on('upgrade', (request, socket, ahead) => {
  const accept = crypto
    .createHash('sha1')
    .update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
    .digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  let bytes = ahead;
  socket.on('error', () => {});
  socket.on('data', (more) => {
    bytes = Buffer.concat([bytes, more]);
    while (bytes.length >= 6) {
      let length = bytes[1] & 0x7f;
      let at = 2;
      if (length === 126) {
        length = bytes.readUInt16BE(2);
        at = 4;
      }
      if (bytes.length < at + 4 + length) return;
      const mask = bytes.subarray(at, at + 4);
      const body = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
      for (let i = 0; i < length; i++) body[i] ^= mask[i % 4];
      socket.write(Buffer.concat([bytes.subarray(0, 1), at === 2 ? Buffer.from([length]) : Buffer.from([126, length >> 8, length & 255]), body]));
      if ((bytes[0] & 0x0f) === 8) socket.end();
      bytes = bytes.subarray(at + 4 + length);
    }
  });
});

server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
