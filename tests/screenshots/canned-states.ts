import '../../config/locales/staff-words.ts';
import { LANGUAGES, WORKING_LANGUAGES } from '../../config/languages.ts';
import type { NextAction, ShownResult } from '../../src-main/check-in/contract/check-in.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import {
  DEFAULT_ATTENTION,
  SCREENS,
  type Screen,
  type ShellScreen,
  ViewState,
} from '../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../src-main/session/rules/default-access.ts';
import { USUAL_SPEECH } from '../../src-main/speech/contract/speech-mode.ts';
import { otherOffices } from './canned-offices.ts';
import {
  CLOSED_SERVICES,
  choicesIn,
  groupsIn,
  type Language,
  LONG_SERVICES,
  PLACE,
  QUEUED_SERVICES,
  REASON,
  SERVICES,
  ticketIn,
} from './canned-services.ts';
import { TECHNICIAN_SCREENS } from './canned-technician.ts';
import { said } from './canned-words.ts';

const CALLABLE = { screen: 'help', phone: '010', desk: null, documents: { lists: 'several' } } as const;
const ONE_LIST = { lists: 'one', serviceId: ServiceId.parse('empadronament'), paper: null } as const;
export const FOLLOWED = 'HTTPS://EXEMPLE.CAT/T/A2B3C4D5E6F7G2H3J4K5L6M7N2';
const FIRST_LIST = {
  screen: 'services',
  visitType: 'walk-in',
  purpose: 'ticket',
  group: null,
  open: 'several',
} as const;

