import { ServiceId, TicketId } from '../../src-main/contract/shared/ids.ts';
import type { Screen } from '../../src-main/session/contract/view-state.ts';
import { faultOf } from '../../src-main/technician/view/technician-pages.ts';

const edges = { slot: 2, closesInMinutes: 2, said: null, undo: null } as const;
const at = (time: string) => ({ date: '2026-11-24', time });

const waiting = (serviceId: string, name: string, count: number, oldestMinutes: number | null) => ({
  serviceId: ServiceId.parse(serviceId),
  name,
  waiting: count,
  oldestMinutes,
  closed: null,
});

const REGISTER = waiting('empadronament', 'Empadronament', 7, 42);
const STAFF = {
  screen: 'staff',
  ...edges,
  isNamed: false,
  printers: [{ printer: 'main', level: 'good', condition: 'ready', papers: 112, since: at('09:58') }],
  services: [
    REGISTER,
    waiting('impostos', 'Impostos i taxes municipals', 1, 3),
    waiting('registre', 'Registre i instàncies', 0, null),
    waiting('idcat', 'idCAT Mòbil', 12, 65),
    waiting('altres', 'Informació i altres gestions', 0, null),
  ],
  help: [],
  alarms: [],
  clashes: [],
  dayInDoubt: null,
  unprinted: 0,
} as const satisfies Screen;

const SERVICE = {
  screen: 'staff-service',
  ...edges,
  service: REGISTER,
  isPaused: false,
  reasons: ['staff', 'meeting', 'breakdown', 'emergency', 'full', 'paused'],
  ends: [at('10:40'), at('10:55'), at('11:25'), at('12:25')],
  series: 'A',
  strip: { first: 900, last: 999, wasPrinted: false },
} satisfies Screen;

const row = (no: number, label: string, print: 'printed' | 'not-sent' | 'unknown') => ({
  ticketId: TicketId.parse(`00000000-0000-4000-8000-${String(no).padStart(12, '0')}`),
  label,
  series: label.slice(0, 1),
  number: Number(label.slice(1)),
  service: 'Empadronament',
  at: at('10:02'),
  state: 'counts' as const,
  print,
});

const NUMBER = { screen: 'staff-number', ...edges, typed: null, found: [] } as const satisfies Screen;
const SERVED = { screen: 'staff-served', ...edges, series: 'A', typed: null, found: null } as const satisfies Screen;
const MARK = '00000000-0000-4000-8000-0000000000a1';
const UNPRINTED = { screen: 'staff-unprinted', ...edges, left: [] } as const satisfies Screen;

export const STAFF_SCREENS: Readonly<Record<string, Screen>> = {
  'staff-view': STAFF,
  'staff-view-named': { ...STAFF, isNamed: true },
  'staff-view-trouble': {
    ...STAFF,
    said: { action: 'staff-print-list', result: 'done' },
    printers: [{ printer: 'main', level: 'fault', condition: 'paper-out', papers: 412, since: at('09:58') }],
    services: STAFF.services.map((service, index) =>
      index === 1 ? { ...service, closed: { reason: 'meeting' as const, note: null, until: at('11:25') } } : service,
    ),
    unprinted: 3,
    help: [
      { helpId: MARK, slot: 1, language: 'ar', at: at('10:23'), isLeft: false, isComing: false },
      { helpId: MARK, slot: 2, language: 'ca', at: at('10:20'), isLeft: true, isComing: true },
    ],
    alarms: [{ alarmId: MARK, desk: 'Taulell 3', at: at('10:22'), isOver: false }],
  },
  'staff-view-day': { ...STAFF, dayInDoubt: { believed: '2026-11-25', clock: '2026-11-24' } },
  'staff-view-fault': { screen: 'staff-fault', ...edges, ...faultOf('cover-open') },
  'staff-view-service': SERVICE,
  'staff-view-paused': {
    ...SERVICE,
    said: { action: 'staff-pause-service', result: 'done' },
    service: { ...REGISTER, closed: { reason: 'staff', note: null, until: null } },
    isPaused: true,
    strip: { ...SERVICE.strip, wasPrinted: true },
  },
  'staff-view-pad': NUMBER,
  'staff-view-found': {
    ...NUMBER,
    typed: 12,
    found: [
      row(1, 'A012', 'printed'),
      { ...row(2, 'D012', 'printed'), state: 'withdrawn' },
      { ...row(5, 'E012', 'printed'), state: 'served' },
    ],
  },
  'staff-view-refused': {
    ...NUMBER,
    said: { action: 'staff-reprint', result: 'paper-under-way' },
    typed: 1_200,
  },
  'staff-view-served': SERVED,
  'staff-view-served-found': { ...SERVED, typed: 57, found: { label: 'A057', waiting: 12 } },
  'staff-view-served-none': { ...SERVED, typed: 412 },
  'staff-view-served-done': {
    ...SERVED,
    said: { action: 'staff-note-served', result: 'done', markId: MARK },
    undo: MARK,
    typed: 57,
    found: { label: 'A057', waiting: 0 },
  },
  'staff-view-unprinted': { ...UNPRINTED, left: [row(3, 'A013', 'not-sent'), row(4, 'A014', 'unknown')] },
  'staff-view-all-printed': UNPRINTED,
};
