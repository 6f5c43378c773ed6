import { expect, test } from 'vitest';
import type { DisplayCondition } from '../../../../../src-main/domain/device-conditions.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import type { EventKind } from '../../../../../src-main/session/contract/event-catalogue.ts';
import type { SpeechFaultKind } from '../../../../../src-main/speech/rules/speech.ts';
import type { Machine } from '../../../../../src-main/technician/ports/machine.ts';
import { createPinGate } from '../../../../../src-main/technician/steps/pin-gate.ts';
import { createTechnicianStore } from '../../../../../src-main/technician/store/technician-store.ts';
import { PAGES } from '../../../../../src-main/technician/view/technician-view.ts';
import { createPrintQueue } from '../../../../../src-main/tickets/steps/print-queue.ts';
import { watchPrinters } from '../../../../../src-main/tickets/steps/printer-watch.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createMemoryCentre } from '../../../../support/memory-centre.ts';
import { withoutAppointments } from '../../../../support/no-appointments.ts';
import { noDevices } from '../../../../support/no-devices.ts';
import { noFirstRun } from '../../../../support/no-installation.ts';
import { noEditor, noNotes } from '../../../../support/no-own-office.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const log = { event: () => undefined };

function pageWith(
  centre: ReturnType<typeof createMemoryCentre>,
  {
    fault = null,
    profileFault = null,
    slot = 1,
    displays = [],
    recent = [],
  }: {
    fault?: SpeechFaultKind | null;
    profileFault?: string | null;
    slot?: number | null;
    displays?: readonly DisplayCondition[];
    recent?: ReturnType<Machine['recentEvents']>;
  } = {},
) {
  const clock = createManualClock(Date.parse('2026-11-24T09:24:00Z'));
  const loaded = shippedOffice();
  const { store, opened } = openTestStore(temporaryFolder(), clock, 1);
  const pins = { hash: async () => '', matches: async () => false };
  const queueParts = { store, printers: [], compose: () => ({ blocks: [] }), clock, log };
  const well = { printer: 'main', condition: 'ready', papers: 0, sinceMs: null } as const;
  return PAGES.technician({
    office: createOffice(loaded, [], clock),
    store,
    queue: createPrintQueue({ ...queueParts, afterAnswer: (start) => start() }, []),
    printers: { ...watchPrinters([], store, log, () => undefined), report: () => succeed([well]) },
    slot,
    storeNotice: null,
    profileFault,
    notes: noNotes,
    gate: createPinGate({
      technician: createTechnicianStore(opened.database),
      pins,
      clock,
      log,
      codeRules: withoutAppointments.codeRules,
      allowsStaff: false,
      allowsShared: true,
    }),
    centre,
    scanner: () => null,
    displays: () => displays.map((condition) => ({ deskId: null, condition: () => condition })),
    speech: { fault: () => fault },
    devices: noDevices,
    ...noFirstRun,
    ...noEditor,
    machine: { ...withoutAppointments.machine, recentEvents: () => recent },
    isNamed: () => false,
    version: '0.1.0',
    clock,
  });
}

test('a kiosk without speech has a warning', () => {
  const centre = createMemoryCentre({ state: 'none' });
  expect(pageWith(centre, { fault: 'speech-hung' }).warning).toEqual({ about: 'speech', kind: 'speech-hung' });
  expect(pageWith(centre).warning).toBeNull();
});

test('a rejected profile is a warning with the faulty field, before less urgent ones', () => {
  const profileFault = 'office.json: services/1/series: expected a letter';
  const centre = createMemoryCentre({ state: 'none' });
  expect(pageWith(centre, { profileFault, fault: 'speech-hung' }).warning).toEqual({
    about: 'profile',
    kind: 'last-good-office',
    detail: profileFault,
  });
});

test.each(['central-unreachable', 'kiosk-unknown', 'pairing-expired', 'pairing-refused'] as const)(
  'a paired kiosk that is cut off from its centre is a fault, and the first warning: %s',
  (trouble) => {
    expect(pageWith(createMemoryCentre({ state: 'paired', trouble }))).toMatchObject({
      centre: { level: 'fault' },
      warning: { about: 'centre', kind: trouble },
    });
  },
);

test('the last three events that need attention are on the page, the newest first', () => {
  const event = (no: number, kind: EventKind) => ({ no, kind, atMs: Date.parse('2026-11-24T09:00:00Z'), times: 1 });
  const kinds = ['window-shown', 'paper-low', 'paper-out', 'core-ready', 'disk-low', 'cutter-error'] as const;
  const recent = kinds.map((kind, at) => event(10 - at, kind));
  const page = pageWith(createMemoryCentre({ state: 'none' }), { recent });
  expect(page.lastEvents.map(({ kind }) => kind)).toEqual(['paper-low', 'paper-out', 'disk-low']);
  expect(pageWith(createMemoryCentre({ state: 'none' })).lastEvents).toEqual([]);
});

test('a busy centre is rated for attention, without a warning', () => {
  expect(pageWith(createMemoryCentre({ state: 'paired', trouble: 'central-busy' }))).toMatchObject({
    centre: { level: 'attention' },
    warning: null,
  });
});

test.each([
  [1, { first: 1, last: 399 }],
  [2, { first: 400, last: 599 }],
  [5, { first: 5_000, last: 5_999 }],
  [null, null],
])('the page shows the numbers of a kiosk with slot %s', (slot, owns) => {
  expect(pageWith(createMemoryCentre({ state: 'none' }), { slot })).toMatchObject({ numbers: { owns } });
});

test('a dark display is a row with its fault, and the first warning if nothing is worse', () => {
  const centre = createMemoryCentre({ state: 'paired' });
  const { displays, warning } = pageWith(centre, { fault: 'speech-hung', displays: ['ready', 'not-there'] });
  expect(displays).toEqual([
    { place: '', level: 'good', condition: 'ready' },
    { place: '', level: 'fault', condition: 'not-there' },
  ]);
  expect(warning).toEqual({ about: 'display', kind: 'not-there' });
});
