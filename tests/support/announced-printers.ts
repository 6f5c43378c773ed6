import { createSocket, type Socket } from 'node:dgram';
import { onTestFinished } from 'vitest';

const GROUP = '224.0.0.251';
export const LOOPBACK = '127.0.0.1';

const name = (...labels: string[]): Buffer =>
  Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.of(Buffer.byteLength(label)), Buffer.from(label)])),
    Buffer.of(0),
  ]);
const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

/** A DNS resource record (RFC 1035) of class IN. `flush` sets mDNS's cache-flush bit. */
const record = (owner: Buffer, type: number, flush: boolean, data: Buffer): Buffer =>
  Buffer.concat([owner, u16(type), Buffer.of(flush ? 0x80 : 0, 1, 0, 0, 0, 120), u16(data.length), data]);

export const message = (answers: Buffer[], additionals: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.of(0, 0, 0x84, 0, 0, 0),
    u16(answers.length),
    u16(0),
    u16(additionals.length),
    ...answers,
    ...additionals,
  ]);

const [PTR, SRV, A] = [12, 33, 1];
export const raw = name('_pdl-datastream', '_tcp', 'local');
export const lpd = name('_printer', '_tcp', 'local');
const instance = (printer: string, service: Buffer) => Buffer.concat([name(printer).subarray(0, -1), service]);
export const ptr = (printer: string, service: Buffer) => record(service, PTR, false, instance(printer, service));
export const srv = (printer: string, service: Buffer, port: number, host: string) =>
  record(instance(printer, service), SRV, true, Buffer.concat([u16(0), u16(0), u16(port), name(host, 'local')]));
export const a = (host: string, address: string) =>
  record(name(host, 'local'), A, true, Buffer.from(address.split('.').map(Number)));

/** Answers mDNS questions with the packets that `answer` returns, until the test ends. Returns the UDP port. */
export async function announce(answer: (question: Buffer) => Buffer[]): Promise<number> {
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
