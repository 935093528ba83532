// A guest book, a digest of what is uploaded, and a clock: node express.js PORT
const crypto = require('crypto');
const express = require('express');

const app = express();
const entries = [];

app.use(express.urlencoded({ extended: false }));
app.get('/', (request, response) => {
  response.send(`<!doctype html><title>Guest book</title>
    <form method="post" action="/entries"><input name="text"><button>Write</button></form>
    <ul>${entries.map((it) => `<li>${it}</li>`).join('')}</ul><p id="host">${request.hostname}</p>`);
});
app.post('/entries', (request, response) => {
  entries.push(request.body.text);
  response.cookie('wrote', 'yes').redirect('/');
});
app.post('/digest', (request, response) => {
  const hash = crypto.createHash('sha256');
  let bytes = 0;
  request.on('data', (part) => {
    hash.update(part);
    bytes += part.length;
  });
  request.on('end', () => response.json({ bytes, sha256: hash.digest('hex') }));
});
app.get('/clock', (request, response) => {
  response.send(`<!doctype html><title>Clock</title><ol id="ticks"></ol><script>
    new EventSource('/ticks').onmessage = (it) => ticks.append(Object.assign(document.createElement('li'), { textContent: it.data }));
  </script>`);
});
app.get('/ticks', (request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  const timer = setInterval(() => response.write(`data: ${new Date().toISOString()}\n\n`), 100);
  response.on('close', () => clearInterval(timer));
});
app.listen(Number(process.argv[2]), '127.0.0.1');
