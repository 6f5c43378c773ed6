import createMdns from 'multicast-dns';

const SERVICE = '_pdl-datastream._tcp.local';

/** Announces over multicast DNS, as office printers do, that this machine prints bytes sent to `port`. */
export function announcePrinter(name: string, port: number): { close(): Promise<void> } {
  const mdns = createMdns({ bind: '0.0.0.0' });
  const instance = `${name}.${SERVICE}`;
  const target = 'torn-virtual-printer.local';
  mdns.on('query', ({ questions = [] }) => {
    if (!questions.some((question) => question.name === SERVICE)) return;
    mdns.respond({
      answers: [{ name: SERVICE, type: 'PTR', ttl: 120, data: instance }],
      additionals: [
        { name: instance, type: 'SRV', ttl: 120, data: { port, target, weight: 0, priority: 0 } },
        { name: target, type: 'A', ttl: 120, data: '127.0.0.1' },
      ],
    });
  });
  return { close: () => new Promise((resolve) => mdns.destroy(() => resolve())) };
}
