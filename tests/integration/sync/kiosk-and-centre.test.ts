import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ItemAnswer, WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import type { TicketRecord } from '../../../src-main/contract/kiosk/kiosk-api.ts';
import { ServiceId } from '../../../src-main/contract/shared/ids.ts';
import { startWireCentre, type WireCentre, type WireCentreOptions } from '../../support/centre-at-the-wire.ts';
import {
  type CoreProcess,
  demonstrationOffice,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreStatus, centreStatusWhen, pairingCode } from '../../support/paired-core.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function openCentre(options?: WireCentreOptions): Promise<WireCentre> {
  const centre = await startWireCentre(options);
  onTestFinished(() => centre.close());
  return centre;
}

function start(
  centre: WireCentre,
  data: string,
  slot: number | null = null,
  args: readonly string[] = [],
): CoreProcess {
  const core = startCoreProcess({ data, slot, args: ['--centre', `${centre.url}/terrassa`, ...args] });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

const dataFolder = (): string => join(temporaryFolder(), 'data');

async function ask(core: CoreProcess, serviceId = 'empadronament') {
  return core.call('takeTicket', { requestId: newRequestId(), serviceId: service(serviceId), language: 'ca' });
}

async function take(core: CoreProcess, serviceId = 'empadronament'): Promise<TicketRecord> {
  const result = await ask(core, serviceId);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value as TicketRecord;
}

/** A kiosk of the centre with slot 1, running and heard. */
async function enrolled(centre: WireCentre, data = dataFolder()) {
  const kioskId = await enrolFolder(data, centre);
  const core = start(centre, data);
  await centreStatusWhen(core, (status) => status.clockOffsetMs !== null);
  return { core, kioskId, data };
}

const ticketEvents = (centre: WireCentre) => centre.events.filter(({ event }) => event.type === 'ticket-issued');
const eventsOf = (centre: WireCentre, type: string) => centre.events.filter(({ event }) => event.type === type);
const demonstration = (): Record<string, unknown> => JSON.parse(readFileSync(demonstrationOffice, 'utf8'));

describe('enrolment', () => {
  test('a kiosk without numbers is given its slot, starts again, and its tickets arrive', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const first = start(centre, data);
    expect(await ask(first)).toMatchObject({ ok: false, error: { kind: 'no-slot' } });
    const { kioskId } = centre.confirm(await pairingCode(first), 2);
    expect((await first.ended).code).toBe(3);
    const core = start(centre, data);
    await centreStatusWhen(core, (status) => status.clockOffsetMs !== null);
    const ticket = await take(core);
    expect(ticket.label).toBe('A400');
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]).toMatchObject({
      kioskId,
      event: { at: { trust: 'trusted' }, payload: { ticketId: ticket.ticketId, number: 400 } },
    });
    expect(await centreStatus(core)).toMatchObject({ state: 'paired', kioskId, slot: 2, keyPlace: 'file' });
    expect(statSync(join(data, 'torn-device-key.pem')).mode & 0o777).toBe(0o600);
  });

  test('a kiosk that has numbers keeps them, and everything it did before arrives, once', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const first = start(centre, data, 3);
    const before = await take(first);
    const code = await pairingCode(first);
    expect(centre.waiting[0]?.request.slot).toBe(3);
    centre.confirm(code, 3);
    expect((await first.ended).code).toBe(3);
    const core = start(centre, data);
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]?.event.payload).toMatchObject({ ticketId: before.ticketId });
    expect((await take(core)).number).toBe(before.number + 1);
  });

  test('other numbers than it has are not taken', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    centre.confirm(await pairingCode(core), 2);
    const status = await centreStatusWhen(core, ({ state }) => state !== 'pairing');
    expect(status).toMatchObject({ state: 'unpaired', trouble: 'slot-differs', kioskId: null, keyPlace: null });
    expect((await take(core)).label).toBe('A001');
  });

  test('a test build refuses a production centre by itself, and is refused there', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    const code = await pairingCode(core);
    centre.environment = 'production';
    centre.confirm(code, 1);
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      state: 'unpaired',
      trouble: 'pairing-test-build',
    });
    await core.call('startPairing', {});
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      trouble: 'pairing-test-build',
    });
    expect(centre.waiting).toHaveLength(1);
  });

  test('a pairing that is refused, expires or is stopped leaves the kiosk as it was', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    centre.refuse(await pairingCode(core));
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      trouble: 'pairing-refused',
    });
    await pairingCode(core);
    await core.call('stopPairing', {});
    expect(await centreStatus(core)).toMatchObject({ state: 'unpaired', trouble: null, pairing: null });
  });

  test('a confirmation that the keys it brings have not signed is not believed', async () => {
    const centre = await openCentre();
    const core = start(centre, dataFolder(), 1);
    const code = await pairingCode(core);
    const stranger = await openCentre();
    centre.intercept = (name) =>
      name === 'readEnrolment'
        ? {
            status: 200,
            body: JSON.stringify({
              state: 'confirmed',
              kioskId: '6f1d2f0a-7a3e-4c59-9a58-3a7d2c1b0e02',
              cityId: 'terrassa',
              officeId: 'demostracio',
              slot: 1,
              environment: 'test',
              storeEpoch: stranger.storeEpoch(),
              centreKeys: [stranger.key.publicKey],
            }),
            signed: true,
          }
        : null;
    expect(code).not.toBe('');
    expect(await centreStatusWhen(core, ({ state }) => state !== 'pairing')).toMatchObject({
      state: 'unpaired',
      trouble: 'pairing-other-centre',
    });
  });
});

