import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { ServiceId, TicketId } from '../../src-main/contract/shared/ids.ts';

const MINUTE_MS = 60_000;

const SERVICES = {
  empadronament: { ca: 'Empadronament', es: 'Empadronamiento', en: 'Registration of residents' },
  registre: { ca: 'Registre i tràmits', es: 'Registro y trámites', en: 'Registry and paperwork' },
  idcat: { ca: 'idCAT Mòbil', es: 'idCAT Mòbil', en: 'idCAT Mòbil' },
  impostos: { ca: 'Impostos i taxes municipals', es: 'Impuestos y tasas', en: 'Taxes' },
  altres: { ca: 'Informació i altres gestions', es: 'Información y otras gestiones', en: 'Information' },
} as const;
type ServiceName = keyof typeof SERVICES;

let made = 0;
function newId(): string {
  made += 1;
  return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
}

function deskTicket(number: string, serviceId: ServiceName, over: Partial<DeskView['next'][number]> = {}) {
  return {
    ticketId: TicketId.parse(newId()),
    number,
    serviceId: ServiceId.parse(serviceId),
    language: 'ca' as const,
    class: 'walk-in' as const,
    appointmentMs: null,
    preferential: false,
    comeAndFetch: false,
    isSilent: false,
    isOwn: false,
    handed: null,
    sinceMs: Date.now() - 9 * MINUTE_MS,
    ...over,
  };
}

export function heldBy(state: 'called' | 'serving', over: Partial<DeskView['holds'][number]> = {}) {
  const nowMs = Date.now();
  return {
    ...deskTicket('A047', 'empadronament', { sinceMs: nowMs - 18 * MINUTE_MS }),
    state,
    times: 1,
    stateAtMs: nowMs - 372_000,
    calledAtMs: nowMs - 7 * MINUTE_MS,
    usualVisitMs: null,
    errands: 1,
    ...over,
  };
}

export const helpAt = (over: Partial<DeskView['help'][number]> = {}): DeskView['help'][number] => ({
  helpId: newId(),
  slot: 1,
  language: 'ar',
  askedAtMs: Date.now() - 40_000,
  isLeft: false,
  isOver: false,
  coming: null,
  ...over,
});

const parkedAt = (number: string, over: Partial<DeskView['parked'][number]> = {}): DeskView['parked'][number] => ({
  ...deskTicket(number, 'registre'),
  atMs: Date.now() - 11 * MINUTE_MS,
  desk: { ca: 'Taulell 2' },
  isParked: true,
  isOfOther: false,
  ...over,
});

/** An open alarm of another desk, which no page has shown yet. */
export const alarmAt = (over: Partial<DeskView['alarms'][number]> = {}): DeskView['alarms'][number] => ({
  alarmId: newId(),
  desk: { ca: 'Taulell 3' },
  isOwn: false,
  atMs: Date.now() - MINUTE_MS,
  seenBy: [],
  isWithStaff: false,
  end: null,
  ...over,
});

export function deskView(over: Partial<DeskView> = {}): DeskView {
  const nowMs = Date.now();
  const waits = (serviceId: ServiceName, count: number, minutes: number | null): DeskView['waiting'][number] => ({
    serviceId: ServiceId.parse(serviceId),
    name: SERVICES[serviceId],
    count,
    coming: 0,
    comer: null,
    isAllowed: true,
    isServed: true,
    oldestAtMs: minutes === null ? null : nowMs - minutes * MINUTE_MS,
  });
  return {
    officeName: 'OAC Didó',
    deskId: 'taula-3',
    deskName: { ca: 'Taulell 3' },
    asOfMs: nowMs,
    staleAfterS: 12,
    holds: [],
    waiting: [
      waits('empadronament', 4, 9),
      waits('registre', 3, 14),
      waits('idcat', 2, 6),
      waits('impostos', 0, null),
      waits('altres', 0, null),
    ],
    next: [
      deskTicket('A049', 'registre', { sinceMs: nowMs - 14 * MINUTE_MS }),
      deskTicket('E014', 'idcat', { appointmentMs: nowMs + 6 * MINUTE_MS, comeAndFetch: true }),
      deskTicket('A050', 'empadronament', { language: 'ro' }),
      deskTicket('A051', 'empadronament'),
    ],
    noShows: [{ ticketId: TicketId.parse(newId()), number: 'A043', atMs: nowMs - 16 * MINUTE_MS }],
    servedToday: 17,
    lost: [],
    pause: null,
    undo: null,
    isCertificateNew: false,
    kiosks: [],
    dayInDoubt: null,
    desks: [{ deskId: 'taula-1', name: { ca: 'Taulell 1' }, isPaused: false, untilMs: null }],
    help: [],
    parked: [],
    alarms: [],
    ...over,
  };
}

