import { expect, it } from 'vitest';
import { CITY, hoursOffice, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

const MINUTE = 60_000;
/** Thursday; the tests begin on Wednesday. */
const TOMORROW = '2026-11-26';
const at = (time: string) => `${TOMORROW}T${time}:00.000Z`;
const unproven = { documentNumber: null, proven: null };

it('a stranger gains no hours by promised proofs, ended holds, impossible days or simultaneous moves', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const startMs = centre.clock.ms;

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
  // Almost four hours later the cancelled appointment time is free for others, but not for a network address that asked for the free times
  // before the cancellation.
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
  // The holds are stored as one batch. A day that PostgreSQL cannot store must not make the other holds fail.
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
  // The plan allows two open bookings per person, and one mailbox counts as one person.
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

it('a robot with many addresses and mailboxes cannot take the hours of 010, of identified people and of a document number’s owner', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const beganMs = centre.clock.ms;
  const open = async (officeName: string, atOnce: number) => {
    centre.clock.ms = beganMs;
    const { doors, officeId } = await hoursOffice(centre, officeName, planOf(atOnce, { mostOpen: 50 }));
    const asked = { officeId, errands: [TRAMITS], language: 'ca' as const };
    const hours = await doors.freeHours(CITY, { ...asked, door: 'web', from: TOMORROW, days: 1 });
    const starts = hours[0]?.starts ?? [];
    /** Sends holds at the same time. The answers are in the sequence of `wanted`. */
    const holds = (door: 'web' | 'telephone' | 'seu', wanted: readonly { start: string; more?: object }[]) =>
      Promise.all(wanted.map(({ start, more }) => doors.hold(CITY, { ...asked, door, start, ...more })));
    return { doors, officeId, starts, holds };
  };
  const given = (answers: readonly { ok: boolean }[]) => answers.filter(({ ok }) => ok).length;
  const tokenOf = (answer: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['holds']>>[number] | undefined) =>
    answer?.ok === true ? answer.value.hold : '';

  // Bookings without a proof of identity, and holds of people who have not proved their identity yet, together take at most half of a day.
  const promised = await open('oac-promeses', 1);
  const spread = promised.starts.filter((_, index) => index % 4 !== 3);
  const answers = await promised.holds(
    'web',
    spread.map((start) => ({ start, more: { proven: true } })),
  );
  expect([spread.length, given(answers)]).toEqual([15, 10]);
  const left = spread.filter((_, index) => answers[index]?.ok === false).map((start) => ({ start }));
  expect(given(await promised.holds('seu', left.slice(0, 2)))).toBe(2);
  expect(given(await promised.holds('telephone', left.slice(2, 4)))).toBe(2);
  const mail = { documentNumber: null, proven: { by: 'mail' as const, value: 'nuria@exemple.cat' } };
  expect((await promised.doors.confirm(CITY, tokenOf(answers[0]), mail)).ok).toBe(true);
  expect(
    given(
      await promised.holds(
        'web',
        left.slice(4).map(({ start }) => ({ start, more: { proven: true } })),
      ),
    ),
  ).toBe(1);

  // A /48 of IPv6 contains 65,536 networks, and gets as many appointment times as eight single addresses.
  const wide = await open('oac-ampla', 2);
  const visitorAt = (address: string) => wide.doors.visitorOf(CITY, address);
  const places = wide.starts.filter((_, index) => index % 4 !== 3).flatMap((start) => [start, start]);
  const robot = await Promise.all(
    places.map(async (start, index) => ({ start, more: { visitor: await visitorAt(`2001:db8:1:${index}::1`) } })),
  );
  const taken = await wide.holds('web', robot);
  expect([places.length, given(taken)]).toEqual([30, 24]);
  const [free = ''] = places.filter((_, index) => taken[index]?.ok === false);
  expect(given(await wide.holds('web', [{ start: free, more: { visitor: await visitorAt('2001:db8:2::1') } }]))).toBe(
    1,
  );

  // A robot at one network address, with a different mail address for each hold, gets three cancelled appointment times of other people,
  // not one for each mail address.
  const freed = await open('oac-bustia', 1);
  const some = freed.starts.filter((_, index) => index % 4 === 0);
  const booked = await freed.holds(
    'telephone',
    some.map((start) => ({ start })),
  );
  const nobody = { documentNumber: null, proven: null };
  for (const one of booked) await freed.doors.confirm(CITY, tokenOf(one), nobody);
  for (const one of booked) await freed.doors.cancel(CITY, tokenOf(one), { door: 'telephone' });
  centre.clock.ms += 241 * MINUTE;
  const visitor = await freed.doors.visitorOf(CITY, '192.0.2.9');
  // Until a visitor from a network address has booked an appointment, the address may hold only one cancelled appointment time at once.
  const promises = await freed.holds(
    'web',
    some.map((start) => ({ start, more: { visitor, proven: true } })),
  );
  expect(given(promises)).toBe(1);
  await freed.doors.release(CITY, tokenOf(promises.find(({ ok }) => ok)));
  let bought = 0;
  for (const [index, start] of some.entries()) {
    const [one] = await freed.holds('web', [{ start, more: { visitor, proven: true } }]);
    const proven = { by: 'mail' as const, value: `robot${index}@exemple.cat` };
    const done = one?.ok && (await freed.doors.confirm(CITY, one.value.hold, { documentNumber: null, proven }));
    if (done !== undefined && done !== false && done.ok) bought += 1;
  }
  expect([some.length, bought]).toEqual([5, 3]);

  // A stranger's twenty bookings with a person's number do not push that person's own booking out of the list that
  // the telephone service 010 sees.
  const typed = await open('oac-veina', 2);
  const documentNumber = '12345678Z';
  const early = await typed.holds(
    'web',
    typed.starts.slice(0, 16).flatMap((start) => [{ start }, { start }]),
  );
  for (const one of early.filter(({ ok }) => ok).slice(0, 20))
    await typed.doors.confirm(CITY, tokenOf(one), { documentNumber, proven: null });
  const [last] = await typed.holds('telephone', [{ start: typed.starts.at(-1) ?? '' }]);
  const own = await typed.doors.confirm(CITY, tokenOf(last), { documentNumber, proven: null });
  const found = await centre.order('findBookings', {}, { documentNumber });
  const locators = (found.body as { bookings: { locator: string }[] }).bookings.map(({ locator }) => locator);
  expect([locators.length, own.ok && locators.includes(own.value.locator ?? '')]).toEqual([20, true]);
});
