// What tests and bench look at from outside: node application.js PORT [ADDRESS]
const http = require('http');
const sockets = require('./sockets.js');

const PART = Buffer.alloc(64 << 10);
const count = { requests: 0, silent: 0, left: 0 };

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  count.requests++;
  if (path === '/echo') {
    response.setHeader('Content-Type', 'application/octet-stream');
    request.pipe(response);
  } else if (path === '/refuse') {
    // the body is not read, and the connection closed at once
    response.writeHead(413, { Connection: 'close', 'Content-Length': 9 });
    response.end('too large', () => request.socket.destroy());
  } else if (path === '/bytes') {
    let left = Number(request.url.split('?')[1]);
    response.setHeader('Content-Length', left);
    const more = () => {
      while (left > 0) {
        const part = PART.subarray(0, left);
        left -= part.length;
        if (!response.write(part)) return;
      }
      response.end();
    };
    response.on('drain', more);
    more();
  } else if (path === '/cookies') {
    response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2; HttpOnly', 'c=3', 'cofferdam-session=forged; Path=/']);
    response.end(request.headers.cookie);
  } else if (path === '/events') {
    // each event only when a request to /next asks for it: who sees it has not waited for the end
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: first\n\n');
    server.once('next', () => response.end('data: second\n\n'));
  } else if (path === '/quiet') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
  } else if (path === '/next') {
    response.end(String(server.emit('next')));
  } else if (path.startsWith('/status/')) {
    response.writeHead(Number(path.slice(8)), { 'Cofferdam-Error': 'none' });
    response.end('of its own');
  } else if (path === '/redirect') {
    response.writeHead(302, { Location: request.headers['x-to'] });
    response.end();
  } else if (path === '/count') {
    response.end(String(count[request.url.split('?')[1] || 'requests']));
  } else if (path === '/silent') {
    count.silent++;
    response.on('close', () => count.left++);
  } else if (path === '/held') {
    server.once('release', () => response.end('held'));
  } else if (path === '/release') {
    response.end(String(server.emit('release')));
  } else {
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.rawHeaders }));
  }
});

server.on('upgrade', (request, socket, ahead) => {
  if (request.url === '/refused') socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  else sockets.accept(request, socket, ahead);
});

server.listen(Number(process.argv[2]), process.argv[3] || '127.0.0.1', () => console.log('listening'));
