import { createSocket, type Socket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import { findAnnounced } from '../../../../hardware/discovery/announced.ts';

const GROUP = '224.0.0.251';
const LOOPBACK = '127.0.0.1';

const name = (...labels: string[]): Buffer =>
  Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.of(Buffer.byteLength(label)), Buffer.from(label)])),
    Buffer.of(0),
  ]);
const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

/** One resource record as RFC 1035 writes it, of class IN with the flush bit where mDNS sets it. */
const record = (owner: Buffer, type: number, flush: boolean, data: Buffer): Buffer =>
  Buffer.concat([owner, u16(type), Buffer.of(flush ? 0x80 : 0, 1, 0, 0, 0, 120), u16(data.length), data]);

const message = (answers: Buffer[], additionals: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.of(0, 0, 0x84, 0, 0, 0),
    u16(answers.length),
    u16(0),
    u16(additionals.length),
    ...answers,
    ...additionals,
  ]);

const [PTR, SRV, A] = [12, 33, 1];
const raw = name('_pdl-datastream', '_tcp', 'local');
const lpd = name('_printer', '_tcp', 'local');
const instance = (printer: string, service: Buffer) => Buffer.concat([name(printer).subarray(0, -1), service]);
const ptr = (printer: string, service: Buffer) => record(service, PTR, false, instance(printer, service));
const srv = (printer: string, service: Buffer, port: number, host: string) =>
  record(instance(printer, service), SRV, true, Buffer.concat([u16(0), u16(0), u16(port), name(host, 'local')]));
const a = (host: string, address: string) =>
  record(name(host, 'local'), A, true, Buffer.from(address.split('.').map(Number)));

/** Printers of a network that is this machine's own: `answer` gives the packets for each question heard. */
async function announce(answer: (question: Buffer) => Buffer[]): Promise<number> {
  const socket: Socket = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  onTestFinished(() => void socket.close());
  const { port } = socket.address();
  socket.addMembership(GROUP, LOOPBACK);
  socket.setMulticastInterface(LOOPBACK);
  socket.on('message', (bytes) => {
    const isQuestion = ((bytes[2] ?? 0) & 0x80) === 0;
    if (isQuestion) for (const packet of answer(bytes)) socket.send(packet, port, GROUP);
  });
  return port;
}

const search = (port: number) => findAnnounced({ port, networkInterface: LOOPBACK, listenMs: 1_200 });

test('printers that announce themselves are found by name, address and port', async () => {
  const port = await announce((question) =>
    question.includes('_pdl-datastream')
      ? [
          message(
            [ptr('EPSON TM-m30III (Taquilla)', raw)],
            [srv('EPSON TM-m30III (Taquilla)', raw, 9_101, 'epson1'), a('epson1', '192.0.2.40')],
          ),
          message([ptr('Star', lpd)], [srv('Star', lpd, 515, 'star1'), a('star1', '192.0.2.9')]),
        ]
      : [],
  );
  expect(await search(port)).toEqual([
    { kind: 'network', host: '192.0.2.9', port: 9_100, name: 'Star', identity: { by: 'announced', name: 'Star' } },
    {
      kind: 'network',
      host: '192.0.2.40',
      port: 9_101,
      name: 'EPSON TM-m30III (Taquilla)',
      identity: { by: 'announced', name: 'EPSON TM-m30III (Taquilla)' },
    },
  ]);
});

test('a printer that gives its address only when asked for it is found', async () => {
  const port = await announce((question) =>
    question.includes('epson1')
      ? [message([a('epson1', '192.0.2.40')], [])]
      : [message([ptr('EPSON', raw)], [srv('EPSON', raw, 9_100, 'epson1')])],
  );
  expect((await search(port)).map(({ host }) => host)).toEqual(['192.0.2.40']);
});

test('what is no DNS, has no address or controls in its name harms nobody', async () => {
  const port = await announce(() => [
    Buffer.from('no DNS at all'),
    message([ptr('Lost', raw)], [srv('Lost', raw, 9_100, 'nowhere')]),
    message(
      [ptr('Bad\u001b[2J\u202eeman', raw)],
      [srv('Bad\u001b[2J\u202eeman', raw, 9_100, 'bad'), a('bad', '192.0.2.66')],
    ),
  ]);
  expect((await search(port)).map((device) => device.name)).toEqual(['Bad[2Jeman']);
});

test('a port that another program holds for itself alone gives nothing, and ends nothing', async () => {
  const holder = createSocket({ type: 'udp4', reuseAddr: false });
  await new Promise<void>((resolve) => holder.bind(0, '0.0.0.0', resolve));
  onTestFinished(() => void holder.close());
  expect(await search(holder.address().port)).toEqual([]);
});

test('a search that is called off ends at once with what it has', async () => {
  const port = await announce(() => [
    message([ptr('EPSON', raw)], [srv('EPSON', raw, 9_100, 'e'), a('e', '192.0.2.40')]),
  ]);
  const calledOff = new AbortController();
  const found = findAnnounced({ port, networkInterface: LOOPBACK, listenMs: 3_600_000, signal: calledOff.signal });
  calledOff.abort();
  expect(await found).toEqual([]);
});
