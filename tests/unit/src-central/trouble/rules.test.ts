import { expect, test } from 'vitest';
import {
  type CityLine,
  EFFECTS,
  type KioskState,
  linesOf,
  OFFLINE_AFTER_MS,
  SILENT_AFTER_MS,
  troublesOf,
} from '../../../../src-central/trouble/rules.ts';
import type { KioskInCity, OfficeInCity, Trouble } from '../../../../src-main/contract/centre/city-overview.ts';
import { KioskId, OfficeId } from '../../../../src-main/contract/shared/ids.ts';
import { TROUBLE_KINDS, type TroubleKind } from '../../../../src-main/domain/trouble-kinds.ts';
import { EVENT_KINDS } from '../../../../src-main/session/contract/event-catalogue.ts';

const NOW = Date.parse('2026-11-24T09:24:07.000Z');
const well: KioskState = {
  enrolledAtMs: NOW - 90 * 86_400_000,
  lastHeardAtMs: NOW - 60_000,
  printers: [{ condition: 'ready', sinceMs: NOW - 3_600_000 }],
  isClockInDoubt: false,
  lastEventAtMs: NOW - 60_000,
  update: null,
  machine: null,
};
const kindsOf = (state: Partial<KioskState>): TroubleKind[] =>
  troublesOf({ ...well, ...state }, NOW).map(({ kind }) => kind);
const printer = (condition: string) => ({ condition, sinceMs: NOW - 43 * 60_000 });

test('a kiosk that is heard and prints has no trouble', () => {
  expect(kindsOf({})).toEqual([]);
});

test('every kind of trouble is in the event catalogue, except three that only the centre knows', () => {
  expect(TROUBLE_KINDS.filter((kind) => !EVENT_KINDS.some((event) => event === kind))).toEqual([
    'silent',
    'offline',
    'midni-certificate-ends',
  ]);
  expect(Object.keys(EFFECTS)).toEqual(TROUBLE_KINDS);
});

test('a printer’s fault is trouble since its kiosk reported it', () => {
  expect(troublesOf({ ...well, printers: [printer('paper-out')] }, NOW)).toEqual([
    { kind: 'paper-out', since: '2026-11-24T08:41:07.000Z' },
  ]);
});

test('a kiosk prints as long as one of its printers does', () => {
  expect(kindsOf({ printers: [printer('paper-out'), printer('ready')] })).toEqual([]);
  expect(kindsOf({ printers: [printer('paper-out'), printer('paper-low')] })).toEqual(['paper-low']);
  expect(kindsOf({ printers: [printer('cover-open'), printer('paper-out')] })).toEqual(['paper-out', 'cover-open']);
});

test('a condition that this release does not know is no trouble', () => {
  expect(kindsOf({ printers: [printer('on-fire')] })).toEqual([]);
});

test('silence is trouble after two missed questions, and a visit after two hours', () => {
  expect(kindsOf({ lastHeardAtMs: NOW - SILENT_AFTER_MS + 1 })).toEqual([]);
  expect(kindsOf({ lastHeardAtMs: NOW - SILENT_AFTER_MS })).toEqual(['silent']);
  expect(kindsOf({ lastHeardAtMs: NOW - OFFLINE_AFTER_MS + 1 })).toEqual(['silent']);
  expect(kindsOf({ lastHeardAtMs: NOW - OFFLINE_AFTER_MS })).toEqual(['offline']);
});

test('a kiosk that was never heard is silent since its enrolment', () => {
  expect(troublesOf({ ...well, lastHeardAtMs: null, enrolledAtMs: NOW - SILENT_AFTER_MS, printers: [] }, NOW)).toEqual([
    { kind: 'silent', since: '2026-11-24T09:14:07.000Z' },
  ]);
});

test('dead letters, a doubted clock and an undone update are listed after the faults that stop citizens', () => {
  const update = { result: 'undone', endedAtMs: NOW - 86_400_000 };
  const machine = { disk: 'ample', certificateEndsMs: null, deadLetters: 1, sinceMs: NOW - 1 };
  expect(kindsOf({ machine, isClockInDoubt: true, update, printers: [printer('overheated')] })).toEqual([
    'overheated',
    'dead-letters',
    'clock-off',
    'update-undone',
  ]);
  expect(kindsOf({ machine: { ...machine, deadLetters: 0 }, update: { ...update, result: 'done' } })).toEqual([]);
});

