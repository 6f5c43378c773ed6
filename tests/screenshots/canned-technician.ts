import type { Screen } from '../../src-main/session/contract/view-state.ts';
import { DEVICES_VIEW, PAIRING_CODE, PRINTER_PROOF, TEST_CODE } from './canned-devices.ts';
import { FIRST_RUN_SCREENS } from './canned-first-run.ts';
import { OFFICE_SCREENS } from './canned-office.ts';
import { STAFF_SCREENS } from './canned-staff.ts';
import { TECHNICIAN_PAGES } from './technician-pages.ts';

const EMPTY_PIN = {
  screen: 'technician-pin',
  checking: false,
  notice: null,
  waitSeconds: null,
  codeWaitSeconds: null,
  namedWaitSeconds: null,
  takesPin: true,
  takesStaffCode: false,
  takesNamedCode: false,
  mayBeSkipped: false,
} as const;

const ALL_WELL = {
  screen: 'technician',
  isNamed: false,
  setsUp: true,
  slot: 2,
  closesInMinutes: 2,
  warning: null,
  dayInDoubt: null,
  printers: [
    {
      printer: 'main',
      level: 'good',
      condition: 'ready',
      papers: 112,
      since: { date: '2026-11-23', time: '09:58' },
    },
  ],
  scanner: { level: 'good', condition: 'ready' },
  displays: [],
  centre: {
    state: 'paired',
    url: 'https://torn.terrassa.example/',
    environment: 'production',
    trouble: null,
    keyPlace: 'tpm',
    appointmentsIn: 'disk',
    level: 'good',
    lastContact: { date: '2026-11-24', time: '10:23', agoSeconds: 43 },
  },
  numbers: { level: 'good', serviceDay: '2026-11-24', owns: { first: 400, last: 599 } },
  clock: { level: 'good', offsetMs: 40 },
  program: { version: '0.1.0', profileVersion: 17 },
  today: { tickets: 112, waitingPapers: 0, unsent: 1, deadLetters: 0 },
  lastEvents: [
    {
      no: 41,
      kind: 'paper-low',
      about: 'printer',
      level: 'attention',
      times: 1,
      at: { date: '2026-11-24', time: '09:58' },
    },
    {
      no: 38,
      kind: 'central-unreachable',
      about: 'centre',
      level: 'attention',
      times: 3,
      at: { date: '2026-11-23', time: '17:41' },
    },
  ],
  diagnostics: { stage: 'none', file: null },
} as const satisfies Screen;

const PAIRING = {
  screen: 'technician-pairing',
  slot: 2,
  closesInMinutes: 4,
  state: 'pairing',
  trouble: null,
  pairing: PAIRING_CODE,
} as const satisfies Screen;

const DEVICES = {
  screen: 'technician-devices',
  slot: 2,
  closesInMinutes: 4,
  ...DEVICES_VIEW,
} as const satisfies Screen;

