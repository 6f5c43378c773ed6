import { describe, expect, test } from 'vitest';
import { MADRID_MORNING, openOffice } from './office.ts';
import type { Variant } from './state.ts';
import { CONTROLS, PRODUCT } from './variants.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

describe('evening ticket printed next morning', () => {
  const eveningThenMorning = (variant: Variant) => {
    const office = openOffice(variant);
    office.take();
    office.printAll();
    office.passTo(MADRID_MORNING + 11 * HOUR_MS);
    office.take();
    // The printer is out of paper all night.
    office.passTo(MADRID_MORNING + DAY_MS);
    office.take();
    office.take();
    return office;
  };

  test('is not: it has expired', () => {
    const office = eveningThenMorning(PRODUCT);
    expect(office.labels()).toEqual(['A001', 'A002', 'A001', 'A002']);
    expect(office.printAll()).toEqual(['A001', 'A002']);
    expect(office.broken()).toBeNull();
  });

  test('nor when the kiosk was off meanwhile and its clock stood still', () => {
    const office = openOffice(PRODUCT);
    office.take();
    office.crash('power');
    office.passTo(MADRID_MORNING + DAY_MS);
    office.setClock(MADRID_MORNING + MINUTE_MS);
    office.start();
    expect(office.printAll()).toEqual([]);
    expect(office.broken()).toBeNull();
  });

  test('the scheduler’s last control prints it, and is caught', () => {
    const office = eveningThenMorning(control('paper however late'));
    office.printAll();
    expect(office.broken()).toMatchObject({ invariant: 'U2' });
  });

  test('a queue that believes the wall clock after a restart prints it, and is caught', () => {
    const office = openOffice({
      ...PRODUCT,
      jobsOutliveTheProcess: true,
      mayPrint: (world, { wallOffsetMs }, { wallMs }) => {
        const ageMs = world.realMs + wallOffsetMs - wallMs;
        return ageMs >= 0 && ageMs <= 2 * MINUTE_MS;
      },
    });
    office.take();
    office.crash('power');
    office.passTo(MADRID_MORNING + DAY_MS);
    office.start();
    office.hearTime();
    office.passTo(MADRID_MORNING + 2 * DAY_MS);
    office.take();
    office.setClock(MADRID_MORNING + MINUTE_MS);
    expect(office.printAll()).toContain('A001');
    expect(office.broken()).toMatchObject({ invariant: 'U2' });
  });
});

test('journal lost first, DB later: the new journal knows the numbers of the old one', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.backUp();
  office.take();
  office.take();
  office.lose({ journal: 'lost', database: null });
  office.start();
  office.lose({ journal: 'kept', database: 0 });
  office.start();
  office.take();
  expect(office.labels()).toEqual(['A001', 'A002', 'A003', 'A004']);
  expect(office.missing()).toEqual([]);
});

test('journal lost first, DB later, and no backup: nothing is missing, no number comes twice', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.take();
  office.lose({ journal: 'lost', database: null });
  office.start();
  office.lose({ journal: 'kept', database: -1 });
  office.start();
  office.take();
  expect(office.labels()).toEqual(['A001', 'A002', 'A003']);
  expect(office.missing()).toEqual([]);
});

describe('backup from before re-enrolment restores the old slot', () => {
  const enrolledAgain = () => {
    const office = openOffice(PRODUCT);
    office.take();
    office.backUp();
    office.take();
    office.lose({ journal: 'lost', database: 0 });
    office.start();
    return office;
  };

  test('does not: the slot is the journal’s', () => {
    const office = enrolledAgain();
    // The power goes before the old backups do.
    office.enrol('database');
    office.start();
    office.take();
    office.lose({ journal: 'kept', database: 0 });
    office.start();
    office.take();
    expect(office.labels()).toEqual(['A001', 'A002', 'A400', 'A401']);
  });

  test('until a person has given a slot, there is no number', () => {
    const office = enrolledAgain();
    office.take();
    expect(office.slot()).toBeNull();
    expect(office.labels()).toEqual(['A001', 'A002']);
  });

  test('and with the journal lost as well there is no slot, though the backup names one', () => {
    const office = enrolledAgain();
    office.enrol('database');
    office.start();
    office.take();
    office.lose({ journal: 'lost', database: 0 });
    office.start();
    office.take();
    expect(office.slot()).toBeNull();
    expect(office.labels()).toEqual(['A001', 'A002', 'A400']);
  });

  test('a power cut between the journal and the database of an enrolment leaves the new slot', () => {
    const office = enrolledAgain();
    office.enrol('journal');
    office.start();
    office.take();
    expect(office.labels()).toEqual(['A001', 'A002', 'A400']);
  });
});

test('reservation covers the label, session value stale: numbers of another day’s row are not given again', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.backUp();
  office.setClock(MADRID_MORNING + DAY_MS);
  office.take();
  office.take();
  office.setClock(MADRID_MORNING + 2 * MINUTE_MS);
  office.take();
  expect(office.labels()).toEqual(['A001', 'A002', 'A003', 'A004']);
  office.lose({ journal: 'kept', database: 0 });
  office.start();
  office.setClock(MADRID_MORNING + 2 * DAY_MS);
  office.take();
  expect(office.labels().at(-1)).toBe('A005');
  expect(office.broken()).toBeNull();
});

test('an old journal put back twice does not bring back the slot that it took away', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.backUp();
  office.take();
  office.enrol();
  office.start();
  office.take();
  office.lose({ journal: 'set back', database: null });
  office.start();
  expect(office.slot()).toBeNull();
  office.lose({ journal: 'set back', database: null });
  office.start();
  office.take();
  expect(office.slot()).toBeNull();
  expect(office.labels()).toEqual(['A001', 'A002', 'A400']);
});

test('the reprint of an old slot’s ticket: what that slot gave after the backup is lost', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.backUp();
  office.passTo(MADRID_MORNING + DAY_MS);
  office.take();
  expect(office.labels()).toEqual(['A001', 'A001']);
  office.lose({ journal: 'lost', database: 0 });
  // The clock stands before the backup: the day of its last ticket counts, which is yesterday.
  office.setClock(0);
  office.start();
  office.enrol();
  office.take();
  expect(office.reprint(0)).toBe(false);
  expect(office.broken()).toBeNull();
});

test('a crash between journal and database burns the number, and the same request finds its ticket', () => {
  const office = openOffice(PRODUCT);
  office.take({ at: 'synced', kind: 'power', arrives: false });
  office.start();
  office.takeAgain();
  office.take();
  expect(office.labels()).toEqual(['A001', 'A002']);
  expect(office.seen()).toEqual(['A001', 'A002']);
});

test('a crash before the journal is synced leaves no trace when the power takes it', () => {
  const office = openOffice(PRODUCT);
  office.take({ at: 'appended', kind: 'power', arrives: false });
  office.start();
  office.takeAgain();
  expect(office.seen()).toEqual(['A001']);
  expect(office.broken()).toBeNull();
});

test('an answer that was under way for a day says nothing about the time', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.crash('kill');
  office.start();
  const late = office.ask();
  office.passTo(MADRID_MORNING + DAY_MS);
  office.take();
  office.hear(late);
  office.hearTime();
  office.take();
  expect(office.labels()).toEqual(['A001', 'A002', 'A003']);
  expect(office.broken()).toBeNull();
});

function control(name: string): Variant {
  const found = CONTROLS.find((variant) => variant.name === name);
  if (found === undefined) throw new RangeError(`there is no control ${name}`);
  return found;
}
