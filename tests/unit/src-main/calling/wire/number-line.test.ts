import { describe, expect, test } from 'vitest';
import { KIOSK_PATHS } from '../../../../../src-main/calling/contract/paths.ts';
import {
  type CallFault,
  createKioskLine,
  type KioskAnswer,
  type KioskCall,
} from '../../../../../src-main/calling/wire/kiosk-calls.ts';
import { numberLine } from '../../../../../src-main/calling/wire/number-line.ts';
import type { PromptKiosk } from '../../../../../src-main/calling/wire/prompt-calls.ts';
import { type Result, refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { serviceDay } from '../../../../support/service-day.ts';

type Answer = Result<KioskAnswer, CallFault>;
const DAY = serviceDay('2026-11-24');
const WANTED = { series: 'A', serviceDay: DAY };
const answered = (status: number, value: unknown = null): Answer => succeed({ status, value, slot: null, run: null });
const cut: Answer = refuse({ kind: 'not-reached', detail: 'connection refused' });

interface OtherKiosk {
  slot: number;
  givesSlot?: number;
  isHeard?: boolean;
  answersMs?: number | null;
  answer?: Answer;
}

function kiosk(others: OtherKiosk[], slot = 3) {
  const asked: Pick<KioskCall, 'pin' | 'path' | 'body' | 'mostMs'>[] = [];
  const logged: unknown[] = [];
  const known = others.map((other) => {
    const { isHeard = true, answersMs = 20, answer: _answer, ...rest } = other;
    const link: PromptKiosk = {
      address: { host: 'kiosk', port: other.slot },
      pin: `pin of ${other.slot}`,
      promptLine: createKioskLine(),
      answersMs,
    };
    return { ...rest, isHeard, link, other };
  });
  const line = numberLine(
    {
      clock: createManualClock(0),
      calls: {
        call({ pin, path, body, mostMs }) {
          asked.push({ pin, path, body, mostMs });
          return Promise.resolve(known.find(({ link }) => link.pin === pin)?.other.answer ?? cut);
        },
        keyAt: () => Promise.resolve(refuse({ kind: 'not-reached' as const, detail: '' })),
        slotAt: () => Promise.resolve(refuse({ kind: 'not-reached' as const, detail: '' })),
      },
      onEnded: () => undefined,
      feed: { officeId: 'oac-dido' },
      slot,
      log: { event: (event, fields) => void logged.push({ event, ...fields }) },
    },
    () => known,
  );
  return { line, asked, logged: () => logged.splice(0), known };
}

describe('a number from a sibling kiosk', () => {
  test('comes from the lowest slot that is heard and prompt, by a request of this office with a limit of 300 ms', async () => {
    const { line, asked } = kiosk([
      { slot: 1, answersMs: 301 },
      { slot: 2, answersMs: 300, answer: answered(200, { serviceDay: DAY, number: 400 }) },
      { slot: 4, answer: answered(200, { serviceDay: DAY, number: 600 }) },
    ]);
    expect(line.isThere()).toBe(true);
    expect(await line.ask(WANTED)).toEqual({ serviceDay: DAY, number: 400, fromSlot: 2 });
    expect(asked).toEqual([
      { pin: 'pin of 2', path: KIOSK_PATHS.numbers, body: { officeId: 'oac-dido', ...WANTED }, mostMs: 300 },
    ]);
  });

  test.each<[string, OtherKiosk[]]>([
    ['no other kiosk', []],
    ['only kiosks with a higher slot', [{ slot: 4 }]],
    ['only a kiosk that is not heard', [{ slot: 1, isHeard: false }]],
    ['only a kiosk that was never tried', [{ slot: 1, answersMs: null }]],
    ['only a kiosk that cut its last call', [{ slot: 1, answersMs: Number.POSITIVE_INFINITY }]],
  ])('is not asked for if there is %s', async (_what, others) => {
    const { line, asked } = kiosk(others);
    expect([line.isThere(), await line.ask(WANTED), asked]).toEqual([false, null, []]);
  });

  test('of a kiosk that gives this slot’s numbers is named by that slot', async () => {
    const { line } = kiosk([{ slot: 2.5, givesSlot: 3, answer: answered(200, { serviceDay: DAY, number: 600 }) }]);
    expect(await line.ask(WANTED)).toEqual({ serviceDay: DAY, number: 600, fromSlot: 3 });
  });

  test('is not asked for again at a kiosk that did not answer, until that answered a trial', async () => {
    const { line, asked, known } = kiosk([{ slot: 1, answer: cut }]);
    expect(await line.ask(WANTED)).toBeNull();
    expect([line.isThere(), await line.ask(WANTED), asked.length]).toEqual([false, null, 1]);
    for (const { link } of known) link.answersMs = 5;
    expect(line.isThere()).toBe(true);
  });

  test.each<[string, Answer, string]>([
    ['was refused', answered(409), '409'],
    ['is none that this program knows', answered(200, { number: 'A001' }), '200'],
    ['was cut', cut, 'connection refused'],
  ])('that %s is logged once, and again after one was given', async (_what, answer, detail) => {
    const other: OtherKiosk = { slot: 1, answer };
    const { line, logged, known } = kiosk([other]);
    const ask = async () => {
      for (const { link } of known) link.answersMs = 5;
      return line.ask(WANTED);
    };
    expect([await ask(), await ask()]).toEqual([null, null]);
    expect(logged()).toEqual([{ event: 'number-not-given', slot: 1, detail }]);
    other.answer = answered(200, { serviceDay: DAY, number: 7 });
    expect(await ask()).toMatchObject({ number: 7 });
    other.answer = answer;
    await ask();
    expect(logged()).toHaveLength(1);
  });
});

describe('a reprint of a number', () => {
  const shown = { series: 'A', serviceDay: DAY, number: 450 };

  test('is a request to another kiosk only if the number belongs to another slot', () => {
    const { line } = kiosk([]);
    expect([600, 450, 1].map(line.isOthers)).toEqual([false, true, true]);
  });

  test('is asked of the number’s owner only, with a longer limit, and is allowed if the owner confirms it', async () => {
    const owner: OtherKiosk = { slot: 2, answersMs: 2_000, answer: answered(200) };
    const { line, asked } = kiosk([{ slot: 1 }, owner]);
    expect(await line.isStillTheirs({ ...shown, number: 450 })).toBe(true);
    expect(asked).toEqual([
      { pin: 'pin of 2', path: KIOSK_PATHS.numbersAgain, body: { officeId: 'oac-dido', ...shown }, mostMs: 2_500 },
    ]);
    owner.answer = answered(409);
    expect(await line.isStillTheirs(shown)).toBe(false);
    owner.answer = cut;
    expect(await line.isStillTheirs(shown)).toBe(false);
  });

  test('is refused while the owner is not heard', async () => {
    const { line, asked } = kiosk([
      { slot: 1, answer: answered(200) },
      { slot: 2, isHeard: false, answer: answered(200) },
    ]);
    expect([await line.isStillTheirs(shown), asked]).toEqual([false, []]);
  });
});
