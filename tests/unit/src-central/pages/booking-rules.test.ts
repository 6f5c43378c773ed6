import { expect, test } from 'vitest';
import {
  faultsOf,
  firstPlan,
  newLine,
  planChanges,
  withLine,
  withService,
} from '../../../../src-central/pages/booking/plan-rules.ts';
import {
  findServices,
  keyOf,
  offeredServices,
  offersOf,
  timeLeft,
} from '../../../../src-central/pages/booking/rules.ts';

const office = (officeId: string, ...names: string[]) => ({
  officeId,
  name: officeId,
  address: '',
  phone: null,
  zone: 'Europe/Madrid',
  services: names.map((ca) => ({ serviceId: ca.toLowerCase(), name: { ca }, minutes: 15, toBring: [] })),
});

test('an errand is found by the beginnings of its words, at every office that has it', () => {
  const services = offeredServices(
    [office('a', 'Empadronament', 'Canvi de domicili'), office('b', 'Empadronament')] as never,
    'ca',
  );
  const found = (typed: string) => findServices(services, typed, 'ca').map(({ name }) => name.ca);
  expect(found('EMPÁ')).toEqual(['Empadronament']);
  expect(found('dom canvi')).toEqual(['Canvi de domicili']);
  expect(found('')).toHaveLength(2);
  expect(found('padro')).toEqual([]);
  expect(services.find(({ serviceId }) => serviceId === 'empadronament')?.officeIds).toEqual(['a', 'b']);
});

test('hours offered are the first of each half day and office, in the office’s own time', () => {
  const found = [
    {
      officeId: 'a',
      zone: 'Europe/Madrid',
      starts: ['2026-11-25T08:20:00Z', '2026-11-25T08:40:00Z', '2026-11-25T13:00:00Z'],
    },
    { officeId: 'b', zone: 'Atlantic/Canary', starts: ['2026-11-25T08:30:00Z'] },
  ];
  expect(offersOf(found, 'any').map(({ officeId, time }) => `${officeId} ${time}`)).toEqual([
    'a 09:20',
    'b 08:30',
    'a 14:00',
  ]);
  expect(offersOf(found, 'afternoon').map(({ time }) => time)).toEqual(['14:00']);
  expect(offersOf(found, 'morning').map(({ time }) => time)).toEqual(['09:20', '08:30']);
});

test('digits and letters act only outside fields; Alt, Ctrl Enter and Esc act everywhere', () => {
  const pressed = (key: string, more = {}) => ({
    key,
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
  });
  expect(keyOf(pressed('1'), true)).toBeNull();
  expect(keyOf(pressed('1'), false)).toEqual({ kind: 'digit', digit: 1 });
  expect(keyOf(pressed('t'), true)).toBeNull();
  expect(keyOf(pressed('t'), false)).toEqual({ kind: 'letter', letter: 'T' });
  // On a Catalan keyboard AltGr+1 types a bar; the browser reports AltGr as Ctrl with Alt.
  expect(keyOf(pressed('|', { code: 'Digit1', altKey: true, ctrlKey: true }), true)).toBeNull();
  expect(keyOf(pressed('¡', { code: 'Digit2', altKey: true }), true)).toEqual({ kind: 'column', column: 2 });
  expect(keyOf(pressed('Enter', { ctrlKey: true }), true)).toEqual({ kind: 'save' });
  expect(keyOf(pressed('Escape'), true)).toEqual({ kind: 'free' });
  expect(keyOf(pressed('c', { ctrlKey: true }), false)).toBeNull();
});

test('a hold counts down, and is over at its end', () => {
  expect(timeLeft('2026-11-24T09:28:17Z', Date.parse('2026-11-24T09:24:07Z'))).toEqual({ minutes: 4, seconds: '10' });
  expect(timeLeft('2026-11-24T09:28:17Z', Date.parse('2026-11-24T09:28:17Z'))).toBeNull();
});

test('a plan to begin with can be published, and each fault is at the field that shows it', () => {
  const plan = firstPlan(['padro', 'domicili']);
  expect(faultsOf(plan)).toEqual([]);
  const at = (changed: typeof plan) => faultsOf(changed).map(({ path, fault }) => `${path} ${fault}`);
  expect(at({ ...plan, shares: { ...plan.shares, walkIn: 0 } })).toEqual(['shares/walkIn walk-in']);
  expect(at({ ...plan, shares: { ...plan.shares, help: 80 } })).toEqual(['shares shares']);
  expect(at({ ...plan, step: 7 })).toEqual(['step step']);
  expect(at(withService(plan, 'padro', 3))).toEqual(['services/0/minutes number']);
  expect(at({ ...plan, ahead: { ...plan.ahead, mostDays: Number.NaN } })).toEqual(['ahead/mostDays number']);
  const line = newLine(plan.lines, ['padro'], 'taula-3');
  const lines = [...plan.lines, { ...line, week: { ...line.week, mon: [{ from: '10:00', to: '09:00', atOnce: 1 }] } }];
  expect(at({ ...plan, lines })).toEqual(['lines/1/week/mon order']);
  expect(at(withService(withService(plan, 'padro', null), 'domicili', null))).toContain('services no-service');
});

test('the difference of two plans names each changed part, and a removed service is removed from its lines', () => {
  const plan = firstPlan(['padro', 'domicili']);
  const kinds = (after: typeof plan) => planChanges(plan, after).map(({ kind }) => kind);
  expect(planChanges(plan, structuredClone(plan))).toEqual([]);
  expect(kinds(withService(plan, 'padro', 30))).toEqual([{ part: 'service', serviceId: 'padro' }]);
  const without = withService(plan, 'padro', null);
  expect(without.lines[0]?.services).toEqual(['domicili']);
  expect(kinds(without)).toContainEqual({ part: 'service', serviceId: 'padro' });
  const [line] = plan.lines;
  if (line === undefined) throw new Error('no line');
  const week = { ...line.week, sat: [{ from: '09:00', to: '12:00', atOnce: 2 }] };
  expect(kinds(withLine(plan, 0, { ...line, week }))).toEqual([
    { part: 'day', lineId: 'linia-1', deskId: null, day: 'sat' },
  ]);
  const added = { ...plan, lines: [...plan.lines, newLine(plan.lines, ['padro'], 'taula-3')] };
  expect(planChanges(plan, added).every(({ before }) => before === null)).toBe(true);
});
