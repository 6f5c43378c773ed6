import { describe, expect, it } from 'vitest';
import { pauseAfterTries } from '../../../src-central/alarms/outbox.ts';
import { type Digest, type DueAlarm, digestOf, mergeDigests } from '../../../src-central/alarms/rules/digest.ts';
import { gapMs, isWithinHours, planAlarms } from '../../../src-central/alarms/rules/plan.ts';
import { silences, type Trouble } from '../../../src-central/alarms/rules/troubles.ts';
import { sayDigest } from '../../../src-central/alarms/words.ts';
import { ALARM_KINDS, type AlarmRule } from '../../../src-main/contract/centre/alarms.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';

const NOW = Date.parse('2026-11-25T10:00:00.000Z');
const MINUTE = 60_000;
const rule: AlarmRule = {
  ruleId: 'r',
  kinds: [...ALARM_KINDS],
  afterMinutes: 10,
  offices: null,
  counts: 'always',
  hours: null,
  to: ['e'],
};
const kiosk = (kioskId: string, minutesAgo: number, officeId = 'o') => ({
  kioskId,
  officeId,
  lastHeardMs: NOW - minutesAgo * MINUTE,
});
const awake = { openOffices: new Set<string>(), awakeMs: 0, nowMs: NOW };
const subjects = (troubles: readonly Trouble[]): string[] => troubles.map(({ subject }) => subject);

describe('silent kiosks', () => {
  it('raise no alarm one by one while sibling kiosks may be silent too', () => {
    // A kiosk with an open stream asks the centre every five minutes.
    expect(silences([kiosk('a', 5), kiosk('b', 1)], awake)).toEqual([]);
    expect(silences([kiosk('a', 8), kiosk('b', 4)], awake)).toEqual([]);
    expect(subjects(silences([kiosk('a', 12), kiosk('b', 4)], awake))).toEqual(['a']);
    expect(subjects(silences([kiosk('a', 12), kiosk('b', 7)], awake))).toEqual(['office o']);
  });

  it('stay one trouble of their office until every kiosk of the office is heard again', () => {
    const open = { ...awake, openOffices: new Set(['o']) };
    expect(subjects(silences([kiosk('a', 30), kiosk('b', 0)], open))).toEqual(['office o']);
    expect(silences([kiosk('a', 0), kiosk('b', 0)], open)).toEqual([]);
  });

  it('of an office with one kiosk are a trouble of that kiosk, and each office is judged apart', () => {
    expect(subjects(silences([kiosk('a', 7), kiosk('b', 7, 'p'), kiosk('c', 0, 'p')], awake))).toEqual(['a']);
  });
});

describe('a rule', () => {
  const trouble: Trouble = {
    kind: 'paper-out',
    cause: 'paper-out',
    subject: 's',
    officeId: 'o',
    kioskId: 'k',
    sinceMs: NOW - 10 * MINUTE,
  };
  const opened = (over: Partial<AlarmRule>, one: Trouble = trouble, openSince: number | null | undefined = undefined) =>
    planAlarms({ rules: [{ ...rule, ...over }] }, [one], [], () => openSince, NOW).open.length;

  it('waits for its time, to the minute', () => {
    expect(opened({})).toBe(1);
    expect(opened({ afterMinutes: 11 })).toBe(0);
    expect(opened({ kinds: ['silent'] })).toBe(0);
    expect(opened({ offices: [OfficeId.parse('altra')] })).toBe(0);
  });

  it('counts minutes of the present opening only, and no minutes of a closed office', () => {
    expect(opened({ counts: 'open-hours' }, trouble, NOW - 10 * MINUTE)).toBe(1);
    expect(opened({ counts: 'open-hours' }, trouble, NOW - 9 * MINUTE)).toBe(0);
    expect(opened({ counts: 'open-hours' }, trouble, null)).toBe(0);
    expect(opened({ counts: 'open-hours' }, trouble, undefined)).toBe(1);
  });

  it('that is deleted, or now names other offices, ends its alarms without a message', () => {
    const alarm = { alarmId: 'x', ruleId: 'r', kind: 'paper-out', subject: 's', officeId: 'o', kioskId: 'k' };
    const plan = (rules: AlarmRule[], troubles: Trouble[] = [trouble]) =>
      planAlarms({ rules }, troubles, [alarm], () => undefined, NOW);
    expect(plan([rule])).toEqual({ open: [], end: [], drop: [] });
    expect(plan([rule], [])).toEqual({ open: [], end: ['x'], drop: [] });
    expect(plan([])).toEqual({ open: [], end: [], drop: ['x'] });
    expect(plan([{ ...rule, offices: [OfficeId.parse('altra')] }])).toMatchObject({ drop: ['x'] });
  });

  it('sends within its hours in the zone of the city, from the first minute to before the last', () => {
    const hours = { days: ['wed' as const], range: { from: '11:00', to: '12:00' } };
    const at = (text: string, zone = 'Europe/Madrid') => isWithinHours({ hours }, zone, Date.parse(text));
    expect(at('2026-11-25T10:00:00Z')).toBe(true);
    expect(at('2026-11-25T10:59:59Z')).toBe(true);
    expect(at('2026-11-25T11:00:00Z')).toBe(false);
    expect(at('2026-11-26T10:30:00Z')).toBe(false);
    expect(at('2026-11-25T10:30:00Z', 'Atlantic/Canary')).toBe(false);
  });

  it('waits longer and longer between messages, and sends at most eight in any hour', () => {
    const times: number[] = [];
    for (let now = 0; now < 6 * 3_600_000; now += 20_000) {
      const inHour = times.filter((time) => time > now - 3_600_000).length;
      if (now - (times.at(-1) ?? -Infinity) >= gapMs(inHour)) times.push(now);
    }
    for (const time of times)
      expect(times.filter((one) => one >= time && one < time + 3_600_000).length).toBeLessThan(9);
    expect(times.slice(0, 2)).toEqual([0, 20_000]);
  });
});