export function screensIn(language: Language): Readonly<Record<string, Screen>> {
  return {
    idle: { screen: 'idle', entries: ['walk-in', 'appointment'], openUntil: '15:00', scans: true },
    'idle-one-entry': { screen: 'idle', entries: ['walk-in'], openUntil: null, scans: false },
    'idle-word': {
      screen: 'idle',
      entries: ['walk-in', 'appointment'],
      openUntil: '15:00',
      scans: true,
      asksWord: true,
    },
    word: { screen: 'word', faces: ['awful', 'bad', 'fair', 'good', 'great'] },
    'word-thanks': { screen: 'word-thanks' },
    language: { screen: 'language' },
    access: { screen: 'access' },
    help: { ...CALLABLE, desk: said(DESK, language), call: null },
    documents: {
      screen: 'documents',
      choices: SERVICES.slice(1, 5).map(({ id, name, pictogram }, index) => ({
        serviceId: ServiceId.parse(id),
        name: said(name, language),
        pictogram,
        paper: index === 0 ? 'coming' : null,
      })),
    },
    'help-no-phone': { screen: 'help', phone: null, desk: null, call: null, documents: null },
    'help-one-list': { ...CALLABLE, documents: ONE_LIST, call: null },
    'help-offered': { ...CALLABLE, call: { state: 'offered' } },
    'help-asked': { ...CALLABLE, call: { state: 'asked', askedAt: '10:24' } },
    'help-heard': { ...CALLABLE, call: { state: 'heard', askedAt: '10:24', heardAt: '10:24' } },
    'help-coming': {
      ...CALLABLE,
      call: { state: 'coming', askedAt: '10:24', heardAt: '10:24', from: said(CLERK, language) },
    },
    'help-unanswered': { ...CALLABLE, desk: said(DESK, language), call: { state: 'unanswered', askedAt: '10:22' } },
    services: { ...FIRST_LIST, choices: choicesIn(SERVICES, language) },
    'services-appointment': {
      ...FIRST_LIST,
      visitType: 'appointment',
      purpose: 'check-in',
      choices: choicesIn(SERVICES.slice(1, 4), language),
    },
    'services-long': {
      ...FIRST_LIST,
      group: { groupId: 'territori', name: 'Territori i sostenibilitat' },
      choices: choicesIn(LONG_SERVICES, language),
    },
    'services-closed': { ...FIRST_LIST, open: 'one', choices: choicesIn(CLOSED_SERVICES, language) },
    'services-queue': { ...FIRST_LIST, choices: choicesIn(QUEUED_SERVICES, language) },
    'services-groups': { ...FIRST_LIST, choices: groupsIn(language) },
    printing: { screen: 'printing', ticket: ticketIn(language), place: null },
    'take-ticket': { screen: 'take-ticket', ticket: ticketIn(language), place: null, documents: null },
    'take-ticket-queue': {
      screen: 'take-ticket',
      ticket: { ...ticketIn(language), queue: { waiting: 3, minutes: { from: 10, to: 20 } } },
      place: null,
      documents: { paper: null },
    },
    'take-ticket-followed': {
      screen: 'take-ticket',
      ticket: { ...ticketIn(language), follow: FOLLOWED },
      place: null,
      documents: null,
    },
    'take-ticket-documents': {
      screen: 'take-ticket',
      ticket: ticketIn(language),
      place: null,
      documents: { paper: null },
    },
    'take-ticket-elsewhere': {
      screen: 'take-ticket',
      ticket: ticketIn(language),
      place: said(PLACE, language),
      documents: { paper: 'out' },
    },
    'take-ticket-appointment': {
      screen: 'take-ticket',
      ticket: ticketIn(language, 'A001', 'appointment'),
      place: null,
      documents: { paper: null },
    },
    'printer-trouble': {
      screen: 'printer-trouble',
      ticket: ticketIn(language),
      cause: 'paper-out',
      canPrintAgain: false,
    },
    'printer-trouble-followed': {
      screen: 'printer-trouble',
      ticket: { ...ticketIn(language), follow: FOLLOWED },
      cause: 'paper-out',
      canPrintAgain: false,
    },
    'printer-trouble-unsure': {
      screen: 'printer-trouble',
      ticket: ticketIn(language, 'AB147', 'appointment'),
      cause: 'no-answer',
      canPrintAgain: true,
    },
    closed: {
      screen: 'closed',
      reason: said(REASON, language),
      reopens: { date: '2026-12-01', time: '09:00' },
      elsewhere: { name: 'OAC Didó', address: 'Plaça Didó, 5', until: '15:00' },
      phone: '010',
    },
    'closed-tonight': {
      screen: 'closed',
      reason: null,
      reopens: { date: '2026-11-25', time: '08:30' },
      elsewhere: null,
      phone: '010',
    },
    'closed-nothing-known': { screen: 'closed', reason: null, reopens: null, elsewhere: null, phone: null },
    'closed-books': {
      screen: 'closed',
      reason: null,
      reopens: { date: '2026-11-25', time: '08:30' },
      elsewhere: null,
      phone: '010',
      books: true,
    },
    'services-books': {
      ...FIRST_LIST,
      open: 'one',
      books: true,
      choices: choicesIn(CLOSED_SERVICES, language),
    },
    ...bookingIn(language),
    night: { screen: 'night' },
    'out-of-service': { screen: 'out-of-service', cause: 'store-failed' },
    ...checkInIn(language),
    ...TECHNICIAN_SCREENS,
  };
}

export const ROOM = {
  ca: 'Despatx 2, primera planta',
  es: 'Despacho 2, primera planta',
  en: 'Room 2, first floor',
} as const;

const HOURS = ['2026-11-26T08:00', '2026-11-26T10:20', '2026-11-27T08:00', '2026-11-27T10:00', '2026-11-30T08:00'];

function bookingIn(language: Language): Readonly<Record<string, Screen>> {
  const service = said({ ca: 'Empadronament', es: 'Empadronamiento', en: 'Residence registration' }, language);
  const phone = '010';
  const at = { date: '2026-11-26', time: '10:20' };
  const none = { hours: [], wasGone: false, phone };
  const hours = HOURS.map((local) => ({
    start: `${local}:00Z`,
    at: { date: local.slice(0, 10), time: local.slice(11) },
  }));
  const booked = { screen: 'booked', service, at, locator: 'NE4NAF7Q', place: null } as const;
  return {
    'book-errand': {
      screen: 'book-errand',
      choices: choicesIn(SERVICES.slice(0, 4), language).flatMap((choice) =>
        choice.kind === 'service'
          ? [{ serviceId: choice.serviceId, name: choice.name, pictogram: choice.pictogram }]
          : [],
      ),
    },
    'book-hour-asking': { screen: 'book-hour', service, state: 'asking', ...none },
    'book-hour': { screen: 'book-hour', service, state: 'hours', hours, wasGone: true, phone },
    'book-hour-offline': { screen: 'book-hour', service, state: 'offline', ...none },
    'book-sure': { screen: 'book-sure', service, at, state: 'sure' },
    'book-sure-unknown': { screen: 'book-sure', service, at, state: 'unknown' },
    booked: { ...booked, paper: 'out', canPrintAgain: false },
    'booked-no-paper': { ...booked, paper: 'paper-out', canPrintAgain: true },
  };
}

