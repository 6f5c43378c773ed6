import { describe, expect, test } from 'vitest';
import { MADRID_MORNING, openOffice } from './office.ts';
import type { Variant } from './state.ts';
import { CONTROLS, PRODUCT } from './variants.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

describe('a ticket of the evening', () => {
  const eveningThenMorning = (variant: Variant) => {
    const office = openOffice(variant);
    office.take();
    office.printAll();
    office.passTo(MADRID_MORNING + 11 * HOUR_MS);
    office.take();
    office.passTo(MADRID_MORNING + DAY_MS);
    office.take();
    office.take();
    return office;
  };

  test('is not printed the next morning, because it has expired', () => {
    const office = eveningThenMorning(PRODUCT);
    expect(office.labels()).toEqual(['A001', 'A002', 'A001', 'A002']);
    expect(office.printAll()).toEqual(['A001', 'A002']);
    expect(office.broken()).toBeNull();
  });

  test('is not printed either if the kiosk was off meanwhile and its clock stood still', () => {
    const office = openOffice(PRODUCT);
    office.take();
    office.crash('power');
    office.passTo(MADRID_MORNING + DAY_MS);
    office.setClock(MADRID_MORNING + MINUTE_MS);
    office.start();
    expect(office.printAll()).toEqual([]);
    expect(office.broken()).toBeNull();
  });

  test('is printed by the scheduler’s last control, which is caught', () => {
    const office = eveningThenMorning(control('paper however late'));
    office.printAll();
    expect(office.broken()).toMatchObject({ invariant: 'U2' });
  });

  test('is printed by a queue that believes the wall clock after a restart, which is caught', () => {
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

test('with the journal lost first and the database later, the new journal knows the old one’s numbers', () => {
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

test('with the journal lost first, the database later and no backup, nothing is missing and no number comes twice', () => {
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

describe('a backup from before a new enrolment', () => {
  const enrolledAgain = () => {
    const office = openOffice(PRODUCT);
    office.take();
    office.backUp();
    office.take();
    office.lose({ journal: 'lost', database: 0 });
    office.start();
    return office;
  };

  test('does not restore the old slot: the journal’s slot counts', () => {
    const office = enrolledAgain();
    office.enrol('database');
    office.start();
    office.take();
    office.lose({ journal: 'kept', database: 0 });
    office.start();
    office.take();
    expect(office.labels()).toEqual(['A001', 'A002', 'A400', 'A401']);
  });

  test('gives no number until a person has given a slot', () => {
    const office = enrolledAgain();
    office.take();
    expect(office.slot()).toBeNull();
    expect(office.labels()).toEqual(['A001', 'A002']);
  });

  test('gives no slot if the journal is lost as well', () => {
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

  test('does not undo a slot whose enrolment was cut between journal and database', () => {
    const office = enrolledAgain();
    office.enrol('journal');
    office.start();
    office.take();
    expect(office.labels()).toEqual(['A001', 'A002', 'A400']);
  });
});

test('numbers of another day’s row are not given again after the database is restored', () => {
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

test('an old journal restored twice does not bring back its old slot', () => {
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

test('a ticket of an old slot is not reprinted if its later numbers are lost', () => {
  const office = openOffice(PRODUCT);
  office.take();
  office.backUp();
  office.passTo(MADRID_MORNING + DAY_MS);
  office.take();
  expect(office.labels()).toEqual(['A001', 'A001']);
  office.lose({ journal: 'lost', database: 0 });
  // The clock shows a time before the backup's last ticket. The kiosk therefore takes the day of that ticket, the first day, for today.
  office.setClock(0);
  office.start();
  office.enrol();
  office.take();
  expect(office.reprint(0)).toBe(false);
  expect(office.broken()).toBeNull();
});

test('a crash between journal and database keeps the ticket, and the same request finds it', () => {
  const office = openOffice(PRODUCT);
  office.take({ at: 'synced', kind: 'power', arrives: false });
  office.start();
  office.takeAgain();
  office.take();
  expect(office.labels()).toEqual(['A001', 'A002']);
  expect(office.seen()).toEqual(['A001', 'A002']);
});

test('a crash before the journal is synced leaves no trace after a power cut', () => {
  const office = openOffice(PRODUCT);
  office.take({ at: 'appended', kind: 'power', arrives: false });
  office.start();
  office.takeAgain();
  expect(office.seen()).toEqual(['A001']);
  expect(office.broken()).toBeNull();
});

test('an answer that took a day says nothing about the time', () => {
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