describe('facts on their way', () => {
  test('wait while the centre is away, and arrive once, in order, when it is back', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    centre.intercept = () => 'cut';
    const tickets: string[] = [];
    for (let count = 0; count < 30; count += 1) tickets.push((await take(core)).ticketId);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'central-unreachable');
    expect((await centreStatus(core)).unsent).toBeGreaterThanOrEqual(30);
    centre.intercept = () => null;
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    expect(ticketEvents(centre).map(({ event }) => event.payload.ticketId)).toEqual(tickets);
    const seqs = centre.events.map(({ event }) => event.seq);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
  });

  test('an answer that is lost brings them again, and nothing twice', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    let lost = 0;
    centre.judge = () => {
      if (lost === 0) lost += 1;
      return null;
    };
    centre.intercept = (name) => (name === 'uploadEvents' && lost === 0 ? 'cut' : null);
    await take(core);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'central-unreachable');
    lost = 1;
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    expect(ticketEvents(centre)).toHaveLength(1);
  });

  test('one that the centre will never take is left behind with its problem, told of, and holds nothing up', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    let first = '';
    centre.judge = (event) => {
      const { id, type } = event as { id: string; type: string };
      if (type === 'ticket-issued' && first === '') first = id;
      return id === first ? { status: 'rejected', problem: problemOf('malformed-request') } : null;
    };
    await take(core);
    await centre.until(() => eventsOf(centre, 'upload-rejected').length === 1);
    const after = await take(core);
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]?.event.payload).toMatchObject({ ticketId: after.ticketId });
    expect(eventsOf(centre, 'upload-rejected')[0]?.event.payload).toEqual({
      eventId: first,
      problem: 'urn:torn:problem:malformed-request',
    });
    expect(await centreStatusWhen(core, ({ unsent }) => unsent === 0)).toMatchObject({ deadLetters: 1 });
  });

  test('a batch that is refused as a whole is halved until one event stands alone, which waits and is never given up', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    await enrolFolder(data, centre);
    const offline = startCoreProcess({ data, slot: null });
    const tickets: TicketRecord[] = [];
    for (let count = 0; count < 20; count += 1) tickets.push(await take(offline));
    await offline.stop();
    const poison = tickets[11]?.ticketId ?? '';
    centre.intercept = (name, body) => {
      if (name !== 'uploadEvents') return null;
      const text = body[0] === 0x1f ? gunzipSync(body).toString() : body.toString();
      const isBad = text.includes(`"ticketId":"${poison}","series"`);
      return isBad ? { status: 400, body: JSON.stringify(problemOf('malformed-request')), signed: true } : null;
    };
    const core = start(centre, data);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'central-refused');
    expect(ticketEvents(centre)).toHaveLength(11);
    expect(await centreStatus(core)).toMatchObject({ deadLetters: 0 });
    centre.intercept = () => null;
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ unsent, deadLetters }) => unsent === 0 && deadLetters === 0);
    expect(ticketEvents(centre).map(({ event }) => event.payload.ticketId)).toEqual(
      tickets.map(({ ticketId }) => ticketId),
    );
  });

  test('what the centre rejected is sent again when a person wants it, and when the centre is of another release', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    const rejected: ItemAnswer = { status: 'rejected', problem: problemOf('malformed-request') };
    const isTicket = (event: unknown) => (event as WireEvent).type === 'ticket-issued';
    centre.judge = (event) => (isTicket(event) ? rejected : null);
    await take(core);
    await centreStatusWhen(core, ({ unsent, deadLetters }) => unsent === 0 && deadLetters === 1);
    const rejections = eventsOf(centre, 'upload-rejected').length;
    // Still rejected: it stays, and the centre is not told once more.
    const uploads = centre.uploads.length;
    expect((await core.call('requeueDeadLetters', {})).ok).toBe(true);
    await centre.until(() => centre.uploads.length > uploads);
    await centreStatusWhen(core, ({ unsent, deadLetters }) => unsent === 0 && deadLetters === 1);
    expect(eventsOf(centre, 'upload-rejected')).toHaveLength(rejections);
    centre.judge = () => null;
    centre.release = '0.2.0';
    centre.forgetChanges();
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ unsent, deadLetters }) => unsent === 0 && deadLetters === 0);
    expect(ticketEvents(centre)).toHaveLength(1);
  });

  test('a refusal that the centre has not signed makes no dead letter', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    centre.intercept = (name) => (name === 'uploadEvents' ? { status: 400, body: '<html>No</html>' } : null);
    await take(core);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'central-answer');
    expect(await centreStatus(core)).toMatchObject({ deadLetters: 0 });
    centre.intercept = () => null;
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    expect(ticketEvents(centre)).toHaveLength(1);
  });

  test('any 2xx that the centre has not signed changes nothing', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    const other = await openCentre();
    centre.intercept = (name) =>
      name === 'uploadEvents'
        ? {
            status: 200,
            body: JSON.stringify({ items: [{ status: 'stored' }], acknowledged: [], storeEpoch: other.storeEpoch() }),
          }
        : null;
    await take(core);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'central-answer');
    expect((await centreStatus(core)).unsent).toBeGreaterThan(0);
  });

  test('a centre that was put back from a backup is sent everything again', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    const before = [await take(core), await take(core)];
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    centre.restore();
    const after = await take(core);
    await centre.until(() => ticketEvents(centre).length === 3);
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    const ids = ticketEvents(centre).map(({ event }) => event.payload.ticketId);
    expect(ids.toSorted()).toEqual([...before, after].map(({ ticketId }) => String(ticketId)).toSorted());
  });
});

