import { expect, test } from 'vitest';
import type { DayInDoubt } from '../../../../../src-main/tickets/rules/time-label.ts';
import { createDayWatch } from '../../../../../src-main/tickets/steps/day-watch.ts';
import { serviceDay } from '../../../../support/service-day.ts';

test('a day in doubt is logged once, and again when its dates change or it comes back', () => {
  let doubt: DayInDoubt | null = null;
  const logged: unknown[] = [];
  const look = createDayWatch({ doubt: () => doubt }, { event: (event, fields) => void logged.push([event, fields]) });
  const seen = (): number => {
    look();
    look();
    return logged.length;
  };
  expect(seen()).toBe(0);
  doubt = { believed: serviceDay('2026-11-24'), clock: '1970-01-01' };
  expect(seen()).toBe(1);
  expect(logged).toEqual([['day-in-doubt', { believed: '2026-11-24', clock: '1970-01-01' }]]);
  doubt = { believed: serviceDay('2026-11-24'), clock: '1970-01-02' };
  expect(seen()).toBe(2);
  doubt = { believed: serviceDay('2026-11-25'), clock: '1970-01-02' };
  expect(seen()).toBe(3);
  doubt = null;
  expect(seen()).toBe(3);
  doubt = { believed: serviceDay('2026-11-25'), clock: '1970-01-02' };
  expect(seen()).toBe(4);
});
