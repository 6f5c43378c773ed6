import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ItemAnswer, WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import {
  dataFolder,
  enrolled,
  eventsOf,
  openCentre,
  start,
  take,
  ticketEvents,
} from '../../support/core-and-centre.ts';
import { startCoreProcess } from '../../support/core-process.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreStatus, centreStatusWhen } from '../../support/paired-core.ts';

describe('events to the centre', () => {
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

  test('are sent again after a lost answer, and are stored once', async () => {
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

  test('that the centre rejects become dead letters, are reported with their problem, and block no other event', async () => {
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

  test('in a batch that is refused as a whole are sent in halves down to one event, which waits and is never given up', async () => {
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

  test('that the centre rejected are sent again when a person asks, and when the centre has another release', async () => {
    const centre = await openCentre();
    const { core } = await enrolled(centre);
    const rejected: ItemAnswer = { status: 'rejected', problem: problemOf('malformed-request') };
    const isTicket = (event: unknown) => (event as WireEvent).type === 'ticket-issued';
    centre.judge = (event) => (isTicket(event) ? rejected : null);
    await take(core);
    await centreStatusWhen(core, ({ unsent, deadLetters }) => unsent === 0 && deadLetters === 1);
    const rejections = eventsOf(centre, 'upload-rejected').length;
    // The centre rejects the event again: it stays a dead letter (a rejected event), and the kiosk does not report the rejection again.
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

  test('become no dead letters after an unsigned refusal', async () => {
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

  test('stay unsent after any unsigned 2xx', async () => {
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

  test('are all sent again to a restored centre', async () => {
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
