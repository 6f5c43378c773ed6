import { UNKNOWN_QUEUES } from '../../src-main/calling/steps/without-hub.ts';
import { NO_WORD } from '../../src-main/calling/steps/word-after.ts';
import type { HeldAppointments, Identification } from '../../src-main/check-in/ports/appointments.ts';
import type { KioskParts } from '../../src-main/session/steps/kiosk-context.ts';
import { NO_LINE } from '../../src-main/tickets/steps/number-asking.ts';
import { noDevices } from './no-devices.ts';
import { noInstallation, noPredecessor } from './no-installation.ts';
import { noHub, noNotes, noOwnOffice, noTravel } from './no-own-office.ts';

const NOTHING_HELD: HeldAppointments = {
  appointments: [],
  days: [],
  ageMs: null,
  keys: [],
  documentKeys: [],
  tokenKeys: [],
  formats: [],
  offices: [],
};

const READS_NOTHING: Identification = {
  hashes: () => [],
  documentHashes: () => [],
  readToken: () => ({ ok: false, error: { kind: 'no-token' } }),
  readSignedCode: () => ({ ok: false, error: { kind: 'no-signed-code' } }),
};

/** The kiosk's parts for an office without appointments, scanner, speech, pauses and queue. */
export const withoutAppointments = {
  deskAlarms: { alarms: () => ({ ok: true, value: [] }), endAlarm: () => ({ ok: true, value: null }) },
  appointments: {
    held: () => NOTHING_HELD,
    ticketOf: () => ({ ok: true, value: null }),
    endDay: () => ({ ok: true, value: null }),
    overTo: () => '',
  },
  identification: READS_NOTHING,
  guesses: {
    failures: () => ({ ok: true, value: 0 }),
    keepFailures: () => ({ ok: true, value: null }),
    isFirstShown: () => ({ ok: true, value: true }),
  },
  scanner: () => null,
  devices: noDevices,
  installation: noInstallation,
  predecessor: noPredecessor,
  ownOffice: noOwnOffice,
  travel: noTravel,
  notes: noNotes,
  hub: noHub,
  line: NO_LINE,
  resumes: null,
  resumesAs: null,
  codeRules: { matches: () => Promise.resolve(false), nowMs: () => 0 },
  readTyped: null,
  queueStates: UNKNOWN_QUEUES,
  word: NO_WORD,
  speech: {
    say: () => ({ ok: false, error: { kind: 'no-speech' } }),
    hush: () => undefined,
    state: () => 'none',
    fault: () => null,
  },
  machine: {
    care: {
      finding: 'store-clean',
      comparedAtMs: 0,
      backupAtMs: () => null,
      usedBytes: () => 0,
      freeBytes: () => null,
      leastFreeBytes: 0,
      trouble: () => null,
    },
    deadLetters: () => ({ ok: true, value: [] }),
    recentEvents: () => [],
    programs: { node: '24.0.0', electron: null, sqlite: '3.0.0', notices: () => [] },
    selfTest: { last: () => null, isRunning: () => false, run: () => undefined, onChange: () => undefined },
    networks: {
      state: () => ({ manager: 'absent', work: 'none', cards: [], found: [] }),
      find: () => false,
      setAddress: () => false,
      join: () => false,
      onChange: () => undefined,
    },
    diagnostics: {
      state: () => ({ stage: 'none', file: null }),
      save: () => undefined,
      text: () => '',
      forget: () => undefined,
      onChange: () => undefined,
    },
    canTurn: false,
    turn: () => false,
    touch: {
      canBeCalibrated: false,
      state: () => ({ stage: 'none', endsInSeconds: 0 }),
      tried: () => null,
      calibrate: () => false,
      confirm: () => undefined,
      look: () => undefined,
    },
    clock: {
      nowMs: () => 0,
      isPlausible: () => true,
      canBeSet: false,
      set: () => false,
      setting: () => null,
      look: () => undefined,
    },
  },
  served: {
    note: () => ({ ok: true, value: null }),
    undo: () => ({ ok: true, value: false }),
    mayUndo: () => false,
    count: () => ({ ok: true, value: 0 }),
  },
  pauses: { all: () => [], pause: () => ({ ok: true, value: null }), resume: () => ({ ok: true, value: null }) },
  orders: {
    waiting: () => [],
    begun: () => [],
    begin: () => ({ ok: true, value: false }),
    end: () => ({ ok: true, value: null }),
  },
  restart: () => undefined,
  newAttendanceCode: () => 'NE4NAF7Q29KT',
} satisfies Partial<KioskParts>;
