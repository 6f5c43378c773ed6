import { randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualDisplay } from '../../../hardware/simulator/virtual-display.ts';
import { HALL_SPEECH_PATH } from '../../../src-main/calling/contract/paths.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { freePort } from '../../support/free-port.ts';
import {
  type HubBrowser,
  type KioskWithDesks,
  officeWithDesks,
  startKioskWithDesks,
} from '../../support/office-hub.ts';
import { type OfficeKiosk, pairKiosks } from '../../support/office-of-kiosks.ts';
import { laySerialLine } from '../../support/serial-line.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SENSITIVE = 'queixes-i-suggeriments';
const ORDINARY = 'empadronament';

function officeWithSensitive(port: number, kiosks: readonly string[], more: object = {}): string {
  const file = officeWithDesks(temporaryFolder(), port, undefined, kiosks);
  const profile = JSON.parse(readFileSync(file, 'utf8')) as { services: { serviceId: string }[]; ticket: object };
  const services = profile.services.map((one) => (one.serviceId === SENSITIVE ? { ...one, sensitive: true } : one));
  const ticket = { ...profile.ticket, followPage: 'https://exemple.cat/T' };
  writeFileSync(file, JSON.stringify({ ...profile, services, ticket, ...more }));
  return file;
}

async function start(port: number, slot: number, profile: string): Promise<KioskWithDesks> {
  const kiosk = await startKioskWithDesks(temporaryFolder(), profile, port, slot);
  onTestFinished(async () => void (await kiosk.core.stop()));
  return kiosk;
}

const asKiosk = (kiosk: KioskWithDesks): Pick<OfficeKiosk, 'kiosk'> => ({ kiosk: () => kiosk });

async function insist(desk: HubBrowser, order: Parameters<HubBrowser['order']>[0]) {
  const orderId = randomUUID();
  for (;;) {
    const answer = await desk.order({ orderId, ...order }).catch((error: unknown) => {
      if (String(error).includes('status 503')) return null;
      throw error;
    });
    if (answer?.ok) return orderId;
    if (answer !== null) throw new Error(answer.error.kind);
  }
}

test('a call of a sensitive service is on no hall screen, display or sound, not even at another kiosk; its desk shows that a clerk must fetch the citizen', async () => {
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const display = await startVirtualDisplay({ path: line.printerEnd, kind: 'alpha-led' });
  onTestFinished(() => display.close());
  const faces: string[] = [];
  const ports = [await freePort(), await freePort()] as const;
  const kiosks = ports.map((port) => `127.0.0.1:${port}`);
  const link = { kind: 'serial', path: realpathSync(line.hostEnd), baudRate: 9_600 };
  const one = await start(
    ports[0],
    1,
    officeWithSensitive(ports[0], kiosks, { displays: [{ profileId: 'alpha-led', link }] }),
  );
  const other = await start(ports[1], 2, officeWithSensitive(ports[1], kiosks));
  await pairKiosks({ one: asKiosk(one), other: asKiosk(other) });
  const [hidden, moved, shown] = [
    await one.giveTicket(SENSITIVE),
    await one.giveTicket(ORDINARY),
    await one.giveTicket(ORDINARY),
  ];
  const desks = await Promise.all(['taula-1', 'taula-2', 'taula-3'].map((desk) => one.pair('desk', desk)));
  const [first, second, third] = desks as [HubBrowser, HubBrowser, HubBrowser];
  const halls = [await one.pair('hall'), await other.pair('hall')];
  const hiddenCall = await insist(first, { kind: 'call', ticketId: hidden.ticketId });
  await insist(second, { kind: 'call', ticketId: moved.ticketId });
  await insist(second, {
    kind: 'transfer',
    ticketId: moved.ticketId,
    note: null,
    to: { of: 'service', serviceId: service(SENSITIVE) },
  });
  const read = new Promise<void>((resolve) => {
    display.onFace(({ text }) => {
      faces.push(text);
      if (text.includes(shown.label)) resolve();
    });
  });
  const movedCall = await insist(second, { kind: 'call', ticketId: moved.ticketId });
  await insist(third, { kind: 'call', ticketId: shown.ticketId });
  for (const hall of halls) {
    const feed = await hall.hall(({ calls }) => calls.some(({ number }) => number === shown.label));
    expect(feed.calls.map(({ number }) => number)).toEqual([shown.label]);
    expect(JSON.stringify(feed)).not.toContain(SENSITIVE);
    for (const call of [hiddenCall, movedCall])
      expect((await hall.get(`${HALL_SPEECH_PATH}?call=${call}&language=ca`)).status).toBe(404);
  }
  await read;
  expect(faces.join('\n')).not.toContain(hidden.label);
  for (const [desk, { ticketId }] of [
    [first, hidden],
    [second, moved],
  ] as const)
    expect((await desk.view(({ holds }) => holds.length > 0)).holds).toMatchObject([{ ticketId, isSilent: true }]);
  expect((await third.view(({ holds }) => holds.length > 0)).holds).toMatchObject([{ isSilent: false }]);
});

test('a ticket of a sensitive service has no address for a phone', async () => {
  const port = await freePort();
  const kiosk = await start(port, 1, officeWithSensitive(port, []));
  const take = async (serviceId: string) => {
    const order = { requestId: newRequestId(), serviceId: service(serviceId), language: 'ca' as const };
    const given = await kiosk.core.call('takeTicket', order);
    return given.ok ? (given.value as TicketRecord).followToken : given.error.kind;
  };
  expect(await take(SENSITIVE)).toBeNull();
  expect(await take(ORDINARY)).toMatch(/^[0-9A-Z]+$/);
});