describe('what the centre says', () => {
  test('a pause closes a service at once, and its end or its hour opens it again', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const serviceId = ServiceId.parse('empadronament');
    centre.pause({ serviceId, until: new Date(Date.now() + 3_600_000).toISOString() });
    await until(async () => !(await ask(core)).ok);
    expect(await ask(core)).toMatchObject({ ok: false, error: { kind: 'service-closed' } });
    expect((await ask(core, 'orientacio')).ok).toBe(true);
    centre.resume(serviceId);
    await until(async () => (await ask(core)).ok);
    centre.pause({ serviceId, until: new Date(Date.now() - 1_000).toISOString() });
    await centreStatusWhen(core, ({ trouble }) => trouble === null);
    expect((await ask(core)).ok).toBe(true);
  });

  test('a profile takes effect when nobody is there, is told to the centre, and stands on every ticket after', async () => {
    const centre = await openCentre();
    const { core, data } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.publish({ ...demonstration(), officeId: centre.officeId, name: 'Oficina nova' }, '2020-01-01');
    expect((await core.ended).code).toBe(3);
    const next = start(centre, data);
    const view = await next.waitFor('view');
    expect(view.value.office.name).toBe('Oficina nova');
    await take(next);
    await centre.until(() => ticketEvents(centre).length === 1);
    expect(ticketEvents(centre)[0]?.event.payload).toMatchObject({ configVersion: 1 });
    expect(eventsOf(centre, 'profile-applied').map(({ event }) => event.payload)).toEqual([
      { version: 1, refused: null },
    ]);
    expect(await centreStatus(next)).toMatchObject({ profileVersion: 1 });
  });

  test('a profile that cannot be used is refused with its reason, and the last good one stays', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.publish({ officeId: centre.officeId }, '2020-01-01');
    await centre.until(() => eventsOf(centre, 'profile-applied').length === 1);
    expect(eventsOf(centre, 'profile-applied')[0]?.event.payload).toMatchObject({
      version: 1,
      refused: expect.stringContaining('name'),
    });
    expect((await take(core)).label).toBe('A001');
  });

  test('a profile that names a calendar this kiosk lacks is refused at the start that would have used it', async () => {
    const centre = await openCentre();
    const { core, data } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.publish({ ...demonstration(), officeId: centre.officeId, calendarId: 'nowhere' }, '2020-01-01');
    expect((await core.ended).code).toBe(3);
    const next = start(centre, data);
    await centre.until(() => eventsOf(centre, 'profile-applied').length === 1);
    expect(eventsOf(centre, 'profile-applied')[0]?.event.payload).toMatchObject({
      refused: expect.stringContaining('calendarId'),
    });
    expect((await take(next)).label).toBe('A001');
  });

  test('a profile of another office, or with a signature that does not fit, is not kept', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const good = { ...demonstration(), officeId: centre.officeId };
    centre.publish(good, '2020-01-01', { signature: 'A'.repeat(86) });
    await until(async () => core.log().includes('profile-refused'));
    expect((await centreStatus(core)).profileVersion).toBeNull();
    expect(eventsOf(centre, 'profile-applied')).toEqual([]);
  });

  test('a cursor that is gone leads to a snapshot', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const serviceId = ServiceId.parse('empadronament');
    centre.pause({ serviceId, until: new Date(Date.now() + 3_600_000).toISOString() });
    centre.forgetChanges();
    await core.call('tryCentre', {});
    await until(async () => !(await ask(core)).ok);
    expect(centre.asked.filter((name) => name === 'readSnapshot')).toHaveLength(2);
  });

  test('a ticket that was voided is not printed again', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    await centre.until(() => centre.asked.includes('followHints'));
    const requestId = newRequestId();
    const taken = await core.call('takeTicket', { requestId, serviceId: service('empadronament'), language: 'ca' });
    if (!taken.ok) throw new Error(taken.error.kind);
    const { ticketId } = taken.value as TicketRecord;
    await until(async () => isOver(await core.call('getTicket', { requestId })));
    centre.voidTicket(ticketId);
    await core.call('tryCentre', {});
    await until(async () => !(await core.call('reprintTicket', { requestId })).ok);
    expect(await core.call('reprintTicket', { requestId })).toMatchObject({ error: { kind: 'ticket-voided' } });
  });

  test('a read that the centre has counted already is asked again above its count', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const kioskId = await enrolFolder(data, centre);
    const kiosk = centre.kiosk(kioskId);
    kiosk.lastRead = 5_000;
    const core = start(centre, data);
    await centreStatusWhen(core, ({ trouble, clockOffsetMs }) => trouble === null && clockOffsetMs !== null);
    await centre.until(() => kiosk.lastRead > 5_000);
    expect(centre.asked.slice(0, 2)).toEqual(['readSnapshot', 'readSnapshot']);
  });
});

