import { createServer, type Socket } from 'node:net';
import type { HostListeners, HostSide } from './host-side.ts';
import { closeServer, listenOn } from './listen.ts';

/** Serves one host at a time, as most printers do. Rejects with `CannotListen`. */
export async function listenForHost(host: string, wantedPort: number, on: HostListeners): Promise<HostSide> {
  let connection: Socket | null = null;
  let reachable = true;
  let paused = false;

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', leaveToClose);
    if (connection !== null || !reachable) {
      socket.resetAndDestroy();
      return;
    }
    connection = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      if (socket === connection) on.bytes(bytes);
    });
    const forget = () => {
      if (socket === connection) connection = null;
    };
    socket.once('end', () => {
      forget();
      socket.end();
    });
    socket.once('close', forget);
    if (paused) socket.pause();
    on.connected();
  });

  function reset(): void {
    if (connection !== null) breakOff(connection);
    connection = null;
  }

  const port = await listenOn(server, host, wantedPort);
  return {
    port,
    send(bytes) {
      if (connection?.writable) connection.write(bytes);
    },
    pause() {
      paused = true;
      connection?.pause();
    },
    resume() {
      paused = false;
      connection?.resume();
    },
    reset,
    halfClose: () => void connection?.end(),
    setReachable(now) {
      reachable = now;
      if (!now) reset();
    },
    async close() {
      const closed = closeServer(server);
      connection?.destroy();
      await closed;
    },
  };
}

function breakOff(socket: Socket): void {
  // Node 24 never closes a socket that is reset after its own end was sent, so such a socket is destroyed.
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** Listener for a lost connection that does nothing, because the event 'close' follows. */
const leaveToClose = () => undefined;
