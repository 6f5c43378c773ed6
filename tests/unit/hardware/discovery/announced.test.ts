import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import { findAnnounced } from '../../../../hardware/discovery/announced.ts';
import { a, announce, LOOPBACK, lpd, message, ptr, raw, srv } from '../../../support/announced-printers.ts';

const search = (port: number) => findAnnounced({ port, networkInterface: LOOPBACK, listenMs: 1_200 });
/** Repeats the search until the printers are found, because a search may miss their answers on a busy machine. */
const expectFound = (port: number) => expect.poll(() => search(port));

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
  await expectFound(port).toEqual([
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

test('a printer that sends its address only when asked is found', async () => {
  const port = await announce((question) =>
    question.includes('epson1')
      ? [message([a('epson1', '192.0.2.40')], [])]
      : [message([ptr('EPSON', raw)], [srv('EPSON', raw, 9_100, 'epson1')])],
  );
  await expectFound(port).toMatchObject([{ host: '192.0.2.40' }]);
});

test('invalid DNS and records without an address are ignored, and control characters are removed from names', async () => {
  const port = await announce(() => [
    Buffer.from('no DNS at all'),
    message([ptr('Lost', raw)], [srv('Lost', raw, 9_100, 'nowhere')]),
    message(
      [ptr('Bad\u001b[2J\u202eeman', raw)],
      [srv('Bad\u001b[2J\u202eeman', raw, 9_100, 'bad'), a('bad', '192.0.2.66')],
    ),
  ]);
  await expectFound(port).toMatchObject([{ name: 'Bad[2Jeman' }]);
});

test('a port held by another program gives no printers and no failure', async () => {
  const holder = createSocket({ type: 'udp4', reuseAddr: false });
  await new Promise<void>((resolve) => holder.bind(0, '0.0.0.0', resolve));
  onTestFinished(() => void holder.close());
  expect(await search(holder.address().port)).toEqual([]);
});

test('an aborted search ends at once with what it found', async () => {
  const port = await announce(() => [
    message([ptr('EPSON', raw)], [srv('EPSON', raw, 9_100, 'e'), a('e', '192.0.2.40')]),
  ]);
  const calledOff = new AbortController();
  const search = findAnnounced({ port, networkInterface: LOOPBACK, listenMs: 3_600_000, signal: calledOff.signal });
  calledOff.abort();
  expect(await search).toEqual([]);
});
