// Everybody hears what anybody says: node chat.js PORT
const http = require('http');
const { WebSocketServer } = require('ws');

const PAGE = `<!doctype html><title>Chat</title>
  <form id="form"><input id="text"><button>Say</button></form><ul id="heard"></ul><p id="state">connecting</p><script>
  const socket = new WebSocket(location.href.replace(/^http/, 'ws'));
  socket.onopen = () => (state.textContent = 'connected');
  socket.onmessage = (it) => heard.append(Object.assign(document.createElement('li'), { textContent: it.data }));
  form.onsubmit = () => (socket.send(text.value), (text.value = ''), false);
  </script>`;

const server = http.createServer((request, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => {
  socket.on('message', (said) => sockets.clients.forEach((it) => it.send(String(said))));
});
server.listen(Number(process.argv[2]), '127.0.0.1');
