import { expect, test } from 'vitest';
import { daysOf, type KioskPast, shownDays } from '../../../../src-central/trouble/days.ts';

const ZONE = 'Europe/Madrid';
const NOW = Date.parse('2026-11-24T09:24:00.000Z');
const at = (text: string): number => Date.parse(`${text}:00.000Z`);
const days = shownDays(NOW, ZONE);
const past = (parts: Partial<KioskPast>) =>
  daysOf({ days, nowMs: NOW, tickets: [], conditions: [], startsMs: [], apart: [], ...parts });
const dayIn = (parts: Partial<KioskPast>, day: string) => past(parts).find((row) => row.day === day);

test('thirty service days end with today, across the change of the clocks', () => {
  expect(days).toHaveLength(30);
  expect(days[0]?.day).toBe('2026-10-26');
  expect(days.at(-1)?.day).toBe('2026-11-24');
  const october = shownDays(at('2026-11-02T10:00'), ZONE).find(({ day }) => day === '2026-10-24');
  expect(october && (october.untilMs - october.fromMs) / 3_600_000).toBe(25);
});

test('tickets are counted on their service day', () => {
  expect(dayIn({ tickets: [{ day: '2026-11-23', count: 124 }] }, '2026-11-23')?.tickets).toBe(124);
});

test('minutes without printing last until the printer prints again, or until now', () => {
  const conditions = [
    { atMs: at('2026-11-20T10:00'), printer: 'main', condition: 'paper-out' },
    { atMs: at('2026-11-20T10:20'), printer: 'main', condition: 'cover-open' },
    { atMs: at('2026-11-20T10:30'), printer: 'main', condition: 'paper-low' },
    { atMs: at('2026-11-24T08:41'), printer: 'main', condition: 'cutter-error' },
  ];
  expect(dayIn({ conditions }, '2026-11-20')).toMatchObject({ unprinted: 30, faults: 1 });
  expect(dayIn({ conditions }, '2026-11-24')).toMatchObject({ unprinted: 43, faults: 1 });
});

test('a kiosk with a second printer that prints has no minutes without printing', () => {
  const conditions = [
    { atMs: at('2026-11-20T08:00'), printer: 'second', condition: 'ready' },
    { atMs: at('2026-11-20T10:00'), printer: 'main', condition: 'paper-out' },
    { atMs: at('2026-11-20T10:10'), printer: 'second', condition: 'paper-out' },
    { atMs: at('2026-11-20T10:15'), printer: 'second', condition: 'ready' },
  ];
  expect(dayIn({ conditions }, '2026-11-20')).toMatchObject({ unprinted: 5, faults: 2 });
});

test('a fault over night is shared by its two days', () => {
  const conditions = [
    { atMs: at('2026-11-20T19:00'), printer: 'main', condition: 'paper-out' },
    { atMs: at('2026-11-21T07:00'), printer: 'main', condition: 'ready' },
  ];
  // The service day begins at 04:00 local time, which is 03:00 UTC.
  expect(dayIn({ conditions }, '2026-11-20')?.unprinted).toBe(8 * 60);
  expect(dayIn({ conditions }, '2026-11-21')?.unprinted).toBe(4 * 60);
});

test('overlapping spans of late events are one outage', () => {
  const apart = [
    { fromMs: at('2026-11-20T10:00'), untilMs: at('2026-11-20T10:22') },
    { fromMs: at('2026-11-20T10:05'), untilMs: at('2026-11-20T10:22') },
    { fromMs: at('2026-11-20T12:00'), untilMs: at('2026-11-20T12:03') },
  ];
  expect(dayIn({ apart }, '2026-11-20')?.apart).toBe(25);
});

test('starts are counted on their day', () => {
  expect(dayIn({ startsMs: [at('2026-11-20T06:00'), at('2026-11-20T11:00')] }, '2026-11-20')?.starts).toBe(2);
});
