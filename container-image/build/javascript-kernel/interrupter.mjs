// A thread that listens for interrupts while the kernel's own thread is in a loop, and breaks that.

import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { ServerSocket } from './zmtp.mjs';
import { Wire } from './wire.mjs';

// The kernel's thread gets so long to notice by itself.
const PATIENCE_MILLIS = 30;

const wire = new Wire(workerData.key);

let waiting;
parentPort.on('message', () => clearTimeout(waiting));

new ServerSocket('ROUTER', workerData.address, (frames, peer) => {
  const request = wire.read(frames);
  const { msg_type: type } = request.header;
  if (type === 'interrupt_request') {
    parentPort.postMessage('interrupt');
    clearTimeout(waiting);
    waiting = setTimeout(breakLoop, PATIENCE_MILLIS);
    peer.send(wire.message('interrupt_reply', request, { status: 'ok' }));
  } else if (type === 'shutdown_request') {
    peer.send(wire.message('shutdown_reply', request, { status: 'ok', restart: request.content.restart ?? false }));
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MILLIS);
  } else if (type === 'kernel_info_request') {
    peer.send(wire.message('kernel_info_reply', request, workerData.info));
  }
});

/** A session that stays connected would keep the process from ending. */
function breakLoop() {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => session.disconnect());
}
