import type { EventKind } from '../../src-main/session/contract/event-catalogue.ts';
import { EVENT_CATALOGUE } from '../../src-main/session/contract/event-catalogue.ts';
import type { Screen } from '../../src-main/session/contract/view-state.ts';
import { faultOf } from '../../src-main/technician/view/technician-pages.ts';
import { NETWORKS } from './canned-first-run.ts';

const edges = { slot: 2, closesInMinutes: 2 } as const;
const at = (time: string) => ({ date: '2026-11-24', time });

const DATA = {
  screen: 'technician-data',
  ...edges,
  copies: { level: 'good', finding: 'store-clean', compared: at('07:31') },
  backup: { level: 'good', made: at('07:32') },
  disk: { level: 'good', usedBytes: 148_200_000, freeBytes: 31_400_000_000 },
} as const satisfies Screen;

const NETWORK = {
  screen: 'technician-network',
  ...edges,
  state: 'paired',
  url: 'https://torn.terrassa.example/',
  seen: true,
  unsent: 0,
  deadLetters: 0,
  trouble: null,
  lastContact: { ...at('10:23'), agoSeconds: 12 },
  networks: NETWORKS,
  letters: [],
} as const satisfies Screen;

const LOGGED: readonly (readonly [EventKind, string, 'good' | 'attention' | 'fault', number])[] = [
  ['ticket-issued', '10:21', 'good', 4],
  ['paper-low', '09:58', 'attention', 1],
  ['central-unreachable', '09:41', 'fault', 12],
  ['backup-made', '07:32', 'good', 1],
  ['store-clean', '07:31', 'good', 1],
  ['core-started', '07:31', 'good', 1],
  ['core-stopped', '07:30', 'good', 1],
];

const LOG = {
  screen: 'technician-log',
  ...edges,
  events: LOGGED.map(([kind, time, level, times], place) => ({
    no: 90 - place,
    kind,
    level,
    times,
    at: at(time),
    about: EVENT_CATALOGUE[kind].about,
  })),
} satisfies Screen;

const ABOUT = {
  screen: 'technician-about',
  ...edges,
  version: '0.1.0',
  profileVersion: 17,
  node: '24.18.0',
  electron: '43.1.1',
  sqlite: '3.53.4',
  notices: [
    { name: '@fontsource-variable/atkinson-hyperlegible-next 5.3.0', licence: 'OFL-1.1' },
    { name: 'better-sqlite3 13.0.1', licence: 'MIT' },
    { name: 'preact 11.0.0', licence: 'MIT' },
  ],
} as const satisfies Screen;

const TEST = {
  screen: 'technician-test',
  ...edges,
  isRunning: false,
  tested: at('10:22'),
  rows: [
    { part: 'disk', level: 'good', says: 'good' },
    { part: 'copies', level: 'good', says: 'good' },
    { part: 'printer', level: 'good', says: 'good' },
    { part: 'scanner', level: 'good', says: 'no-scanner' },
    { part: 'network', level: 'good', says: 'good' },
    { part: 'clock', level: 'good', says: 'good' },
    { part: 'sound', level: 'good', says: 'good' },
    { part: 'start', level: 'good', says: 'good' },
  ],
  diagnostics: { stage: 'none', file: null },
} as const satisfies Screen;

const faultPage = (kind: EventKind): Screen => ({ screen: 'technician-fault', ...edges, ...faultOf(kind) });

const ACCESS = {
  screen: 'technician-access',
  ...edges,
  staffCode: 'none',
  stage: 'none',
  hub: null,
} as const satisfies Screen;

const PAIRING = {
  screen: 'technician-pairing',
  slot: 2,
  closesInMinutes: 2,
  state: 'pairing',
  trouble: null,
  pairing: {
    code: 'K4TX9RWM',
    fingerprint: '7QX2M0ZK4T9RWCE5HJ8N3YVBP',
    command: 'torn-central confirm --url https://torn.terrassa.example --city terrassa --code K4TX9RWM',
    endsInSeconds: 580,
    replaces: false,
  },
} as const satisfies Screen;