function checkInIn(language: Language): Readonly<Record<string, Screen>> {
  const methods = {
    screen: 'check-in',
    methods: ['scan', 'locator', 'document', 'no-code'],
    scans: true,
  } satisfies Partial<Screen>;
  const arrived = (waitAt: string | null) => ticketIn(language, 'E014', 'appointment', { time: '10:40', waitAt });
  return {
    'check-in': { ...methods, fromHome: false },
    'check-in-from-home': { ...methods, fromHome: true },
    'check-in-reader-alone': { ...methods, methods: ['scan'], fromHome: false },
    'check-in-nothing': { screen: 'check-in', methods: [], scans: false, fromHome: false },
    'check-in-no-reader': { screen: 'check-in', methods: ['locator', 'no-code'], scans: false, fromHome: false },
    'locator-keypad': { screen: 'locator-keypad', notice: null, scans: true, fromHome: false },
    'locator-keypad-from-home': { screen: 'locator-keypad', notice: null, scans: true, fromHome: true },
    'document-keypad': { screen: 'document-keypad', kinds: ['dni', 'nie', 'passport', 'nif'], notice: null },
    'document-keypad-passport': { screen: 'document-keypad', kinds: ['passport'], notice: null },
    'document-keypad-dni': { screen: 'document-keypad', kinds: ['dni', 'nif'], notice: null },
    'appointment-hour': {
      screen: 'appointment-hour',
      serviceId: ServiceId.parse('empadronament'),
      service: ticketIn(language).service,
      hours: [
        '09:00',
        '09:20',
        '09:40',
        '10:00',
        '10:20',
        '10:40',
        '11:00',
        '11:20',
        '11:40',
        '12:00',
        '12:20',
        '12:40',
      ],
    },
    ...results(language),
    ...otherOffices(language),
    'arrived-printing': { screen: 'printing', ticket: arrived(null), place: null },
    arrived: { screen: 'take-ticket', ticket: arrived(null), place: null, documents: null },
    'arrived-specialist': {
      screen: 'take-ticket',
      ticket: arrived(said(ROOM, language)),
      place: null,
      documents: { paper: null },
    },
    'arrived-no-paper': {
      screen: 'printer-trouble',
      ticket: arrived(said(ROOM, language)),
      cause: 'paper-out',
      canPrintAgain: false,
    },
    'another-ticket': { screen: 'another-ticket', label: 'E014' },
    'another-ticket-elsewhere': { screen: 'another-ticket', label: null },
    'attendance-proof': {
      screen: 'attendance-proof',
      label: 'E014',
      from: '10:24',
      to: '11:05',
      paper: 'out',
      place: null,
    },
    'attendance-proof-no-paper': {
      screen: 'attendance-proof',
      label: 'A047',
      from: '10:24',
      to: '11:05',
      paper: 'paper-out',
      place: null,
    },
  };
}

