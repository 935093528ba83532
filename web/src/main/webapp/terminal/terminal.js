// Shows a terminal of a sandbox. The key stays in this page's memory, and no URL has it: sockets are opened by one-time tickets.
'use strict';

const WINDOW = 1 << 18; // bytes on their way to the screen: a browser's socket cannot hold back by itself
const LAST_PAUSE = 5000;

/** Whether another try would be answered with the same status. */
const isFinal = status => status >= 400 && status < 500;

class View {

    constructor(key, sandbox, session) {
        this.key = key;
        this.sandbox = sandbox;
        this.session = session;
        this.id = null;
        this.position = 0; // of what has come
        this.shown = 0; // of what is on the screen
        this.live = null; // of what was printed before this page came
        this.pause = 0;
        this.over = false;
        this.terminal = new Terminal({ fontFamily: 'monospace', scrollback: 5000 });
        this.terminal.open(document.querySelector('#screen'));
        this.terminal.onData(text => this.type(new TextEncoder().encode(text)));
        this.terminal.onBinary(text => this.type(Uint8Array.from(text, c => c.charCodeAt(0))));
        this.terminal.onResize(size => this.send(JSON.stringify({ type: 'resize', cols: size.cols, rows: size.rows })));
        this.fit();
        this.terminal.focus();
    }

    /** As many columns and rows as there is room for. */
    fit() {
        const space = document.querySelector('#screen').getBoundingClientRect();
        const grid = document.querySelector('.xterm-screen').getBoundingClientRect();
        const cols = Math.floor(space.width / (grid.width / this.terminal.cols));
        const rows = Math.floor(space.height / (grid.height / this.terminal.rows));
        this.terminal.resize(Math.min(Math.max(cols, 2), 1000), Math.min(Math.max(rows, 1), 1000));
    }

    async connect() {
        try {
            const url = new URL(`/api/v1/sandboxes/${encodeURIComponent(this.sandbox)}/terminal`, location.href);
            url.protocol = url.protocol.replace('http', 'ws');
            const query = { ticket: await this.ticket(), window: WINDOW, cols: this.terminal.cols, rows: this.terminal.rows };
            if (this.id) {
                Object.assign(query, { id: this.id, after: this.position });
            } else if (this.session) {
                query.session = this.session;
            }
            url.search = new URLSearchParams(query);
            this.open(new WebSocket(url));
        } catch (e) {
            this.again(e.message);
        }
    }

    async ticket() {
        const answer = await fetch('/api/v1/tickets', {
            method: 'POST',
            headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json' },
            body: JSON.stringify({ sandboxId: this.sandbox }),
        });
        const body = await answer.json();
        if (!answer.ok) {
            this.over = isFinal(answer.status);
            throw new Error(body.detail);
        }
        return body.ticket;
    }

    open(socket) {
        socket.binaryType = 'arraybuffer';
        socket.onmessage = message =>
            typeof message.data === 'string' ? this.event(JSON.parse(message.data)) : this.output(socket, new Uint8Array(message.data));
        socket.onclose = close => {
            this.over ||= isFinal(close.code - 4000);
            this.again(close.reason);
        };
        this.socket = socket;
    }

    output(socket, bytes) {
        const old = Math.min(Math.max(this.live - this.position, 0), bytes.length);
        this.write(socket, bytes.subarray(0, old));
        this.write(socket, bytes.subarray(old));
    }

    write(socket, bytes) {
        if (bytes.length === 0) {
            return;
        }
        this.position += bytes.length;
        const position = this.position;
        this.terminal.write(bytes, () => {
            this.shown = position;
            if (socket === this.socket) {
                this.send(JSON.stringify({ type: 'ack', position }));
            }
        });
    }

    event(event) {
        switch (event.type) {
            case 'ready':
                this.pause = 0;
                this.live ??= event.live;
                this.id = event.id;
                this.tell(`${this.sandbox}: ${event.id}`);
                // falls through: it begins at a position, as what was skipped ends at one
            case 'skipped':
                this.position = this.shown = event.position;
                this.terminal.write(event.restore);
                break;
            case 'exit':
                this.over = true;
                this.tell(`ended: ${event.exitCode ?? event.signal ?? event.status}`);
                break;
            case 'error':
                this.tell(event.problem.detail);
                break;
        }
    }

    /** What the screen answers to old output was answered before. */
    type(bytes) {
        if (this.shown >= this.live) {
            this.send(bytes);
        }
    }

    send(message) {
        if (this.socket?.readyState === WebSocket.OPEN) {
            this.socket.send(message);
        }
    }

    /** Connects once more, unless it has ended. */
    again(reason) {
        if (this.over) {
            this.tell(reason || this.state);
            form.hidden = this.id !== null;
            return;
        }
        this.tell(`${reason || 'no connection'}; connecting again`);
        setTimeout(() => this.connect(), this.pause);
        this.pause = Math.min(this.pause * 2 + 100, LAST_PAUSE);
    }

    tell(text) {
        this.state = text;
        document.querySelector('#state').textContent = text;
    }
}

const form = document.querySelector('form');
const asked = new URLSearchParams(location.hash.slice(1));
let view = null;
new ResizeObserver(() => view?.fit()).observe(document.querySelector('#screen'));
form.sandbox.value = asked.get('sandbox') ?? '';
form.session.value = asked.get('session') ?? '';
form.onsubmit = submit => {
    submit.preventDefault();
    form.hidden = true;
    view?.terminal.dispose();
    view = new View(form.key.value.trim(), form.sandbox.value.trim(), form.session.value.trim());
    view.connect();
    form.reset();
};
