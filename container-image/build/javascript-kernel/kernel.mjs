// The kernel for JavaScript and TypeScript: node kernel.mjs LANGUAGE CONNECTION_FILE

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';
import { script } from './cell.mjs';
import { bundle, displayWith } from './display.mjs';
import { Wire } from './wire.mjs';
import { ServerSocket } from './zmtp.mjs';

const [language, file] = process.argv.slice(2);
const connection = JSON.parse(fs.readFileSync(file, 'utf8'));
const wire = new Wire(connection.key);
const info = {
  status: 'ok',
  protocol_version: '5.3',
  implementation: 'cofferdam-javascript',
  implementation_version: '1',
  banner: `Node.js ${process.version}`,
  language_info: {
    name: language,
    version: process.versions.node,
    mimetype: language === 'typescript' ? 'application/typescript' : 'text/javascript',
    file_extension: language === 'typescript' ? '.ts' : '.js',
  },
};
const transpile = language === 'typescript' ? await typescript() : (code) => code;

// What is printed is told in messages of at most so many characters.
const MOST_PRINTED = 1 << 18;

const queue = [];
const asked = [];
let running = null;
let latest = null;
let executionCount = 0;

const address = (port) => (connection.transport === 'ipc' ? { path: `${connection.ip}-${port}` } : { host: connection.ip, port });
const iopub = new ServerSocket('PUB', address(connection.iopub_port));
const stdin = new ServerSocket('ROUTER', address(connection.stdin_port), answered);
new ServerSocket('REP', address(connection.hb_port), (frames, peer) => peer.send(frames));
new ServerSocket('ROUTER', address(connection.shell_port), requested);
const interrupter = new Worker(new URL('interrupter.mjs', import.meta.url), {
  workerData: { key: connection.key, address: address(connection.control_port), info },
  execArgv: [],
});
interrupter.on('message', () => {
  interrupter.postMessage('seen');
  running?.end(Object.assign(new Error('Interrupted'), { name: 'Interrupted' }));
});
interrupter.unref();

prepareGlobals();

function publish(type, content, parent = running?.request ?? latest, metadata = {}) {
  iopub.publish([Buffer.from(type), ...wire.message(type, parent, content, metadata)]);
}

function prepareGlobals() {
  for (const [name, stream] of [['stdout', process.stdout], ['stderr', process.stderr]]) {
    stream.write = (chunk, encoding, done) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString(typeof encoding === 'string' ? encoding : 'utf8');
      for (let at = 0; at < text.length; at += MOST_PRINTED) publish('stream', { name, text: text.slice(at, at + MOST_PRINTED) });
      const callback = typeof encoding === 'function' ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
  const tell = (error) => process.stderr.write(`${trace(error).join('\n')}\n`);
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
  Object.assign(globalThis, { require: createRequire(path.join(process.cwd(), 'cell.js')), display: displayWith(publish), input });
}

/** The global `input`: a line of what the run was given, or an error at once when it was given nothing. */
async function input(prompt = '', { password = false } = {}) {
  const run = running;
  if (!run?.request.content.allow_stdin) throw new Error('This run has no standard input');
  const message = wire.message('input_request', run.request, { prompt: String(prompt), password });
  if (!stdin.sendTo(run.peer.identity, message)) throw new Error('Nobody answers for standard input');
  const value = await new Promise((resolve) => asked.push(resolve));
  if (value === '\u0004') throw new Error('End of the standard input');
  return value;
}

function answered(frames) {
  asked.shift()?.(wire.read(frames).content.value);
}

function requested(frames, peer) {
  const request = wire.read(frames);
  switch (request.header.msg_type) {
    case 'execute_request':
      queue.push({ request, peer });
      advance();
      break;
    case 'kernel_info_request':
      answer(request, peer, 'kernel_info_reply', info);
      break;
    case 'is_complete_request':
      answer(request, peer, 'is_complete_reply', { status: 'unknown' });
      break;
    case 'comm_info_request':
      answer(request, peer, 'comm_info_reply', { status: 'ok', comms: {} });
      break;
    case 'history_request':
      answer(request, peer, 'history_reply', { status: 'ok', history: [] });
      break;
  }
}

function answer(request, peer, type, content) {
  publish('status', { execution_state: 'busy' }, request);
  peer.send(wire.message(type, request, content));
  publish('status', { execution_state: 'idle' }, request);
}

function advance() {
  if (!running && queue.length) new Run(queue.shift()).begin();
}

/** One execute_request, from its beginning to its reply. */
class Run {
  #ended = false;
  #hides;

  constructor({ request, peer }) {
    this.request = request;
    this.peer = peer;
    this.#hides = request.content.silent;
  }

  begin() {
    running = this;
    latest = this.request;
    publish('status', { execution_state: 'busy' });
    if (!this.#hides) {
      executionCount++;
      publish('execute_input', { code: this.request.content.code, execution_count: executionCount });
    }
    // What ends this function early, an interrupt, ends no more than it: `end` is called by another event then.
    setImmediate(() => this.#run());
  }

  async #run() {
    const variables = this.request.metadata.cofferdam?.env ?? {};
    this.before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    setVariables(variables);
    try {
      const cell = script(transpile(this.request.content.code));
      const compiled = new vm.Script(cell.source, {
        filename: `cell-${executionCount}`,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      let value = compiled.runInThisContext();
      if (cell.asynchronous) value = (await value)?.value;
      if (cell.shows && value !== undefined && !this.#ended && !this.#hides) {
        const data = await bundle(value);
        publish('execute_result', { execution_count: executionCount, data, metadata: {} }, this.request);
      }
      this.end();
    } catch (error) {
      this.end(error);
    }
  }

  /** @param error what it threw, nothing when it came to its end */
  end(...error) {
    if (this.#ended) return;
    this.#ended = true;
    setVariables(this.before ?? {});
    let reply = { status: 'ok', execution_count: executionCount, payload: [], user_expressions: {} };
    if (error.length) {
      const thrown = described(error[0]);
      publish('error', thrown);
      reply = { status: 'error', execution_count: executionCount, ...thrown };
    }
    this.peer.send(wire.message('execute_reply', this.request, reply));
    publish('status', { execution_state: 'idle' });
    running = null;
    if (error.length && this.request.content.stop_on_error) {
      for (const { request, peer } of queue.splice(0)) answer(request, peer, 'execute_reply', { status: 'aborted' });
    }
    advance();
  }
}

function setVariables(variables) {
  for (const [name, value] of Object.entries(variables)) {
    if (value === null || value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
}

function described(error) {
  if (!(error instanceof Error)) return { ename: 'Error', evalue: inspect(error), traceback: [`Uncaught ${inspect(error)}`] };
  return { ename: error.name, evalue: error.message, traceback: trace(error) };
}

/** The stack without what is the kernel's own and Node's. */
function trace(error) {
  if (!(error instanceof Error)) return [`Uncaught ${inspect(error)}`];
  const lines = (error.snippet ? [`${error.name}: ${error.message}`, error.snippet] : String(error.stack ?? error).split('\n')).filter(
    (line) => !line.includes(import.meta.dirname) && !line.includes('node_modules/acorn/') && !/^ {4}at .*(node:|<anonymous>\))/.test(line),
  );
  return error.cause === undefined ? lines : [...lines, 'Caused by:', ...trace(error.cause)];
}

/** What turns TypeScript into JavaScript. */
async function typescript() {
  const { transformSync } = await import('amaro');
  return (code) => {
    try {
      return transformSync(code, { mode: 'transform' }).code;
    } catch (e) {
      throw Object.assign(new SyntaxError(e.message), { snippet: e.snippet });
    }
  };
}
