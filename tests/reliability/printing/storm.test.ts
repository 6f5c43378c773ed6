import { describe, expect, test } from 'vitest';
import { PLANTS } from './planted.ts';
import { createStrikes, createWalk, planRounds } from './schedule.ts';
import { runStorm } from './storm.ts';
import { createWitness, DUPLICATE_MARK } from './witness.ts';

test('320 tickets on 16 printers, nearly half of them with a fault, keep every promise', async () => {
  const { complaints, endings, spared } = await runStorm({ tickets: 320, seed: 1, stations: 16, overPty: 4 });
  expect(complaints).toEqual([]);
  expect(endings.stuck).toBe(0);
  expect(endings.cancelled + endings.unknown).toBeGreaterThan(20);
  expect(spared.printed).toBeGreaterThan(100);
});

test.each(PLANTS.slice(0, 2))('a driver that $name is noticed', async (plant) => {
  const { complaints } = await runStorm({ tickets: 96, seed: 1, stations: 16, overPty: 0, plant });
  expect(plant.breaks).toContain(complaints.find(({ promise }) => plant.breaks.includes(promise))?.promise);
});

const plan = (seed: number) =>
  planRounds({
    seed,
    stationNo: 3,
    tickets: 200,
    overPty: true,
    strikes: createStrikes({ plain: 190, qr: 260, picture: 600 }),
  });

describe('the schedule of faults', () => {
  test('is the same for the same seed, and different for a different seed', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  test('holds every ticket, and a fault for 45 % of them', () => {
    const rounds = plan(7);
    expect(rounds.reduce((sum, { tickets }) => sum + tickets, 0)).toBe(200);
    const faulty = rounds.reduce((sum, { faultyTickets }) => sum + faultyTickets, 0);
    expect(faulty).toBeGreaterThan(200 * 0.35);
    expect(faulty).toBeLessThan(200 * 0.55);
  });

  test('strikes every byte once before it strikes one twice', () => {
    const walk = createWalk(320);
    const struck = Array.from({ length: 320 }, walk.next);
    expect(new Set(struck).size).toBe(320);
    expect([Math.min(...struck), Math.max(...struck)]).toEqual([1, 320]);
    expect(walk.covered()).toBe(1);
  });
});

describe('the witness', () => {
  const promises = (watch: (witness: ReturnType<typeof createWitness>) => void, hanging: string[] = []) => {
    const witness = createWitness('w');
    watch(witness);
    return witness.close(hanging).map(({ promise }) => promise);
  };
  const WHOLE = ['T1 cap', 'N1', 'Seieu.', 'T1 peu'];

  test('accepts a ticket that is on paper and reported as printed', () => {
    expect(
      promises((witness) => {
        for (const line of WHOLE) witness.sawLine(line);
        witness.sawPaper(WHOLE);
        witness.ended(1, 'printed');
      }),
    ).toEqual([]);
  });

  test('notices a ticket reported as printed without its foot', () => {
    expect(
      promises((witness) => {
        witness.sawPaper(['T1 cap', 'N1']);
        witness.ended(1, 'printed');
      }),
    ).toEqual(['printed-without-paper']);
  });

  test('notices a number on two papers, one of them still hanging', () => {
    expect(promises((witness) => witness.sawPaper(WHOLE), ['T1 cap', 'N1'])).toEqual(['unmarked-duplicate']);
    expect(promises((witness) => witness.sawPaper(WHOLE), [DUPLICATE_MARK, 'T1 cap', 'N1'])).toEqual([]);
  });

  test('notices lines of two tickets on one paper', () => {
    expect(promises((witness) => witness.sawPaper(['T1 cap', 'T2 cap']))).toEqual(['mixed']);
  });

  test('notices a ticket that goes on after it was cancelled, except for the line under the head', () => {
    expect(
      promises((witness) => {
        witness.ended(1, 'cancelled');
        witness.sawLine('N1');
      }),
    ).toEqual([]);
    expect(
      promises((witness) => {
        witness.ended(1, 'cancelled');
        witness.sawLine('N1');
        witness.sawLine('T1 peu');
      }),
    ).toEqual(['went-on-after-cancelled']);
  });

  test('notices an old ticket after a new one, unless a person asked for it', () => {
    expect(
      promises((witness) => {
        witness.sawLine('T2 cap');
        witness.sawLine('T1 cap');
      }),
    ).toEqual(['out-of-turn']);
    expect(
      promises((witness) => {
        witness.sawLine('T2 cap');
        witness.asksForDuplicate(1);
        witness.sawLine('T1 cap');
      }),
    ).toEqual([]);
  });

  test('notices paper of a ticket that was not sent', () => {
    expect(
      promises((witness) => {
        witness.ended(1, 'not-sent');
        witness.sawLine('T1 cap');
      }),
    ).toEqual(['paper-of-not-sent']);
  });
});