/** Each screen serves for all languages, because names from the profile or the centre are not translated. */
export const TECHNICIAN_SCREENS: Readonly<Record<string, Screen>> = {
  'technician-pin-choose': { ...EMPTY_PIN, step: 'choose' },
  'technician-pin-easy': { ...EMPTY_PIN, step: 'choose', notice: 'easy' },
  'technician-pin-repeat': { ...EMPTY_PIN, step: 'repeat' },
  'technician-pin-wait': { ...EMPTY_PIN, step: 'enter', notice: 'wrong', waitSeconds: 90 },
  'technician-pin-either': { ...EMPTY_PIN, step: 'enter', notice: 'wrong', takesStaffCode: true },
  'technician-pin-any': { ...EMPTY_PIN, step: 'enter', notice: 'wrong', takesStaffCode: true, takesNamedCode: true },
  'technician-pin-named': { ...EMPTY_PIN, step: 'enter', notice: 'code-waits', takesPin: false, takesNamedCode: true },
  'technician-pin-closed': { ...EMPTY_PIN, step: 'enter', takesPin: false },
  technician: ALL_WELL,
  'technician-named': { ...ALL_WELL, isNamed: true },
  'technician-alone': {
    ...ALL_WELL,
    setsUp: false,
    closesInMinutes: 1,
    scanner: null,
    centre: {
      ...ALL_WELL.centre,
      state: 'none',
      url: null,
      environment: null,
      keyPlace: null,
      appointmentsIn: null,
      lastContact: null,
    },
    clock: { level: 'good', offsetMs: null },
    program: { version: '0.1.0', profileVersion: null },
    today: { tickets: 1, waitingPapers: 0, unsent: 0, deadLetters: 0 },
    lastEvents: [],
  },
  'technician-saved': { ...ALL_WELL, diagnostics: { stage: 'saved', file: 'torn-2-2026-11-24.jsonl' } },
  'technician-trouble': {
    ...ALL_WELL,
    warning: { about: 'printer', kind: 'paper-out' },
    printers: [
      {
        printer: 'main',
        level: 'fault',
        condition: 'paper-out',
        papers: 412,
        since: { date: '2026-11-18', time: '09:58' },
      },
      { printer: 'second', level: 'attention', condition: 'paper-low', papers: 300, since: null },
    ],
    scanner: { level: 'fault', condition: 'not-there' },
    displays: [{ place: 'Taula 3', level: 'fault', condition: 'not-there' }],
    centre: {
      ...ALL_WELL.centre,
      level: 'fault',
      trouble: 'central-unreachable',
      environment: 'demonstration',
      lastContact: { date: '2026-11-21', time: '09:41', agoSeconds: 261_800 },
    },
    numbers: { level: 'attention', serviceDay: '2026-11-24', owns: { first: 400, last: 599 } },
    clock: { level: 'attention', offsetMs: -92_040 },
    today: { tickets: 112, waitingPapers: 3, unsent: 1_029, deadLetters: 2 },
  },
  'technician-unpaired': {
    ...ALL_WELL,
    slot: null,
    warning: { about: 'kiosk', kind: 'no-slot' },
    centre: {
      ...ALL_WELL.centre,
      state: 'unpaired',
      level: 'attention',
      environment: null,
      keyPlace: null,
      appointmentsIn: null,
      lastContact: null,
    },
    numbers: { level: 'fault', serviceDay: '2026-11-24', owns: null },
    clock: { level: 'good', offsetMs: null },
    program: { version: '0.1.0', profileVersion: null },
    today: { tickets: 0, waitingPapers: 0, unsent: 0, deadLetters: 0 },
  },
  'technician-day': { ...ALL_WELL, dayInDoubt: { believed: '2026-11-24', clock: '1970-01-01' } },
  'technician-day-unset': { ...ALL_WELL, dayInDoubt: { believed: '1970-01-01', clock: '1970-01-01' } },
  'technician-devices': DEVICES,
  'technician-devices-none': { ...DEVICES, found: [], isSearching: true },
  'technician-devices-address': { ...DEVICES, asked: { address: '192.0.2.400', came: 'not-an-address' } },
  'technician-proof': { ...DEVICES, proof: PRINTER_PROOF },
  'technician-proof-wrong': { ...DEVICES, proof: { ...PRINTER_PROOF, question: 'what-is-wrong' } },
  'technician-proof-done': { ...DEVICES, proof: { ...PRINTER_PROOF, stage: 'proven', question: null } },
  'technician-proof-silent': { ...DEVICES, proof: { ...PRINTER_PROOF, stage: 'silent', question: null, model: null } },
  'technician-proof-scanner': {
    ...DEVICES,
    proof: { of: 'scanner', proofNo: 2, device: 'Honeywell 3330g', stage: 'waiting', code: TEST_CODE },
  },
  'technician-pairing': PAIRING,
  'technician-pairing-asking': { ...PAIRING, pairing: null },
  'technician-pairing-unheard': { ...PAIRING, trouble: 'central-unreachable' },
  'technician-pairing-done': { ...PAIRING, state: 'paired', pairing: null },
  'technician-pairing-failed': { ...PAIRING, state: 'unpaired', trouble: 'pairing-test-build', pairing: null },
  ...FIRST_RUN_SCREENS,
  ...OFFICE_SCREENS,
  ...TECHNICIAN_PAGES,
  ...STAFF_SCREENS,
};
