import { expect, test } from 'vitest';
import type { EndToState } from '../../../../../src-main/centre/ports/centre-memory.ts';
import { type CallFault, strangeAnswer, unreachable } from '../../../../../src-main/centre/wire/call-fault.ts';
import type { CentreClient } from '../../../../../src-main/centre/wire/centre-client.ts';
import { createEnding } from '../../../../../src-main/centre/wire/state-end.ts';
import { endSigningInput } from '../../../../../src-main/contract/centre/enrolment.ts';
import { KioskId } from '../../../../../src-main/contract/shared/ids.ts';
import { refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { newSigningKey, type SigningKey, verifyText } from '../../../../../src-main/signing/keys.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { testEnrolment } from '../../../../support/test-enrolment.ts';

const INCARNATION = '0194f1d2-0000-7000-8000-000000000003';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOST = unreachable('ECONNRESET');
const refused = (signed: boolean): CallFault => ({
  ...strangeAnswer(404, 'not-found', signed),
  kind: 'central-refused',
});

type Asked = [name: unknown, question: { body: { signature: string } }];

/**
 * A replaced kiosk that reports its end to the centre. `answers` are the centre's answers, the last of which repeats; `null`: the centre
 * accepts the report.
 */
function replaced(answers: readonly (CallFault | null)[], journal = [{ epoch: 0, seq: 7 }]) {
  const clock = createManualClock(0);
  const key = newSigningKey();
  let end: EndToState | null = {
    enrolment: testEnrolment({
      kioskId: KioskId.parse('0194f1d2-0000-7000-8000-000000000001'),
      centreKeys: [key.publicKey],
    }),
    untilMs: 14 * DAY_MS,
  };
  const asked: Asked[] = [];
  const kept = { key: key as SigningKey | null, whileAsking: () => undefined as unknown };
  const ask = (...question: Asked): ReturnType<CentreClient['ask']> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? null;
    asked.push(question);
    kept.whileAsking();
    return Promise.resolve(
      answer === null ? succeed({ status: 204, etag: null, body: null } as never) : refuse(answer),
    );
  };
  const ending = createEnding({
    client: { ask: ask as CentreClient['ask'] },
    memory: { endToState: () => end },
    outbox: { reached: () => succeed(journal) },
    clock,
    key: () => kept.key,
    incarnation: INCARNATION,
    onSettled: () => {
      end = null;
    },
  });
  return {
    ending,
    key,
    kept,
    asked: () => asked.length,
    questions: () => asked,
    isOpen: () => end !== null,
    ends(next: KioskId | null) {
      end = next === null || end === null ? null : { ...end, enrolment: { ...end.enrolment, kioskId: next } };
    },
    async pass(ms: number) {
      clock.advance(ms);
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
  };
}

async function begun(...given: Parameters<typeof replaced>) {
  const kiosk = replaced(...given);
  kiosk.ending.begin();
  await kiosk.pass(0);
  return kiosk;
}

test('the end of a replaced kiosk is sent again until the centre has answered, less and less often', async () => {
  const kiosk = await begun([LOST, LOST, LOST, null]);
  expect(kiosk.asked()).toBe(1);
  for (const [pause, times] of [
    [29_999, 1],
    [1, 2],
    [59_999, 2],
    [1, 3],
    [120_000, 4],
  ] as const) {
    await kiosk.pass(pause);
    expect(kiosk.asked()).toBe(times);
  }
  expect(kiosk.isOpen()).toBe(false);
  await kiosk.pass(DAY_MS);
  expect(kiosk.asked()).toBe(4);
});

test('only the centre’s own signed refusal settles the end; a proxy’s does not', async () => {
  const kiosk = await begun([refused(false), refused(true)]);
  expect(kiosk.isOpen()).toBe(true);
  await kiosk.pass(30_000);
  expect([kiosk.asked(), kiosk.isOpen()]).toEqual([2, false]);
});

test('an unsettled end is given up after fourteen days, sent at most once an hour until then, and not sent after the program ends', async () => {
  const kiosk = await begun([LOST]);
  for (let hour = 0; hour < 14 * 24; hour += 1) await kiosk.pass(HOUR_MS);
  const until = kiosk.asked();
  expect(until).toBeLessThanOrEqual(14 * 24 + 1);
  await kiosk.pass(HOUR_MS);
  expect(kiosk.isOpen()).toBe(false);
  await kiosk.pass(DAY_MS);
  expect(kiosk.asked()).toBeLessThanOrEqual(until + 1);
  const stopped = await begun([LOST]);
  stopped.ending.stop();
  await stopped.pass(DAY_MS);
  expect([stopped.asked(), stopped.isOpen()]).toEqual([1, true]);
});

test('a kiosk that has recorded nothing has no end to state', async () => {
  const kiosk = await begun([LOST], []);
  expect([kiosk.asked(), kiosk.isOpen()]).toEqual([0, false]);
});

test('the end is where the journal ends, signed by the kiosk’s own key', async () => {
  const kiosk = await begun([null]);
  const said = { incarnation: INCARNATION, journal: [{ epoch: 0, seq: 7 }] };
  const [kioskId, cityId] = ['0194f1d2-0000-7000-8000-000000000001', 'terrassa'];
  expect(kiosk.questions()).toEqual([
    [
      'endKiosk',
      {
        params: { cityId, kioskId },
        body: { ...said, signature: expect.any(String) },
        signer: { key: kiosk.key, tag: 'kiosk', count: null },
      },
    ],
  ]);
  const [[, { body }] = [null, { body: { signature: '' } }]] = kiosk.questions();
  const input = endSigningInput(KioskId.parse(kioskId), said);
  expect(verifyText(input, body.signature, kiosk.key.publicKey)).toBe(true);
});

test('the centre’s signed answer that the kiosk was revoked settles the end, another fault of the centre does not', async () => {
  const revoked = { ...refused(true), kind: 'kiosk-revoked' as const };
  const busy = { ...refused(true), kind: 'central-busy' as const };
  const kiosk = await begun([busy, revoked]);
  expect(kiosk.isOpen()).toBe(true);
  await kiosk.pass(30_000);
  expect([kiosk.asked(), kiosk.isOpen()]).toEqual([2, false]);
});

test('an end is sent once at a time, and none without a key or without an end', async () => {
  const kiosk = replaced([LOST]);
  kiosk.ending.begin();
  kiosk.ending.begin();
  await kiosk.pass(0);
  expect(kiosk.asked()).toBe(1);
  const without = replaced([null]);
  without.kept.key = null;
  without.ending.begin();
  await without.pass(DAY_MS);
  expect([without.asked(), without.isOpen()]).toEqual([0, true]);
  const ended = replaced([null]);
  ended.ends(null);
  ended.ending.begin();
  await ended.pass(DAY_MS);
  expect(ended.asked()).toBe(0);
});

test('an answer after the end of the program, or for an enrolment that is no longer the last, settles nothing', async () => {
  const stopped = replaced([null]);
  stopped.kept.whileAsking = () => stopped.ending.stop();
  stopped.ending.begin();
  await stopped.pass(DAY_MS);
  expect([stopped.asked(), stopped.isOpen()]).toEqual([1, true]);
  const lost = replaced([LOST]);
  lost.kept.whileAsking = () => lost.ending.stop();
  lost.ending.begin();
  await lost.pass(DAY_MS);
  expect(lost.asked()).toBe(1);
  const other = replaced([null]);
  other.kept.whileAsking = () => other.ends(KioskId.parse('0194f1d2-0000-7000-8000-000000000009'));
  other.ending.begin();
  await other.pass(0);
  expect(other.isOpen()).toBe(true);
  const gone = replaced([null]);
  gone.kept.whileAsking = () => gone.ends(null);
  gone.ending.begin();
  await gone.pass(0);
  expect(gone.isOpen()).toBe(false);
});
