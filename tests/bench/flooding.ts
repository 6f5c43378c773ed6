// Floods a hub (the kiosk that serves the desks) after a line `on` on stdin, until a line `off`. Argument: the hub's port.
import { connect as connectPlain } from 'node:net';
import { createInterface } from 'node:readline';
import { connect, type TLSSocket } from 'node:tls';

/** The number of loopback addresses. The hub takes each address for a different stranger. */
const STRANGERS = 24;
/** The number of connections of each stranger. A connection that the hub closes is opened again. */
const OF_EACH = 8;
/** The number of pairs of requests that a connection sends without waiting for an answer. */
const AT_ONCE = 4;

const port = Number(process.argv[2]);
const REQUEST = 'GET /desk/ HTTP/1.1\r\nhost: kiosk\r\n\r\n';
const FORGED = `GET /api/desk/feed HTTP/1.1\r\nhost: kiosk\r\ncookie: __Host-torn-desk=${'x'.repeat(43)}\r\n\r\n`;

const sockets = new Set<TLSSocket>();
let isOn = false;

function flood(localAddress: string): void {
  if (!isOn) return;
  const plain = connectPlain({ host: '127.0.0.1', port, localAddress });
  plain.on('error', () => undefined);
  const socket = connect({ socket: plain, rejectUnauthorized: false });
  sockets.add(socket);
  const ask = (): void => void socket.write(REQUEST + FORGED);
  socket.on('secureConnect', () => {
    for (let no = 0; no < AT_ONCE; no += 1) ask();
  });
  socket.on('data', ask);
  socket.on('error', () => undefined);
  socket.on('close', () => {
    sockets.delete(socket);
    setImmediate(flood, localAddress);
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  isOn = line === 'on';
  if (isOn)
    for (let stranger = 1; stranger <= STRANGERS; stranger += 1)
      for (let no = 0; no < OF_EACH; no += 1) flood(`127.0.1.${stranger}`);
  else for (const socket of sockets) socket.destroy();
});
