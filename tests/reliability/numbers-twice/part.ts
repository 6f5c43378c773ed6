import { keepsSlot } from '../../../src-main/tickets/rules/number-line.ts';
import type { Part, PartOptions } from '../part.ts';
import { createRandom, type Random } from '../random.ts';
import { createDisk, type Disk, type Given, newClock, saidOf, seriesOf, snapshotOf } from './office.ts';

const CONTROL_SEEDS = 50;
const TELL_EVERY = 100;
const DAY_MS = 86_400_000;

/** Runs a scenario, and returns the numbers that were issued twice. */
type Run = (random: Random, isOurs: boolean) => string[];

const nameOf = ({ series, number, serviceDay }: Given): string => `${serviceDay} ${series}${number}`;

const twiceIn = (given: readonly Given[]): string[] =>
  given.map(nameOf).filter((name, at, all) => all.indexOf(name) !== at);

function giveSome(disk: Disk, random: Random, most: number): Given[] {
  const given: Given[] = [];
  for (let no = random.int(1, most); no > 0; no -= 1) {
    const one = disk.give(seriesOf(random.int(0, 1)));
    if (one !== null) given.push(one);
  }
  return given;
}

/**
 * Restores a disk from a copy, sometimes a day later. Before the next number, a centre or sibling kiosk reports the
 * tickets issued since the copy.
 */
const diskPutBack: Run = (random, isOurs) => {
  const clock = newClock();
  const disk = createDisk(1, clock, { contest: true });
  const given: Given[] = [];
  try {
    given.push(...giveSome(disk, random, 8));
    for (let times = random.int(1, 3); times > 0; times -= 1) {
      disk.takeCopy();
      given.push(...giveSome(disk, random, 8));
      if (random.chance(0.3)) disk.restart();
      if (random.chance(0.3)) clock.advance(DAY_MS);
      given.push(...giveSome(disk, random, 8));
      disk.putBack();
      const { centre, officeBook } = disk.store();
      if (isOurs && random.chance(0.5)) centre.keepSnapshot(snapshotOf(given), [], null);
      else if (isOurs)
        officeBook.hear({
          fromSlot: 2,
          tickets: given.map((one) => saidOf(one, 1, clock.wallMs())),
          pauses: [],
          services: [],
          alarms: [],
        });
      // The last number that the kiosk has just learned must survive a restart.
      if (random.chance(0.5)) disk.restart();
      given.push(...giveSome(disk, random, 8));
    }
    return twiceIn(given);
  } finally {
    disk.end();
  }
};

/** Two kiosks get the same slot, meet, are cut off, restart and meet again. Each issues the numbers that it may. */
const slotTwice: Run = (random, isOurs) => {
  const clock = newClock();
  const sides = [0, 1].map((no) => ({
    disk: createDisk(1, clock, { contest: isOurs }),
    name: { pin: random.int(0, 1_000_000_000).toString().padStart(43, `${no}`), run: `run ${no}` },
    given: [] as Given[],
  }));
  const [one, other] = sides;
  if (one === undefined || other === undefined) return [];
  const meet = (): void => {
    for (const [at, seen] of [
      [one, other],
      [other, one],
    ] as const) {
      // Result ignored: refusals of the store are tested in other parts.
      at.disk.store().officeBook.count(seen.given.map((ticket) => saidOf(ticket, 1, clock.wallMs())));
      if (isOurs && !keepsSlot(at.name, seen.name))
        at.disk.kiosks().setContest({ pin: seen.name.pin, check: '123456789012', slot: 1 });
    }
  };
  try {
    const before = sides.flatMap(({ disk, given }) => {
      const some = giveSome(disk, random, 5);
      given.push(...some);
      return some;
    });
    meet();
    const after: Given[] = [];
    let isCut = false;
    for (let step = 0; step < 20; step += 1) {
      const at = random.pick(sides);
      const peer = at === one ? other : one;
      const chance = random.int(1, 100);
      if (chance <= 15) at.disk.restart();
      else if (chance <= 30) isCut = !isCut;
      else if (chance <= 35) clock.advance(DAY_MS);
      const series = seriesOf(step);
      const { serviceDay } = at.disk.store().store.today.now();
      const asks = isOurs && !isCut && at.disk.kiosks().contest() !== null;
      const line = asks ? peer.disk.store().store.giveAway({ series, serviceDay }) : null;
      const ticket = at.disk.give(series, line?.ok ? { ...line.value, fromSlot: 1 } : undefined);
      if (ticket !== null) {
        at.given.push(ticket);
        after.push(ticket);
      }
      if (!isCut && isOurs) meet();
    }
    const held = new Set(before.map(nameOf));
    return [...twiceIn(after), ...after.map(nameOf).filter((name) => held.has(name))];
  } finally {
    for (const { disk } of sides) disk.end();
  }
};

/**
 * Runs a scenario many times. The planted fault is an earlier program: it does not learn the issued numbers from the centre or a sibling
 * kiosk, and two kiosks with one slot both go on issuing.
 */
const partOf =
  (run: Run): Part =>
  async ({ n, seed, progress }: PartOptions) => {
    let repeated = 0;
    for (let no = 0; no < n; no += 1) {
      const twice = run(createRandom(seed, no), true);
      if (twice.length > 0) progress(`seed ${seed}, run ${no}: twice ${twice.join(', ')}`);
      repeated += twice.length;
      if ((no + 1) % TELL_EVERY === 0) progress(`${no + 1} runs`);
    }
    let noticed = 0;
    for (let no = 0; no < Math.min(n, CONTROL_SEEDS); no += 1)
      noticed += run(createRandom(seed, no), false).length > 0 ? 1 : 0;
    progress(`a kiosk that is not told: caught ${noticed} times`);
    return { violations: repeated, lost: 0, repeated, control: { planted: 1, caught: noticed > 0 ? 1 : 0 } };
  };

export const runDiskPutBack: Part = partOf(diskPutBack);
export const runSlotTwice: Part = partOf(slotTwice);