/** Each page behind the PIN except the status page, with and without faults. */
export const TECHNICIAN_PAGES: Readonly<Record<string, Screen>> = {
  'technician-pairing': PAIRING,
  'technician-pairing-asking': { ...PAIRING, pairing: null },
  'technician-pairing-done': { ...PAIRING, state: 'paired', pairing: null },
  'technician-pairing-failed': { ...PAIRING, state: 'unpaired', trouble: 'pairing-test-build', pairing: null },
  'technician-data': DATA,
  'technician-data-trouble': {
    ...DATA,
    copies: { ...DATA.copies, level: 'attention', finding: 'database-restored' },
    backup: { level: 'attention', made: { date: '2026-11-12', time: '07:32' } },
    disk: { level: 'attention', usedBytes: 148_200_000, freeBytes: 612_000_000 },
  },
  'technician-network': NETWORK,
  'technician-network-dead': {
    ...NETWORK,
    unsent: 1_029,
    deadLetters: 2,
    trouble: 'central-unreachable',
    seen: false,
    lastContact: { date: '2026-11-21', time: '09:41', agoSeconds: 261_800 },
    letters: [
      { ord: 812, type: 'ticket-issued', problem: 'malformed-request', since: at('09:12'), days: 0 },
      {
        ord: 904,
        type: 'other',
        problem: 'unreadable-at-the-kiosk',
        since: { date: '2026-11-21', time: '09:40' },
        days: 3,
      },
    ],
  },
  'technician-network-alone': { ...NETWORK, state: 'none', url: null, lastContact: null },
  'technician-log': LOG,
  'technician-log-empty': { ...LOG, events: [] },
  'technician-about': ABOUT,
  'technician-fault-paper': faultPage('paper-out'),
  'technician-fault-cutter': faultPage('cutter-error'),
  'technician-fault-centre': faultPage('central-unreachable'),
  'technician-fault-none': faultPage('ticket-issued'),
  'technician-access': ACCESS,
  'technician-access-set': { ...ACCESS, staffCode: 'set', stage: 'kept' },
  'technician-access-desks': {
    ...ACCESS,
    hub: {
      address: 'https://torn-oac.local:8443/',
      waiting: [
        { code: '483920', role: 'desk' },
        { code: '120457', role: 'hall' },
      ],
      desks: [
        { deskId: 'taula-1', name: 'Taula 1', identityId: '00000000-0000-4000-8000-000000000001' },
        { deskId: 'taula-2', name: 'Taula 2', identityId: null },
      ],
      halls: ['00000000-0000-4000-8000-000000000002'],
      check: '402918830017',
      kiosks: [
        { address: 'https://192.168.1.22:8443/', state: 'not-confirmed', check: '771203345528', isPaired: false },
        { address: 'https://192.168.1.23:8443/', state: 'silent', check: null, isPaired: false },
      ],
    },
  },
  'technician-access-not-allowed': { ...ACCESS, staffCode: 'not-allowed' },
  'technician-test': TEST,
  'technician-test-trouble': {
    ...TEST,
    rows: [
      { part: 'disk', level: 'attention', says: 'disk-low' },
      { part: 'copies', level: 'good', says: 'good' },
      { part: 'printer', level: 'fault', says: 'paper-out' },
      { part: 'scanner', level: 'fault', says: 'scanner-not-there' },
      { part: 'network', level: 'fault', says: 'central-unreachable' },
      { part: 'clock', level: 'good', says: 'no-other-clock' },
      { part: 'sound', level: 'attention', says: 'speech-not-there' },
      { part: 'start', level: 'attention', says: 'boot-menu-open' },
    ],
    diagnostics: { stage: 'other-file-system', file: null },
  },
  'technician-test-saved': {
    ...TEST,
    isRunning: true,
    diagnostics: { stage: 'saved', file: 'torn-ajuntament-2-20261124T102200.jsonl' },
  },
};