const FETCHED = { preferential: true, comeAndFetch: true, language: 'ar' as const };
const LONG = {
  ...FETCHED,
  isSilent: true,
  isOwn: true,
  handed: { of: 'desk' as const, note: 'papers-missing' as const, word: null },
};
const UNDO = {
  orderId: '00000000-0000-4000-8000-00000000ffff',
  kind: 'call',
  number: 'A047',
  untilMs: Date.now() + 60_000,
};

export const DESK_STATES: Readonly<Record<string, Partial<DeskView>>> = {
  idle: {},
  empty: { next: [], noShows: [], waiting: deskView().waiting.map((one) => ({ ...one, count: 0, oldestAtMs: null })) },
  called: { holds: [heldBy('called', FETCHED)], undo: UNDO },
  serving: { holds: [heldBy('serving', { ...FETCHED, usualVisitMs: 540_000 })] },
  'comes back': { holds: [heldBy('serving', { ...FETCHED, usualVisitMs: 540_000 })], comesBack: true },
  unknown: { holds: [heldBy('serving', FETCHED)] },
  'pauses after': {
    holds: [heldBy('serving', { ...FETCHED, usualVisitMs: 540_000 })],
    pause: { reason: 'break', sinceMs: Date.now() - 60_000, isAfterVisit: true, untilMs: null },
  },
  help: { holds: [heldBy('serving', FETCHED)], help: [helpAt(), helpAt({ slot: 2 })] },
  going: { help: [helpAt({ coming: { desk: { ca: 'Taulell 3' }, isOwn: true } })] },
  paused: { pause: { reason: 'break', sinceMs: Date.now() - 60_000, isAfterVisit: false, untilMs: null } },
  'paused until': {
    pause: { reason: 'break', sinceMs: Date.now() - 60_000, isAfterVisit: false, untilMs: Date.now() + 600_000 },
  },
  parked: {
    holds: [heldBy('serving', { handed: { of: 'desk', note: 'papers-checked', word: 'ja té el volant' }, errands: 2 })],
    parked: [parkedAt('A031'), parkedAt('B007', { isOfOther: true })],
  },
  'own alarm': { holds: [heldBy('serving', FETCHED)], alarms: [alarmAt({ isOwn: true })] },
  alarm: { help: [helpAt()], alarms: [alarmAt({ seenBy: [{ ca: 'Taulell 2' }], isWithStaff: true }), alarmAt()] },
  'ended alarm': { alarms: [alarmAt({ end: { by: { ca: 'Taulell 2' }, atMs: Date.now() } })] },
  much: {
    parked: Array.from({ length: 9 }, (_, no) => parkedAt(`P${100 + no}`, { isOfOther: true, isParked: no % 2 > 0 })),
    alarms: [alarmAt({ seenBy: [{ ca: 'Taulell 1' }, { ca: 'Taulell 2' }, { ca: 'Taulell 4' }], isWithStaff: true })],
    holds: [heldBy('serving', { ...LONG, number: 'AB9113' })],
    next: Array.from({ length: 30 }, (_, no) => deskTicket(`A${100 + no}`, 'altres', LONG)),
    noShows: Array.from({ length: 12 }, (_, no) => ({ ...deskTicket(`B${100 + no}`, 'altres'), atMs: Date.now() })),
    lost: [{ id: 'lost', number: 'A012', isOwn: true, other: { ca: 'Taulell 1' } }],
    dayInDoubt: { believed: '2026-11-25', clock: '2026-11-24' },
    help: [helpAt({ isLeft: true })],
  },
};
