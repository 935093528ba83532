// Answers as no program should give them: node answers.js PORT; the path says which.
const net = require('net');

const OK = 'HTTP/1.1 200 OK\r\n';
const answers = {
  '/not-http': 'SSH-2.0-OpenSSH_9.2\r\n\r\n',
  '/nothing': '',
  '/short': `${OK}Content-Length: 10\r\n\r\nhalf`,
  '/short-chunk': `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nha`,
  '/bad-chunk': `${OK}Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n`,
  '/two-lengths': `${OK}Content-Length: 4\r\nContent-Length: 5\r\n\r\nhello`,
  '/folded': `${OK}X-A: b\r\n c: d\r\nContent-Length: 2\r\n\r\nok`,
  '/control': `${OK}X-A: b\rX-Injected: yes\r\nContent-Length: 2\r\n\r\nok`,
  '/unasked': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  '/huge': `${OK}X-A: ${'a'.repeat(300000)}\r\n\r\n`,
  '/both': `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  '/until-end': `${OK}\r\nhello`,
  '/early': `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${OK}Content-Length: 5\r\n\r\nhello`,
  '/more': `${OK}Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`,
};

net
  .createServer((socket) => {
    let head = '';
    socket.on('error', () => {});
    socket.on('data', (data) => {
      head += data.toString('latin1');
      if (head.includes('\r\n\r\n')) socket.end(answers[head.split(' ')[1]], 'latin1');
    });
  })
  .listen(Number(process.argv[2]), '127.0.0.1');
