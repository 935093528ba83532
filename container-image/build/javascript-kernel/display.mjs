// What a value looks like: a MIME bundle, as a notebook shows it.

import { inspect } from 'node:util';

const DISPLAY = Symbol.for('Jupyter.display');
const MOST_CHARACTERS = 1_000_000;

const FORMATS = {
  text: 'text/plain',
  html: 'text/html',
  markdown: 'text/markdown',
  latex: 'text/latex',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpeg: 'image/jpeg',
  pdf: 'application/pdf',
  json: 'application/json',
  javascript: 'application/javascript',
};

/**
 * The bundle of a value: its own, where it has the method `Symbol.for('Jupyter.display')`, otherwise its text and, of plain data, its JSON. A
 * promise where that method gives one.
 */
export function bundle(value) {
  if (value !== null && ['object', 'function'].includes(typeof value) && typeof value[DISPLAY] === 'function') {
    const own = value[DISPLAY]();
    return own instanceof Promise ? own.then(encoded) : encoded(own);
  }
  const data = { 'text/plain': inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 100_000 }) };
  if (isPlain(value)) {
    const json = jsonOf(value);
    if (json !== undefined) data['application/json'] = json;
  }
  return data;
}

function isPlain(value) {
  if (Array.isArray(value)) return true;
  const prototype = value !== null && typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
}

function jsonOf(value) {
  try {
    const text = JSON.stringify(value);
    return text !== undefined && text.length <= MOST_CHARACTERS ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // it has a cycle or a BigInt
  }
}

/** Bytes as base64, as messages carry them. */
function encoded(data) {
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [type, ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') : value]),
  );
}

/**
 * The global `display`: `display(value)` shows a value, `display.html('<b>…</b>')` and its kin a text or bytes in a format, and
 * `display({ 'text/html': … }, { raw: true })` a bundle. With `{ id }` it can be shown anew by `{ id, update: true }`.
 */
export function displayWith(send) {
  const show = (data, { id, update } = {}) =>
    send(update ? 'update_display_data' : 'display_data', { data, metadata: {}, transient: id === undefined ? {} : { display_id: String(id) } });
  const display = (value, options = {}) => {
    if (options.raw) return show(encoded(value), options);
    const data = bundle(value);
    return data instanceof Promise ? data.then((own) => show(own, options)) : show(data, options);
  };
  for (const [name, type] of Object.entries(FORMATS)) {
    display[name] = (value, options) => show(encoded({ [type]: value }), options);
  }
  display.clear = ({ wait = false } = {}) => send('clear_output', { wait });
  return display;
}
