import { describe, expect, test } from 'vitest';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { Screen } from '../../../../../src-main/session/contract/view-state.ts';
import type { Machine } from '../../../../../src-main/technician/ports/machine.ts';
import { FURTHER_PAGES as PAGES } from '../../../../../src-main/technician/view/technician-pages.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createMemoryCentre } from '../../../../support/memory-centre.ts';
import { withoutAppointments } from '../../../../support/no-appointments.ts';
import { noFirstRun } from '../../../../support/no-installation.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';

const NOW_MS = Date.parse('2026-11-24T09:24:00Z');
const DAY_MS = 86_400_000;

function placeOf(
  machine: Partial<Machine> = {},
  centre = createMemoryCentre({ state: 'paired' }),
  slot: number | null = 2,
) {
  const clock = createManualClock(NOW_MS);
  const loaded = shippedOffice();
  const office = createOffice(loaded, [], clock);
  return {
    office,
    slot,
    centre,
    clock,
    version: '0.1.0',
    ...noFirstRun,
    machine: { ...withoutAppointments.machine, ...machine },
  };
}

const EDGES = { slot: 2, closesInMinutes: 2 };

function dataPageOf(care: Partial<Machine['care']>, slot: number | null = 2) {
  const place = placeOf({ care: { ...withoutAppointments.machine.care, ...care } }, undefined, slot);
  return Screen.parse({ ...EDGES, ...PAGES['technician-data'](place) });
}

describe('the page of data', () => {
  test.each([
    ['store-clean', 'good'],
    ['journal-replayed', 'attention'],
    ['both-copies-lost', 'fault'],
  ] as const)('shows the state of the two copies at the start: %s', (finding, level) => {
    const page = dataPageOf({ finding, comparedAtMs: NOW_MS });
    expect(page).toMatchObject({ copies: { level, finding, compared: { date: '2026-11-24', time: '10:24' } } });
  });

  test('rates a backup of a weekend ago good, an older one and a missing one for attention', () => {
    const levelAt = (madeMs: number | null) => dataPageOf({ backupAtMs: () => madeMs });
    expect(levelAt(NOW_MS - 3 * DAY_MS)).toMatchObject({ backup: { level: 'good' } });
    expect(levelAt(NOW_MS - 4 * DAY_MS)).toMatchObject({ backup: { level: 'attention' } });
    expect(levelAt(null)).toMatchObject({ backup: { level: 'attention', made: null } });
    // A kiosk without a slot has nothing to back up.
    expect(dataPageOf({ backupAtMs: () => null }, null)).toMatchObject({ backup: { level: 'good' } });
  });

  test('rates a disk with little room for attention, and one without an answer a fault', () => {
    const diskOf = (usedBytes: number | null, freeBytes: number | null) =>
      dataPageOf({ usedBytes: () => usedBytes, freeBytes: () => freeBytes, leastFreeBytes: 1_000 });
    expect(diskOf(5, 1_000)).toMatchObject({ disk: { level: 'good', usedBytes: 5, freeBytes: 1_000 } });
    expect(diskOf(5, 999)).toMatchObject({ disk: { level: 'attention' } });
    expect(diskOf(null, 1_000)).toMatchObject({ disk: { level: 'fault' } });
    expect(diskOf(5, null)).toMatchObject({ disk: { level: 'fault' } });
  });
});

test('the network page shows each dead letter with its reason and its age', () => {
  const letter = { ord: 7, type: 'ticket-issued', problem: 'unknown-office', atMs: NOW_MS - 2 * DAY_MS - 1 };
  const centre = createMemoryCentre({ state: 'paired', deadLetters: 1, unsent: 3, lastContactMs: NOW_MS - 9_000 });
  const page = PAGES['technician-network'](placeOf({ deadLetters: () => ({ ok: true, value: [letter] }) }, centre));
  expect(Screen.parse({ ...EDGES, ...page })).toMatchObject({
    unsent: 3,
    deadLetters: 1,
    lastContact: { time: '10:23', agoSeconds: 9 },
    letters: [{ ord: 7, type: 'ticket-issued', problem: 'other', since: { date: '2026-11-22' }, days: 2 }],
  });
});

test('the log page gives each event the level of the catalogue', () => {
  const events = [
    { no: 2, kind: 'central-unreachable', atMs: NOW_MS, times: 12 },
    { no: 1, kind: 'paper-low', atMs: NOW_MS - 60_000, times: 1 },
    { no: 0, kind: 'core-started', atMs: NOW_MS - 120_000, times: 1 },
  ] as const;
  const page = PAGES['technician-log'](placeOf({ recentEvents: () => events }));
  expect(Screen.parse({ ...EDGES, ...page })).toMatchObject({
    events: [
      { kind: 'central-unreachable', level: 'fault', times: 12, at: { time: '10:24' } },
      { kind: 'paper-low', level: 'attention', at: { time: '10:23' } },
      { kind: 'core-started', level: 'good' },
    ],
  });
});
