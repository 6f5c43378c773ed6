import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a load balancer that passes each connection to the next replica and skips replicas that refuse it. If all refuse, the connection
 * is dropped. The load balancer does not read the traffic.
 */
export async function startFront(portsNow: () => readonly number[]): Promise<Front> {
  const open = new Set<Socket>();
  let turn = 0;

  function pass(client: Socket, ports: readonly number[]): void {
    const [port, ...others] = ports;
    if (port === undefined) {
      client.destroy();
      return;
    }
    const replica = connect(port, '127.0.0.1');
    let isThrough = false;
    const drop = () => void client.destroy();
    replica.once('connect', () => {
      isThrough = true;
      client.pipe(replica);
      replica.pipe(client);
    });
    replica.on('error', () => (isThrough ? drop() : pass(client, others)));
    replica.once('close', () => isThrough && drop());
    client.once('close', () => replica.destroy());
  }

  const server = createServer((client) => {
    open.add(client);
    client.once('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    turn += 1;
    const ports = portsNow();
    const first = turn % Math.max(1, ports.length);
    pass(client, [...ports.slice(first), ...ports.slice(0, first)]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const client of open) client.destroy();
      await closed;
    },
  };
}
