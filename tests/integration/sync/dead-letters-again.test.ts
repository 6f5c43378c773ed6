import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { OutgoingEvent } from '../../../src-main/centre/ports/outbox.ts';
import { problemOf } from '../../../src-main/contract/centre/problems.ts';
import { prepareKiosk } from '../../support/kiosk-on-the-network.ts';

type Kiosk = Awaited<ReturnType<typeof prepareKiosk>>;

function record({ store }: Kiosk, condition: 'ready' | 'paper-out' | 'paper-low'): void {
  const saved = store.recordEvent({ type: 'printer-condition', v: 1, payload: { printer: 'main', condition } });
  if (!saved.ok) throw new Error(saved.error.detail);
}
function waiting({ outbox }: Kiosk): OutgoingEvent[] {
  const next = outbox.next(200);
  if (!next.ok) throw new Error(next.error.detail);
  return next.value;
}

/** A kiosk before its start, with two rejected events that the centre already has and one new event. */
async function withDeadLetters() {
  const kiosk = await prepareKiosk();
  record(kiosk, 'paper-out');
  record(kiosk, 'paper-low');
  const dead = waiting(kiosk).slice(-2);
  kiosk.outbox.settle(
    waiting(kiosk),
    dead.map((event) => ({ ...event, problem: 'malformed' })),
  );
  kiosk.outbox.settle(waiting(kiosk), []);
  record(kiosk, 'ready');
  const conditions = () =>
    kiosk.wire.events.flatMap(({ event }) => (event.type === 'printer-condition' ? [event.payload.condition] : []));
  return { ...kiosk, dead, conditions };
}

/** Answers every upload that contains this event with `status`. */
function refuse({ wire }: Kiosk, eventId: string, { status, signed }: { status: number; signed: boolean }): void {
  wire.intercept = (name, body) => {
    if (name !== 'uploadEvents') return null;
    const text = body[0] === 0x1f ? gunzipSync(body).toString() : body.toString();
    return text.includes(`"id":"${eventId}"`)
      ? { status, body: JSON.stringify(problemOf('malformed-request')), signed }
      : null;
  };
}

test.each([
  { status: 400, signed: true },
  { status: 413, signed: false },
])(
  'a requeued dead letter whose upload is refused as a whole ($status) stays one, and blocks no other event',
  async (refusal) => {
    const kiosk = await withDeadLetters();
    const [poison] = kiosk.dead;
    refuse(kiosk, poison?.eventId ?? '', refusal);
    expect(kiosk.outbox.requeueDeadLetters().ok).toBe(true);
    await kiosk.centre.start();
    expect(await kiosk.when(({ unsent }) => unsent === 0)).toMatchObject({ deadLetters: 1, trouble: null });
    expect(kiosk.conditions()).toEqual(['paper-low', 'ready']);
    expect(kiosk.wire.events.some(({ event }) => event.type === 'upload-rejected')).toBe(false);

    kiosk.wire.intercept = () => null;
    expect(kiosk.centre.requeueDeadLetters().ok).toBe(true);
    expect(await kiosk.when(({ unsent }) => unsent === 0)).toMatchObject({ deadLetters: 0 });
    expect(kiosk.conditions()).toEqual(['paper-low', 'ready', 'paper-out']);
  },
);

test('an unreadable dead letter is not sent and blocks no other event, and is sent once it can be read', async () => {
  const kiosk = await withDeadLetters();
  const [rotten] = kiosk.dead;
  const payload = kiosk.database
    .prepare<[number?], string>('SELECT payload FROM event WHERE ord = ?')
    .pluck()
    .get(rotten?.ord);
  const write = kiosk.database.prepare('UPDATE event SET payload = ? WHERE ord = ?');
  write.run('{', rotten?.ord);
  kiosk.outbox.requeueDeadLetters();
  await kiosk.centre.start();
  expect(await kiosk.when(({ unsent }) => unsent === 0)).toMatchObject({ deadLetters: 1, trouble: null });
  expect(kiosk.wire.events.map(({ event }) => event.type)).toEqual(['printer-condition', 'printer-condition']);
  expect(kiosk.conditions()).toEqual(['paper-low', 'ready']);

  write.run(payload, rotten?.ord);
  kiosk.centre.requeueDeadLetters();
  expect(await kiosk.when(({ unsent }) => unsent === 0)).toMatchObject({ deadLetters: 0 });
  expect(kiosk.conditions()).toEqual(['paper-low', 'ready', 'paper-out']);
});