function results(language: Language): Readonly<Record<string, Screen>> {
  type ResultScreen = Extract<Screen, { screen: 'check-in-result' }>;
  const later = { date: '2026-11-24', time: '12:40' };
  const earlier = { date: '2026-11-24', time: '09:40' };
  const shapes: Readonly<Record<ShownResult, Partial<ResultScreen> & { nextActions: NextAction[] }>> = {
    'too-early': { when: later, from: '12:10', nextActions: ['come-back', 'walk-in'] },
    'too-late': { when: earlier, nextActions: ['walk-in'], walkIn: 'ticket' },
    'wrong-day': { when: { date: '2026-12-01', time: '10:20' }, nextActions: ['come-back', 'walk-in'] },
    'wrong-office': {
      when: later,
      where: { name: 'OAC Districte 2', address: 'Carrer de Sant Damià, 200' },
      nextActions: ['other-office', 'walk-in'],
    },
    cancelled: { nextActions: ['desk', 'walk-in'] },
    'already-checked-in': { label: 'E014', nextActions: ['reprint', 'another-ticket'] },
    'not-found': { nextActions: ['try-again', 'desk', 'walk-in'] },
    closed: { when: earlier, nextActions: ['desk', 'walk-in'] },
    'unverified-offline': { nextActions: ['choose-service', 'walk-in'] },
    neutral: { nextActions: ['try-again', 'desk', 'walk-in'] },
    'ask-at-desk': { nextActions: ['desk', 'walk-in'], desk: said(DESK, language) },
    'code-unreadable': { nextActions: ['try-again', 'desk', 'walk-in'] },
    withdrawn: { nextActions: ['walk-in'] },
    'arrived-from-home': { label: 'A052', nextActions: ['reprint', 'another-ticket'] },
    'turn-over': { nextActions: ['walk-in'] },
  };
  const screen = (result: ShownResult, changes: Partial<ResultScreen> & { nextActions: NextAction[] }): Screen => ({
    screen: 'check-in-result',
    result,
    when: null,
    from: null,
    where: null,
    label: null,
    desk: null,
    walkIn: language === 'en' ? 'services' : 'ticket',
    ...changes,
  });
  const each = Object.entries(shapes) as [ShownResult, (typeof shapes)[ShownResult]][];
  return {
    ...Object.fromEntries(each.map(([result, changes]) => [`result-${result}`, screen(result, changes)])),
    'result-wrong-office-unknown': screen('wrong-office', { when: later, nextActions: ['other-office', 'walk-in'] }),
    'result-already-checked-in-elsewhere': screen('already-checked-in', { nextActions: ['desk', 'another-ticket'] }),
  };
}

const CLERK = { ca: 'Taula 2', es: 'Mesa 2', en: 'Desk 2' };
const DESK = {
  ca: 'A l’entrada, a mà esquerra',
  es: 'En la entrada, a la izquierda',
  en: 'At the entrance, on the left',
} as const;

const reopensOn = (view: Screen): string | null => (view.screen === 'closed' ? (view.reopens?.date ?? null) : null);

export const SESSION_ID = '0d7d3a0e-2f0b-4a52-8f2e-5b9f6f3a1c11';

export function stateOf(view: Screen, language: Language = 'ca', changes: Partial<ViewState> = {}): ViewState {
  return ViewState.parse({
    sessionId: SESSION_ID,
    stateNo: 1,
    language,
    languages: WORKING_LANGUAGES.some((one) => one === language) ? [...WORKING_LANGUAGES] : [...LANGUAGES],
    access: DEFAULT_ACCESS,
    attention: DEFAULT_ATTENTION,
    attentionAcknowledged: false,
    helpComing: view.screen === 'help' && view.call?.state === 'coming',
    office: { name: 'OAC Didó', city: 'Ajuntament de Terrassa' },
    localTime: '2026-11-24T10:24',
    knowsHour: true,
    warning: null,
    printerNotice: null,
    storeNotice: null,
    network: 'online',
    hours: {
      today: view.screen === 'closed' ? [] : [{ from: '09:00', to: '15:00' }],
      next: { date: reopensOn(view) ?? '2026-11-25', ranges: [{ from: '09:00', to: '14:30' }] },
    },
    canGoBack: SCREENS[view.screen].back !== null,
    canWithdraw: 'ticket' in view,
    givenUp: null,
    speech: { ...USUAL_SPEECH, says: false, aloud: false, synthesiser: 'none' },
    view,
    ...changes,
  });
}

export const SHELL_SCREENS: Readonly<Record<string, ShellScreen>> = {
  starting: { screen: 'starting' },
  'core-down': { screen: 'core-down', code: 'data-folder-in-use' },
};
