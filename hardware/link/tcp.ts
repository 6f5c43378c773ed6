import { Socket } from 'node:net';
import type { LinkAddress } from './address.ts';
import type { Wire, WireEvents } from './connection.ts';
import type { LinkTrouble } from './contract.ts';
import type { WireTraits } from './reconnecting.ts';

const KEEP_ALIVE_MS = 10_000;
const PIECE_BYTES = 16_384;

const TROUBLE_OF_ERRNO: Readonly<Record<string, LinkTrouble>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'closed-by-device',
  EPIPE: 'closed-by-device',
};

/** Opens long-lived connections to a device's raw port. */
export function tcpWires({ host, port }: Extract<LinkAddress, { kind: 'tcp' }>): WireTraits {
  return { openWire: (events) => connect(host, port, events), pieceBytes: PIECE_BYTES, bytesPerS: null };
}

function connect(host: string, port: number, events: WireEvents): Wire {
  const socket = new Socket();
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.on('data', events.bytes);
  socket.on('error', (error: NodeJS.ErrnoException) => events.lost(TROUBLE_OF_ERRNO[error.code ?? ''] ?? 'failed'));
  socket.once('connect', events.opened);
  socket.once('end', () => {
    events.lost('closed-by-device');
    // `destroy` frees the socket, which a device that never reads would keep open. The kernel still sends the bytes that it accepted.
    socket.destroy();
  });
  socket.once('close', () => {
    events.lost('closed-by-device');
    events.over();
  });
  socket.connect({ host, port });
  return {
    write(piece, taken) {
      socket.write(piece, (error) => {
        if (!error) taken();
      });
    },
    // `destroy` would make the kernel answer the device's next bytes with a reset, and the device would lose the bytes it had not yet read.
    end: () => socket.end(),
    destroy: () => socket.destroy(),
  };
}