test('a full disk and a certificate that ends within three weeks are troubles, and an unknown word of a newer kiosk is none', () => {
  const machine = { disk: 'ample', certificateEndsMs: NOW + 21 * 86_400_000, deadLetters: 0, sinceMs: NOW - 3_600_000 };
  expect(kindsOf({ machine })).toEqual([]);
  expect(kindsOf({ machine: { ...machine, disk: 'odd', certificateEndsMs: null } })).toEqual([]);
  expect(kindsOf({ machine: { ...machine, certificateEndsMs: NOW - 1 } })).toEqual(['midni-certificate-ends']);
  expect(
    troublesOf({ ...well, machine: { ...machine, disk: 'low', certificateEndsMs: NOW + 20 * 86_400_000 } }, NOW),
  ).toEqual([
    { kind: 'midni-certificate-ends', since: null },
    { kind: 'disk-low', since: '2026-11-24T08:24:07.000Z' },
  ]);
});

let last = 0;
const kiosk = (office: string, ...kinds: TroubleKind[]): KioskInCity => {
  last += 1;
  return {
    kioskId: KioskId.parse(`0197f5a0-3c1e-7c4b-9a55-${String(last).padStart(12, '0')}`),
    officeId: OfficeId.parse(office),
    name: `quiosc ${last}`,
    slot: last,
    troubles: kinds.map((kind): Trouble => ({ kind, since: '2026-11-24T09:00:00.000Z' })),
  };
};
const office = (id: string, waiting: number | null = null): OfficeInCity => ({
  officeId: OfficeId.parse(id),
  name: id.toUpperCase(),
  waiting,
});
const said = (lines: readonly CityLine[]): string[] =>
  lines.map(({ office: { officeId }, kiosks, trouble }) => `${officeId} ${kiosks.length} ${trouble.kind}`);

test('lines are sorted by faults that stop citizens, then by how many people wait', () => {
  const kiosks = [
    kiosk('a', 'paper-low'),
    kiosk('a'),
    kiosk('b', 'clock-off'),
    kiosk('b'),
    kiosk('c', 'offline'),
    kiosk('c'),
    kiosk('d', 'paper-out'),
    kiosk('e', 'paper-out'),
    kiosk('f', 'update-undone'),
  ];
  const { visits } = linesOf({ kiosks, offices: [office('d', 2), office('e', 9)] });
  expect(said(visits)).toEqual([
    'e 1 paper-out',
    'd 1 paper-out',
    'c 1 offline',
    'b 1 clock-off',
    'f 1 update-undone',
    'a 1 paper-low',
  ]);
});

test('an office whose kiosks are all silent is one line, which counts its kiosks', () => {
  const kiosks = [kiosk('a', 'paper-out', 'offline'), kiosk('a', 'offline'), kiosk('a', 'offline')];
  const city = linesOf({ kiosks, offices: [office('a')] });
  expect(said(city.visits)).toEqual(['a 3 offline']);
  expect(city.counts).toEqual({ visits: 3, unknown: 0, well: 0 });
});

test('an office with one kiosk in contact has a line for each silent kiosk', () => {
  const kiosks = [kiosk('a', 'offline'), kiosk('a', 'offline'), kiosk('a')];
  expect(said(linesOf({ kiosks, offices: [] }).visits)).toEqual(['a 1 offline', 'a 1 offline']);
});

test('a kiosk that is silent for minutes is neither a visit nor well', () => {
  const city = linesOf({ kiosks: [kiosk('a', 'silent'), kiosk('a'), kiosk('b')], offices: [] });
  expect(city.visits).toEqual([]);
  expect(said(city.unknown)).toEqual(['a 1 silent']);
  expect(city.counts).toEqual({ visits: 0, unknown: 1, well: 2 });
});

test('an office whose kiosks went silent one after another is silent since the last one, and needs a visit only after hours of that', () => {
  const [first, second] = [kiosk('a', 'offline'), kiosk('a', 'silent')];
  const kiosks = [
    { ...first, troubles: [{ kind: 'offline' as const, since: '2026-11-24T05:00:00.000Z' }] },
    { ...second, troubles: [{ kind: 'silent' as const, since: '2026-11-24T09:10:00.000Z' }] },
  ] as KioskInCity[];
  const { unknown, visits } = linesOf({ kiosks, offices: [] });
  expect(visits).toEqual([]);
  expect(unknown.map(({ trouble }) => trouble.since)).toEqual(['2026-11-24T09:10:00.000Z']);
});

test('every kiosk counts once: as a visit, as unknown or as well', () => {
  const kiosks = TROUBLE_KINDS.flatMap((kind) => [kiosk(kind, kind), kiosk(kind), kiosk('x', kind)]);
  const { counts } = linesOf({ kiosks, offices: [] });
  expect(counts.visits + counts.unknown + counts.well).toBe(kiosks.length);
});
