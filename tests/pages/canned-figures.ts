import type { Answer } from '../../src-central/pages/client.ts';
import type { Group, Spread } from '../../src-main/contract/centre/day-figures.ts';
import { KioskId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { CannedPage } from './canned-page.ts';

const DIDO = OfficeId.parse('oac-dido');
const [FIRST, SECOND] = [1, 2].map((no) => KioskId.parse(`0197f5a0-3c1e-7c4b-9a55-${String(no).padStart(12, '0')}`));
const spread = (people: number, half: number, nineOfTen: number, worst = nineOfTen + 6): Spread => ({
  people,
  half,
  nineOfTen,
  worst,
});
const group = (arrivals: number, wait: Spread | null, more: Partial<Group> = {}): Group => ({
  arrivals,
  served: arrivals,
  noShow: 0,
  left: 0,
  withdrawn: 0,
  voided: 0,
  open: 0,
  paperFailed: 0,
  wait,
  attention: arrivals === 0 ? null : spread(arrivals, 9, 17, 31),
  ...more,
});
const HOURS: readonly (readonly [arrivals: number, usual: number, half: number, nine: number])[] = [
  [14, 15, 4, 9],
  [31, 30, 8, 17],
  [42, 36, 11, 26],
  [48, 34, 19, 38],
  [39, 32, 18, 36],
  [26, 26, 10, 20],
  [14, 15, 5, 11],
];
const TOTAL = group(214, spread(203, 12, 33, 51), { noShow: 11, left: 2, withdrawn: 4, served: 197, paperFailed: 3 });
const SERVICES = [
  ['empadronament', { ca: 'Empadronament', es: 'Empadronamiento', en: 'Registration of residence' }, 78, 14, 40, 5],
  ['registre', { ca: 'Registre i tràmits', es: 'Registro y trámites', en: 'Registry' }, 61, 13, 37, 3],
  ['idcat', { ca: 'idCAT Mòbil', es: 'idCAT Móvil', en: 'idCAT Mòbil' }, 34, 8, 21, 3],
  ['tributs', { ca: 'Impostos i taxes', es: 'Impuestos y tasas', en: 'Taxes' }, 29, 10, 26, 0],
] as const;
const APPOINTMENTS = {
  givenMinutes: 720,
  booked: 34,
  bookedMinutes: 560,
  came: 31,
  missed: 3,
  onTime: 28,
  usedMinutes: 433,
  errands: 40,
};
const DAY: Answer<'readDayFigures'> = {
  at: '2026-11-24T09:24:07.000Z',
  officeId: DIDO,
  name: 'OAC Didó',
  day: '2026-11-23',
  today: '2026-11-24',
  services: SERVICES.map(([id, name]) => ({ serviceId: ServiceId.parse(id), name })),
  kiosks: [
    { kioskId: FIRST ?? KioskId.parse(''), name: 'quiosc 1' },
    { kioskId: SECOND ?? KioskId.parse(''), name: 'quiosc 2' },
  ],
  figures: {
    total: TOTAL,
    hours: HOURS.map(([arrivals, , half, nine], index) => ({
      ...group(arrivals, spread(arrivals, half, nine)),
      hour: 8 + index,
      desks: index === 0 ? 3 : 4,
    })),
    services: SERVICES.map(([id, , people, half, nine, noShow]) => ({
      ...group(people, spread(people, half, nine), { noShow }),
      serviceId: ServiceId.parse(id),
    })),
    classes: [
      { class: 'walk-in', ...group(176, spread(168, 14, 36)) },
      { class: 'appointment', ...group(31, spread(29, 3, 9)) },
      { class: 'preferential', ...group(7, spread(6, 5, 8)) },
    ],
    cells: [
      { serviceId: ServiceId.parse('empadronament'), class: 'walk-in', hour: 11, ...group(18, spread(18, 20, 41)) },
    ],
    appointments: APPOINTMENTS,
    kiosks: [
      { kioskId: FIRST ?? KioskId.parse(''), unprinted: 0, faults: 0, apart: 0 },
      { kioskId: SECOND ?? KioskId.parse(''), unprinted: 43, faults: 1, apart: 12 },
    ],
    waiting: null,
  },
  usual: {
    days: 8,
    arrivals: 188,
    waitHalf: 10,
    waitNineOfTen: 27,
    attentionHalf: 9,
    noShow: 8,
    gaveUp: 5,
    hours: HOURS.map(([, arrivals], index) => ({ hour: 8 + index, arrivals })),
  },
  days: Array.from({ length: 28 }, (_, index) => {
    const date = new Date(Date.parse('2026-10-27T12:00:00Z') + index * 86_400_000);
    const arrivals = date.getUTCDay() % 6 === 0 ? 0 : 150 + ((index * 37) % 70);
    return {
      day: date.toISOString().slice(0, 10),
      arrivals,
      waitHalf: 9,
      waitNineOfTen: 20 + (index % 14),
      noShow: index % 9,
      gaveUp: index % 5,
      unprinted: 0,
      apart: 0,
    };
  }),
};
const TODAY: Answer<'readDayFigures'> = {
  ...DAY,
  day: DAY.today,
  figures: {
    ...DAY.figures,
    total: group(87, spread(70, 11, 24)),
    hours: DAY.figures.hours.slice(0, 3),
    waiting: [
      { serviceId: ServiceId.parse('registre'), people: 6, since: '2026-11-24T08:46:00.000Z' },
      { serviceId: ServiceId.parse('of-old'), people: 3, since: '2026-11-24T09:11:00.000Z' },
    ],
  },
};
const NOTHING: Answer<'readDayFigures'> = {
  ...TODAY,
  usual: null,
  days: [],
  figures: {
    total: group(0, null),
    hours: [],
    services: [],
    classes: [],
    cells: [],
    kiosks: [],
    waiting: null,
    appointments: { ...APPOINTMENTS, givenMinutes: null, booked: 0, bookedMinutes: 0, came: 0, missed: 0 },
  },
};
type Row = Answer<'listDayFigures'>['offices'][number];
const office = (id: string, name: string, more: Partial<Row>): Row => ({
  officeId: OfficeId.parse(id),
  name,
  total: group(96, spread(90, 9, 22)),
  usual: null,
  worstHour: null,
  desks: 3,
  unprinted: 0,
  apart: 0,
  waiting: null,
  appointments: {
    ...APPOINTMENTS,
    givenMinutes: null,
    booked: 0,
    bookedMinutes: 0,
    came: 0,
    missed: 0,
    usedMinutes: 0,
  },
  ...more,
});
const CITY: Answer<'listDayFigures'> = {
  at: '2026-11-24T09:24:07.000Z',
  day: '2026-11-24',
  offices: [
    office('biblioteca-central', 'Biblioteca Central', {
      total: group(12, spread(12, 2, 4)),
      waiting: { people: 0, since: null },
    }),
    office('oac-dido', 'OAC Didó', {
      total: TOTAL,
      usual: DAY.usual,
      worstHour: { hour: 11, nineOfTen: 38, worst: 51 },
      desks: 4,
      appointments: APPOINTMENTS,
      waiting: { people: 9, since: '2026-11-24T08:46:00.000Z' },
    }),
    office('oac-districte-4', 'OAC Districte 4', {
      unprinted: 43,
      apart: 12,
      worstHour: { hour: 10, nineOfTen: 26, worst: 30 },
      waiting: { people: 5, since: '2026-11-24T09:11:00.000Z' },
    }),
    office('policia', 'Policia Municipal', { total: group(0, null) }),
  ],
};
const SETTING: Answer<'readFiguresSetting'> = {
  changedAt: '2026-11-20T10:00:00.000Z',
  setting: {
    informedOn: '2026-11-01',
    opensMonths: true,
    opensLive: false,
    publicAddress: 'https://torn.exemple.cat',
    licence: 'https://creativecommons.org/licenses/by/4.0/',
  },
};
const NO_DESKS: Answer<'readDeskFigures'> = { informedOn: null, desks: [] };
const DESKS: Answer<'readDeskFigures'> = {
  informedOn: '2026-11-01',
  desks: ['taula-1', 'taula-2'].map((deskId, index) => ({
    deskId,
    name: index === 0 ? { ca: 'Taula 1' } : null,
    served: 41 + index,
    attention: spread(41, 9, 18),
    hours: [8, 9, 10].map((hour) => ({ hour, served: 12 + index })),
  })),
};
const between = (mean: number, reach: number) => ({ mean, from: mean - reach, to: mean + reach });
type Change = Extract<Answer<'readTwin'>, { state: 'change' }>['answer']['change'];
/** The simulation's answer to a change that shortens waits by `less` minutes. */
const twinAnswer = (change: Change, less: number, deskHours = 0) => ({
  change,
  deskHours,
  half: 7 - Math.round(less / 2),
  nineOfTen: 26 - Math.round(less),
  used: 0.78 - less / 100,
  overMinutesADay: 12,
  unservedADay: 0.2,
  leftADay: 3.4,
  groups: [
    { group: 'all' as const, people: 188, ...gained(11.6, less) },
    { group: 'appointment' as const, people: 31, ...gained(4.1, less / 4) },
    { group: 'preferential' as const, people: 7, ...gained(6.3, less / 3) },
    { group: 'walk-in' as const, people: 150, ...gained(13.4, less * 1.2) },
  ].map((one) => ({ ...one, gain: change === null ? null : one.gain })),
  hours: HOURS.map(([, people], at) => ({
    hour: 8 + at,
    people,
    wait: [3, 7, 15, 27, 21, 11, 4].map((one) => one - (one * less) / 14)[at] ?? 0,
  })),
});
const gained = (wait: number, less: number) => ({ wait: between(wait - less, 0.9), gain: between(less, 0.4) });
const MONDAY_DESK = { kind: 'desk' as const, days: ['mon' as const], from: '10:00', to: '12:00' };
const REPORT: Extract<Answer<'readTwin'>, { state: 'report' }>['report'] = {
  at: '2026-11-24T09:24:07.000Z',
  officeId: DIDO,
  name: 'OAC Didó',
  services: SERVICES.map(([id, name]) => ({ serviceId: ServiceId.parse(id), name })),
  measured: { from: '2026-09-29', until: '2026-11-23', days: 38, people: 7_144 },
  week: { from: '2026-11-25', days: 5, times: 100 },
  worst: { date: '2026-11-30', hour: 11, wait: between(27.4, 2.1) },
  proposal: { change: MONDAY_DESK, deskHours: 2, gain: between(13.2, 2.6), gainOfWeek: between(2.9, 0.5) },
  cheaper: {
    change: { ...MONDAY_DESK, from: '11:00' },
    deskHours: 1,
    gain: between(8.1, 2.4),
    gainOfWeek: between(1.4, 0.4),
  },
  tried: 5,
  asItIs: twinAnswer(null, 0),
  answers: [
    twinAnswer(MONDAY_DESK, 2.9, 2),
    twinAnswer({ ...MONDAY_DESK, from: '11:00' }, 1.4, 1),
    twinAnswer({ kind: 'appointments', share: 0.4 }, 1.1),
    twinAnswer({ kind: 'freed', share: 0.8 }, -0.3),
    twinAnswer({ kind: 'afar', share: 0.3 }, 2.2),
    twinAnswer({ kind: 'one-line', services: [ServiceId.parse('empadronament'), ServiceId.parse('tributs')] }, 0.2),
  ],
  beforehand: {
    date: '2026-11-23',
    lines: [
      { what: 'people', hour: null, mean: 190, from: 161, to: 221, came: 214 },
      { what: 'wait', hour: null, mean: 11.8, from: 5.2, to: 24.1, came: 15.3 },
      { what: 'people-of-hour', hour: 11, mean: 34, from: 23, to: 45, came: 48 },
      { what: 'wait-of-hour', hour: 11, mean: 20.4, from: 6.1, to: 41.7, came: 22.8 },
      { what: 'people-of-hour', hour: 14, mean: 15, from: 8, to: 23, came: null },
    ],
  },
};
const TWIN: Answer<'readTwin'> = { state: 'report', report: REPORT };
const twin = (name: string, answer: Answer<'readTwin'>, more: Partial<CannedPage> = {}): CannedPage =>
  of(`-twin${name}`, '/oac-dido/twin', { readTwin: answer }, more);
const of = (
  name: string,
  path: string,
  answers: CannedPage['answers'],
  more: Partial<CannedPage> = {},
): CannedPage => ({
  name: `figures${name}`,
  path: `/figures${path}`,
  answers: { readFiguresSetting: SETTING, ...answers },
  ...more,
});
const dido = (name: string, answer: Answer<'readDayFigures'>, more: Partial<CannedPage> = {}): CannedPage =>
  of(
    name,
    `/oac-dido${answer === DAY ? '?day=2026-11-23' : ''}`,
    {
      readDayFigures: answer,
      readDeskFigures: answer === DAY ? DESKS : NO_DESKS,
      readTwin: answer === TODAY ? TWIN : { state: 'working' },
    },
    more,
  );

export const FIGURES_PAGES: readonly CannedPage[] = [
  of('', '', { listDayFigures: CITY }),
  of('-past', '?day=2026-11-23', { listDayFigures: { ...CITY, day: '2026-11-23' } }),
  of(
    '-none',
    '',
    { listDayFigures: { ...CITY, offices: CITY.offices.slice(3) } },
    {
      session: { role: 'viewer', name: 'Consulta' },
    },
  ),
  of('-refused', '', { listDayFigures: { problem: 'wrong-role' } }),
  dido('-office', DAY),
  dido('-office-table', DAY, { steps: (page) => page.locator('.segments button').last().click() }),
  dido('-office-today', TODAY),
  dido('-office-nothing', NOTHING),
  twin('', TWIN),
  twin('-own', TWIN, {
    answers: {
      readTwin: (path) =>
        path.endsWith('?change=desk%3D10%3A00-12%3A00')
          ? { state: 'change', answer: twinAnswer({ kind: 'desk', from: '10:00', to: '12:00' }, 4.2, 10) }
          : TWIN,
    },
    steps: (page) => page.locator('.twin-own button').click(),
  }),
  twin('-table', TWIN, { steps: (page) => page.locator('.segments button').last().click() }),
  twin('-none', {
    state: 'report',
    report: { ...REPORT, proposal: null, cheaper: null, answers: REPORT.answers.slice(0, 2) },
  }),
  twin('-working', { state: 'working' }),
  twin('-lacks', { state: 'lacks', lack: 'few-days' }),
];
