import { expect, it } from 'vitest';
import { openPglite } from '../../../../src-central/database/pglite.ts';
import { CITY, hoursOffice, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const MINUTE = 60_000;
/** Thursday, the day after the tests' Wednesday. */
const TOMORROW = '2026-11-26';
const at = (time: string) => `${TOMORROW}T${time}:00.000Z`;
const unproven = { documentNumber: null, proven: null };

it('gives a stranger nothing for promises, holds that ended, days that cannot be, and moves at once', async () => {
  const centre = await startTestCentre(await openPglite(null));
  const startMs = centre.clock.ms;

  /** An office of its own at the start of the day. */
  async function open(officeName: string) {
    centre.clock.ms = startMs;
    const { doors, officeId } = await hoursOffice(centre, officeName, planOf(1));
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const, language: 'ca' as const };
    const held = async (start: string, more: object = {}): Promise<string | null> => {
      const answer = await doors.hold(CITY, { ...asked, start, ...more });
      return answer.ok ? answer.value.hold : null;
    };
    async function booked(start: string): Promise<string> {
      const hold = (await held(start)) ?? '';
      expect(await doors.confirm(CITY, hold, unproven)).toMatchObject({ ok: true });
      return hold;
    }
    const read = (from: string, days: number, more: object = {}) =>
      doors.freeHours(CITY, { ...asked, ...more, from, days });
    const seen = async (more: object = {}) => (await read(TOMORROW, 1, more))[0]?.starts ?? [];
    return { doors, held, booked, read, seen };
  }

  const promising = await open('oac-promeses');
  const taken = await promising.booked(at('08:00'));
  const promise = { visitor: await promising.doors.visitorOf(CITY, '192.0.2.1'), proven: true };
  expect(await promising.seen(promise)).not.toContain(at('08:00'));
  await promising.doors.cancel(CITY, taken, { door: 'web' });
  // Released by now for others, but not for an address that looked before.
  centre.clock.ms += 239 * MINUTE;
  expect(await promising.seen(promise)).not.toContain(at('08:00'));
  expect(await promising.held(at('08:00'), promise)).toBeNull();
  for (const time of ['08:15', '09:00', '09:15']) expect(await promising.held(at(time), promise)).not.toBeNull();
  expect(await promising.held(at('09:30'), promise)).toBeNull();

  const late = await open('oac-tard');
  const ended = await late.held(at('08:00'), { visitor: await late.doors.visitorOf(CITY, '192.0.2.2') });
  centre.clock.ms += 11 * MINUTE;
  await late.doors.cancel(CITY, await late.booked(at('08:00')), { door: 'web' });
  centre.clock.ms += 241 * MINUTE;
  expect(await late.doors.confirm(CITY, ended ?? '', unproven)).toMatchObject({ error: { kind: 'gone' } });
  expect(await late.held(at('08:00'))).not.toBeNull();

  const far = await open('oac-lluny');
  // One batch: a day that no database has must not spoil the holds beside it.
  const starts = ['9999-12-31T23:00:00Z', '0000-01-01T08:00:00Z', at('08:00')];
  const holds = await Promise.all(starts.map((start) => far.held(start)));
  expect(holds.map((hold) => hold !== null)).toEqual([false, false, true]);
  expect(await far.read('9999-12-31', 42)).toEqual([]);
  expect((await far.read('0001-01-01', 42)).every(({ closed }) => closed !== null)).toBe(true);

  const tagged = await open('oac-bustia');
  const kinds: string[] = [];
  for (const [tag, time] of [
    ['', '08:00'],
    ['+1', '08:15'],
    ['+2', '08:30'],
  ] as const) {
    const proven = { by: 'mail' as const, value: `nuria${tag}@exemple.cat` };
    const hold = (await tagged.held(at(time))) ?? '';
    const answer = await tagged.doors.confirm(CITY, hold, { documentNumber: null, proven });
    kinds.push(answer.ok ? 'booked' : answer.error.kind);
  }
  // One mailbox is one person, with the two open bookings of the plan.
  expect(kinds).toEqual(['booked', 'booked', 'gone']);

  const moving = await open('oac-mou');
  const booking = await moving.booked(at('08:00'));
  const moves = [
    await moving.held(at('09:00'), { moves: booking }),
    await moving.held(at('11:00'), { moves: booking }),
  ];
  await Promise.all(moves.map((hold) => moving.doors.confirm(CITY, hold ?? '', unproven)));
  const now = await moving.doors.read(CITY, booking);
  const left = now?.start === at('09:00') ? at('11:00') : at('09:00');
  expect(await moving.seen()).not.toContain(left);
  centre.clock.ms += 241 * MINUTE;
  expect(await moving.seen()).toContain(left);
});
