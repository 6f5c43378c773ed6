import type { Answer } from '../../src-central/pages/client.ts';
import type { Session } from '../../src-central/pages/session.ts';
import type { KioskInCity, Trouble } from '../../src-main/contract/centre/city-overview.ts';
import { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { TroubleKind } from '../../src-main/domain/trouble-kinds.ts';
import { BOOKING_PAGES, PLAN_PAGES } from './canned-bookings.ts';
import { CENTRE_PAGES } from './canned-centre.ts';
import { ENROLMENT_PAGES } from './canned-enrolment.ts';
import { FIGURES_PAGES } from './canned-figures.ts';
import { OFFICE_PAGES } from './canned-offices.ts';
import type { CannedPage } from './canned-page.ts';
import { PEOPLE_PAGES } from './canned-people.ts';

/** A Tuesday, 10:24 in Terrassa. */
export const NOW = '2026-11-24T09:24:07.000Z';
const today = (time: string): string => `2026-11-24T${time}:00.000Z`;

export const SESSION: Session = {
  cityId: 'terrassa',
  name: 'Guàrdia del matí',
  role: 'administrator',
  officeIds: null,
};

const OFFICES: readonly (readonly [id: string, name: string, kiosks: number, waiting: number | null])[] = [
  ['oac-districte-4', 'OAC Districte 4', 1, 14],
  ['oac-dido', 'OAC Didó', 2, 9],
  ['biblioteca-central', 'Biblioteca Central', 1, 6],
  ['oac-districte-2', 'OAC Districte 2', 2, 5],
  ['oac-districte-6', 'OAC Districte 6', 2, 3],
  ['tributs', 'Oficina de Tributs', 4, 2],
  ['oac-districte-5', 'OAC Districte 5', 2, null],
  ['raval', 'Ajuntament, Raval', 3, 0],
  ['serveis-socials', 'Serveis Socials', 3, 0],
  ['habitatge', 'Oficina d’Habitatge', 2, 0],
  ['policia', 'Policia Municipal', 2, 0],
];

const kioskIdOf = (office: string, slot: number): KioskId => {
  const index = OFFICES.findIndex(([id]) => id === office);
  return KioskId.parse(`0197f5a0-3c1e-7c4b-9a55-${String(index * 100 + slot).padStart(12, '0')}`);
};

type Troubled = Readonly<Record<string, readonly (readonly [kind: TroubleKind, since: string])[]>>;

/** The keys of `troubled` are `office/slot`. */
function cityWith(troubled: Troubled, offices: typeof OFFICES = OFFICES): Answer<'readCity'> {
  const kiosks = offices.flatMap(([officeId, , count]) =>
    Array.from({ length: count }, (_, index): KioskInCity => {
      const slot = index + 1;
      const troubles = (troubled[`${officeId}/${slot}`] ?? []).map(([kind, since]): Trouble => ({ kind, since }));
      return {
        kioskId: kioskIdOf(officeId, slot),
        officeId: OfficeId.parse(officeId),
        name: `quiosc ${slot}`,
        slot,
        troubles,
      };
    }),
  );
  return {
    at: NOW,
    offices: offices.map(([officeId, name, , waiting]) => ({ officeId: OfficeId.parse(officeId), name, waiting })),
    kiosks,
  };
}

const BUSY = cityWith({
  'oac-districte-4/1': [['paper-out', today('08:41')]],
  'biblioteca-central/1': [
    ['offline', today('06:52')],
    ['paper-low', '2026-11-23T15:00:00.000Z'],
  ],
  'oac-districte-6/1': [['clock-off', '2026-11-23T10:00:00.000Z']],
  'oac-dido/2': [['paper-low', today('08:58')]],
  'oac-districte-5/2': [['silent', today('09:02')]],
});

/** A city with every kind of trouble that `BUSY` lacks, and an office whose two kiosks are both without the network. */
const EVERYTHING = cityWith({
  'oac-districte-2/1': [['offline', today('05:30')]],
  'oac-districte-2/2': [['offline', today('05:31')]],
  'oac-districte-4/1': [['cover-open', today('09:20')]],
  'tributs/1': [['cutter-error', '2026-11-20T09:00:00.000Z']],
  'tributs/2': [['dead-letters', '2026-11-23T09:00:00.000Z']],
  'tributs/3': [
    ['update-undone', '2026-11-19T03:00:00.000Z'],
    ['paper-low', today('07:30')],
  ],
  'oac-districte-5/1': [['silent', today('09:02')]],
  'oac-districte-5/2': [['silent', today('09:03')]],
  'raval/1': [['printer-unreachable', today('09:11')]],
});

const DISTRICT_4 = kioskIdOf('oac-districte-4', 1);

const sheet = (more: Partial<Answer<'readKiosk'>> = {}): Answer<'readKiosk'> => ({
  at: NOW,
  kioskId: DISTRICT_4,
  officeId: OfficeId.parse('oac-districte-4'),
  officeName: 'OAC Districte 4',
  name: 'quiosc 1',
  slot: 1,
  waiting: 14,
  enrolledAt: '2026-03-03T09:00:00.000Z',
  version: '1.4.2',
  allowedVersion: '1.4.3',
  profile: 17,
  lastHeardAt: today('09:23'),
  lastEventAt: today('09:22'),
  revokedAt: null,
  replaces: null,
  printers: [{ printer: 'main', condition: 'cutter-error', since: today('08:41') }],
  troubles: [{ kind: 'cutter-error', since: today('08:41') }],
  ...more,
});

const DAYS: Answer<'readKioskDays'> = {
  at: NOW,
  days: Array.from({ length: 30 }, (_, index) => {
    const date = new Date(Date.parse('2026-10-26T12:00:00Z') + index * 86_400_000);
    const isClosed = date.getUTCDay() % 6 === 0;
    return {
      day: date.toISOString().slice(0, 10),
      tickets: isClosed ? 0 : index === 29 ? 41 : 80 + ((index * 37) % 45),
      unprinted: index === 29 ? 43 : index === 9 ? 11 : index === 24 ? 7 : 0,
      faults: index === 29 || index === 9 || index === 24 ? 1 : 0,
      apart: index === 4 ? 22 : index === 16 ? 6 : 0,
      starts: index === 4 || index === 20 ? 1 : 0,
    };
  }),
};

const ORDER_ID = '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e9';
const ordered = (no: number, more: Partial<Answer<'listOrders'>['orders'][number]>) => ({
  orderId: `${ORDER_ID}${no}`,
  action: 'print-test',
  until: null,
  orderedAt: today('09:06'),
  deadline: today('09:21'),
  orderedBy: 'Guàrdia del matí',
  end: null,
  ...more,
});
const ORDERS: Answer<'listOrders'> = {
  orders: [
    ordered(1, { action: 'restart', deadline: today('19:15'), orderedAt: today('09:20') }),
    ordered(2, { end: { result: 'cutter-error', at: today('09:07') } }),
    ordered(3, { action: 'send-diagnostics', end: { result: 'done', at: today('09:03') }, orderedAt: today('09:02') }),
    ordered(4, {
      action: 'an-action-of-later',
      orderedAt: '2026-11-23T09:00:00.000Z',
      end: { result: 'a-result-of-later', at: '2026-11-23T09:01:00.000Z' },
    }),
  ],
  proposals: [
    {
      orderId: `${ORDER_ID}5`,
      action: 'forget-pin',
      proposedAt: today('09:15'),
      proposedBy: 'Servei tècnic',
      deadline: today('09:45'),
    },
  ],
};

const kioskPage = (name: string, more: Partial<Answer<'readKiosk'>>, rest: Partial<CannedPage> = {}): CannedPage => ({
  name,
  path: `/kiosks/${DISTRICT_4}`,
  answers: { readKiosk: sheet(more), readKioskDays: DAYS, listOrders: ORDERS },
  ...rest,
});
const READY = [{ printer: 'main', condition: 'ready', since: '2026-11-23T08:00:00.000Z' }];

const city = (name: string, answer: Answer<'readCity'>, more: Partial<CannedPage> = {}): CannedPage => ({
  name,
  path: '/',
  answers: { readCity: answer },
  ...more,
});

export const CANNED_PAGES: readonly CannedPage[] = [
  city('city', BUSY),
  city('city-everything', EVERYTHING),
  city('city-quiet', cityWith({})),
  city('city-quiet-unknown', cityWith({ 'oac-districte-5/2': [['silent', today('09:02')]] })),
  city('city-without-kiosks', { at: NOW, offices: [], kiosks: [] }),
  city('city-filtered', BUSY, { path: '/?office=oac-dido' }),
  city('city-filtered-empty', BUSY, { path: '/?office=oac-dido&state=works' }),
  city('city-cut', BUSY, { isCut: true }),
  { name: 'city-refused', path: '/', answers: { readCity: { problem: 'wrong-role' } } },
  { name: 'city-unreachable', path: '/', answers: {} },
  { name: 'kiosks', path: '/kiosks', answers: { readCity: EVERYTHING } },
  { name: 'kiosks-well', path: '/kiosks?state=well&office=oac-dido', answers: { readCity: BUSY } },
  kioskPage('kiosk', {}),
  kioskPage('kiosk-well', { printers: READY, troubles: [], waiting: 0, allowedVersion: null, replaces: DISTRICT_4 }),
  kioskPage('kiosk-offline', {
    printers: READY,
    troubles: [
      { kind: 'offline', since: today('06:52') },
      { kind: 'update-undone', since: '2026-11-19T03:00:00.000Z' },
    ],
  }),
  kioskPage('kiosk-ending', {
    printers: [{ printer: 'main', condition: 'a-condition-of-later', since: today('08:41') }],
    troubles: [
      { kind: 'midni-certificate-ends', since: null },
      { kind: 'disk-low', since: today('06:52') },
    ],
  }),
  kioskPage('kiosk-new', { printers: [], troubles: [], profile: null, lastEventAt: null, waiting: null }),
  kioskPage('kiosk-revoked', { revokedAt: '2026-11-23T10:00:00.000Z', troubles: [] }),
  kioskPage('kiosk-for-a-viewer', {}, { session: { role: 'viewer', name: 'Consulta' } }),
  {
    name: 'kiosk-unknown',
    path: `/kiosks/${DISTRICT_4}`,
    answers: { readKiosk: { problem: 'not-found' } },
  },
  { name: 'missing', path: '/no-such-page', answers: {} },
  ...OFFICE_PAGES,
  ...ENROLMENT_PAGES,
  ...PEOPLE_PAGES,
  ...CENTRE_PAGES,
  ...BOOKING_PAGES,
  ...PLAN_PAGES,
  ...FIGURES_PAGES,
];