describe('identity', () => {
  test('a revoked kiosk forgets its key, gives no more turns, keeps its facts, and can be enrolled as another one', async () => {
    const centre = await openCentre();
    const { core, kioskId, data } = await enrolled(centre);
    await take(core);
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    await centre.until(() => centre.asked.includes('followHints'));
    centre.revoke(kioskId);
    const status = await centreStatusWhen(core, ({ state }) => state === 'revoked');
    expect(status).toMatchObject({ trouble: 'kiosk-revoked', kioskId: null, keyPlace: null });
    expect(await ask(core)).toMatchObject({ ok: false, error: { kind: 'kiosk-revoked' } });
    await core.waitFor('view', ({ value }) => value.view.screen === 'out-of-service');
    await core.stop();
    expect(() => statSync(join(data, 'torn-device-key.pem'))).toThrow('ENOENT');
    const again = start(centre, data);
    expect(await ask(again)).toMatchObject({ ok: false, error: { kind: 'kiosk-revoked' } });
    const code = await pairingCode(again);
    expect(centre.waiting[0]?.request.slot).toBeNull();
    centre.confirm(code, 4);
    expect((await again.ended).code).toBe(3);
    const other = start(centre, data);
    expect((await take(other)).number).toBe(800);
    await centreStatusWhen(other, ({ unsent }) => unsent === 0);
    expect(new Set(centre.events.map((event) => event.incarnation)).size).toBe(2);
  });

  test('a kiosk that lost its database goes on with its numbers, and is enrolled again with others', async () => {
    const centre = await openCentre();
    const { core, data } = await enrolled(centre);
    const before = await take(core);
    await centreStatusWhen(core, ({ unsent }) => unsent === 0);
    await core.stop();
    writeFileSync(join(data, 'torn.db'), 'not a database');
    const again = start(centre, data);
    expect((await take(again)).number).toBe(before.number + 1);
    expect(await centreStatus(again)).toMatchObject({ state: 'unpaired', slot: 1 });
    const code = await pairingCode(again);
    expect(centre.waiting[0]?.request.slot).toBeNull();
    centre.confirm(code, 4);
    expect((await again.ended).code).toBe(3);
    const other = start(centre, data);
    expect((await take(other)).number).toBe(800);
    await centreStatusWhen(other, ({ unsent }) => unsent === 0);
    expect(ticketEvents(centre).map(({ event }) => event.payload.number)).toEqual([1, 1, 2, 800]);
  });

  test('a kiosk that its centre does not know any more may be paired again, and is taken back when it is known', async () => {
    const centre = await openCentre();
    const { core, kioskId } = await enrolled(centre);
    const keys = centre.kiosk(kioskId).keys.splice(0);
    await take(core);
    await centreStatusWhen(core, ({ trouble }) => trouble === 'kiosk-unknown');
    expect((await core.call('startPairing', {})).ok).toBe(true);
    await centreStatusWhen(core, ({ pairing }) => pairing !== null);
    expect((await core.call('stopPairing', {})).ok).toBe(true);
    centre.kiosk(kioskId).keys.push(...keys);
    await core.call('tryCentre', {});
    expect(await centreStatusWhen(core, ({ unsent }) => unsent === 0)).toMatchObject({
      state: 'paired',
      trouble: null,
    });
  });

  test('only the centre itself can revoke', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    centre.intercept = () => ({ status: 401, body: JSON.stringify(problemOf('kiosk-revoked')) });
    await core.call('tryCentre', {});
    await centreStatusWhen(core, ({ trouble }) => trouble !== null);
    expect(await centreStatus(core)).toMatchObject({ state: 'paired', trouble: 'central-refused' });
    expect((await ask(core)).ok).toBe(true);
  });

  test('a new key takes over when the centre has it, by a person’s word or after a year', async () => {
    const centre = await openCentre();
    const data = dataFolder();
    const kioskId = await enrolFolder(data, centre, Date.now() - 366 * 86_400_000);
    const core = start(centre, data);
    await until(async () => core.log().includes('key-rotated'));
    expect(centre.keysOf(kioskId)).toHaveLength(2);
    await core.call('rotateKey', {});
    await centre.until(() => centre.keysOf(kioskId).length === 3);
    centre.kiosk(kioskId).keys.splice(0, 2);
    await take(core);
    await centre.until(() => ticketEvents(centre).length === 1);
    await core.stop();
    const again = start(centre, data);
    await take(again);
    await centre.until(() => ticketEvents(centre).length === 2);
  });
});

const isOver = (ticket: Awaited<ReturnType<CoreProcess['call']>>): boolean =>
  ticket.ok && !['waiting', 'sending'].includes((ticket.value as TicketRecord).print.state);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