it('a message is tried again after a growing pause, at most an hour', () => {
  expect([1, 2, 3, 20, 1_000].map((tries) => pauseAfterTries(tries, 1))).toEqual([
    30_000, 60_000, 120_000, 3_600_000, 3_600_000,
  ]);
  expect(pauseAfterTries(1, 0)).toBe(15_000);
});

describe('a message', () => {
  const names = { office: (id: string) => `OAC ${id}`, kiosk: (id: string) => `quiosc ${id}` };
  const alarm = (over: Partial<DueAlarm>): DueAlarm => ({
    alarmId: 'a',
    kind: 'paper-out',
    cause: 'paper-out',
    officeId: 'o',
    kioskId: '1',
    since: '2026-11-25T09:24:00.000Z',
    endedAt: null,
    messageAt: null,
    acknowledgedAt: null,
    ...over,
  });
  const countsOf = ({ opened, openedMore, ended, endedMore, passed }: Digest) => ({
    opened: opened.reduce((sum, { count }) => sum + count, openedMore),
    ended: ended.reduce((sum, { count }) => sum + count, endedMore),
    passed,
  });
  const wording = { language: 'ca', zone: 'Europe/Madrid', cityId: 'terrassa' } as const;

  it('counts every alarm, however many offices have one, in at most forty lines', () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      alarm({ officeId: `o${index % 100}`, kioskId: `${index}` }),
    );
    const digest = digestOf(many, names);
    expect(digest?.opened).toHaveLength(40);
    expect(digest && countsOf(digest)).toEqual({ opened: 1_000, ended: 0, passed: 0 });
    const merged = mergeDigests(Array.from({ length: 50 }, () => digest).filter((one) => one !== null));
    expect(merged.opened).toHaveLength(40);
    expect(countsOf(merged).opened).toBe(50_000);
    expect(sayDigest(merged, wording).text.length).toBeLessThan(20_000);
  });

  it('leaves out an alarm that a person took over, and counts alarms that came and went', () => {
    const ended = { endedAt: '2026-11-25T09:30:00.000Z' };
    expect(digestOf([alarm({ acknowledgedAt: ended.endedAt })], names)).toBeNull();
    expect(digestOf([alarm({ ...ended, acknowledgedAt: ended.endedAt })], names)).toBeNull();
    const passed = digestOf([alarm(ended), alarm(ended)], names);
    expect(passed && countsOf(passed)).toEqual({ opened: 0, ended: 0, passed: 2 });
    const moment = digestOf([alarm({ ...ended, kind: 'fork', cause: 'same-slot' })], names);
    expect(moment && countsOf(moment)).toEqual({ opened: 1, ended: 0, passed: 0 });
  });

  it('has words and a repair for every kind of trouble in every language', () => {
    for (const language of ['ca', 'es', 'en'] as const)
      for (const kind of ALARM_KINDS) {
        const cause = kind === 'printer-trouble' ? 'cover-open' : kind === 'silent' ? 'kiosk-silent' : kind;
        const digest = digestOf([alarm({ kind, cause }), alarm({ kind, cause, kioskId: null })], names);
        if (digest === null) throw new Error(kind);
        const { subject, text } = sayDigest(digest, { ...wording, language });
        expect(`${subject}\n${text}`, `${language} ${kind}`).not.toMatch(/\{\{|undefined|kinds\.|means\.|step\./);
        expect(text.split('\n').length, kind).toBeGreaterThan(4);
      }
  });

  it('keeps a name in its line, so that it adds no header', () => {
    const digest = digestOf([alarm({})], { ...names, office: () => 'OAC\r\nBcc: x@y.example\u2028' });
    expect(digest && sayDigest(digest, wording).subject).toBe(
      'Torn: 1 avís, Sense paper: OAC Bcc: x@y.example , quiosc 1',
    );
  });
});
