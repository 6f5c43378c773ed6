import type { Answer } from '../../src-central/pages/client.ts';
import { OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { CannedPage } from './canned-page.ts';

const EMPADRONAMENT = {
  serviceId: ServiceId.parse('empadronament'),
  name: { ca: 'Empadronament', es: 'Empadronamiento', en: 'Registration of residence' },
  minutes: 20,
  toBring: [
    { ca: 'el DNI', es: 'el DNI', en: 'your DNI' },
    { ca: 'el contracte de lloguer', es: 'el contrato de alquiler', en: 'the rental contract' },
  ],
};
const DOMICILI = {
  serviceId: ServiceId.parse('canvi-domicili'),
  name: { ca: 'Canvi de domicili', es: 'Cambio de domicilio', en: 'Change of address' },
  minutes: 15,
  toBring: [{ ca: 'el DNI', es: 'el DNI', en: 'your DNI' }],
};
const TECNICA = {
  deskId: 'taula-3',
  name: { ca: 'Tècnica d’habitatge', es: 'Técnica de vivienda', en: 'Housing adviser' },
  services: ['empadronament'],
};
const place = { zone: 'Europe/Madrid', phone: null, services: [EMPADRONAMENT, DOMICILI], desks: [] };
const OFFICES: Answer<'listBookable'> = {
  offices: [
    { officeId: OfficeId.parse('oac-dido'), name: 'OAC Didó', address: 'plaça Didó, 5', ...place, desks: [TECNICA] },
    {
      officeId: OfficeId.parse('oac-districte-2'),
      name: 'OAC Districte 2',
      address: 'carrer de Sant Pere, 8',
      ...place,
    },
    { officeId: OfficeId.parse('can-parellada'), name: 'OAC Can Parellada', address: 'carrer d’Amèrica, 33', ...place },
  ],
};
const HOURS: Readonly<Record<string, readonly string[]>> = {
  'oac-dido': ['2026-11-25T08:20:00.000Z', '2026-11-25T08:40:00.000Z', '2026-11-25T15:40:00.000Z'],
  'oac-districte-2': ['2026-11-26T08:00:00.000Z', '2026-11-26T16:20:00.000Z'],
  'can-parellada': ['2026-11-27T09:20:00.000Z', '2026-11-30T08:40:00.000Z'],
};
const freeHours = (path: string): Answer<'readFreeHours'> => ({
  days: [{ day: '2026-11-25', closed: null, starts: [...(HOURS[path.split('/')[6] ?? ''] ?? [])] }],
});
const BOOKING: Answer<'findBookings'>['bookings'][number] = {
  appointmentId: '0197f5a0-3c1e-7c4b-9a55-0000000000b1',
  officeId: OfficeId.parse('oac-dido'),
  officeName: 'OAC Didó',
  address: 'plaça Didó, 5',
  zone: 'Europe/Madrid',
  errands: [EMPADRONAMENT],
  start: '2026-11-25T08:20:00.000Z',
  end: '2026-11-25T08:40:00.000Z',
  locator: 'NE4NAF7Q',
  state: 'booked',
  isOurs: true,
  others: null,
};
const TOKEN = 'A'.repeat(26);
const answers: CannedPage['answers'] = {
  listBookable: OFFICES,
  readFreeHours: freeHours,
  holdHour: { hold: TOKEN, endsAt: '2026-11-24T09:28:17.000Z' },
  releaseHold: null,
  confirmHour: { ...BOOKING, token: TOKEN, qr: 'TORN' },
  moveBooking: { ...BOOKING, start: '2026-11-25T08:40:00.000Z' },
  cancelBooking: null,
  findBookings: {
    bookings: [
      BOOKING,
      {
        ...BOOKING,
        appointmentId: '0197f5a0-3c1e-7c4b-9a55-0000000000b2',
        errands: [EMPADRONAMENT, DOMICILI],
        state: 'checked-in',
        others: ['2026-11-25T08:40:00.000Z'],
      },
      { ...BOOKING, appointmentId: '0197f5a0-3c1e-7c4b-9a55-0000000000b3', isOurs: false },
    ],
  },
};
const call = (name: string, steps?: CannedPage['steps'], more: CannedPage['answers'] = {}): CannedPage => ({
  name: `telephone${name}`,
  path: '/010',
  answers: { ...answers, ...more },
  ...(steps === undefined ? {} : { steps }),
});
type Step = NonNullable<CannedPage['steps']>;

const chooseService: Step = async (page) => {
  await page.locator('[data-column="1"]:focus').waitFor();
  // The wanted service is the second of the list in all three languages.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('[data-column="2"]:focus .call-list button').first().waitFor();
};
const chooseHour: Step = async (page) => {
  await chooseService(page);
  await page.keyboard.press('1');
};
const save: Step = async (page) => {
  await chooseHour(page);
  // The person's column gets the focus once the chosen appointment time is held.
  await page.locator('[data-column="3"]:focus').waitFor();
  await page.keyboard.press('Control+Enter');
};
const find: Step = async (page) => {
  await page.locator('[data-column="1"]:focus').waitFor();
  await page.keyboard.press('Alt+4');
  await page.locator('[data-column="4"]:focus').waitFor();
  await page.keyboard.type('ne4n af7q');
  await page.keyboard.press('Enter');
};

/** Every state of the page on which the operators of 010, the city's telephone, book appointments. */
export const BOOKING_PAGES: readonly CannedPage[] = [
  call(''),
  call('-no-plan', undefined, { listBookable: { offices: [] } }),
  call('-refused', undefined, { listBookable: { problem: 'wrong-role' } }),
  call('-errand', async (page) => {
    await page.locator('[data-column="1"]:focus').waitFor();
    await page.keyboard.type('zzz');
    await page.locator('.call-column .note').first().waitFor();
  }),
  call('-hours', chooseService),
  call(
    '-no-hours',
    async (page) => {
      await page.locator('[data-column="1"]:focus').waitFor();
      await page.keyboard.press('Enter');
    },
    { readFreeHours: { days: [] } },
  ),
  call('-held', async (page) => {
    await chooseHour(page);
    await page.locator('[data-column="2"] [aria-pressed="true"]').waitFor();
  }),
  call(
    '-gone',
    async (page) => {
      await chooseHour(page);
      await page.locator('.call-missing:not(:empty)').waitFor();
    },
    { holdHour: { problem: 'hour-gone' } },
  ),
  call('-specialist', async (page) => {
    await chooseService(page);
    await page.keyboard.press('Alt+2');
    await page.keyboard.press('e');
    await page.keyboard.press('s');
    await page.locator('.call-filter', { hasText: /habitatge|vivienda|Housing/ }).waitFor();
    await page.locator('[data-column="2"] .call-list button').first().waitFor();
  }),
  call('-booked', async (page) => {
    await save(page);
    await page.locator('.spelled').waitFor();
  }),
  call('-found', async (page) => {
    await find(page);
    await page.locator('.call-found li').first().waitFor();
    await page.locator('.call-found button').nth(1).click();
  }),
  call(
    '-too-many',
    async (page) => {
      await find(page);
      await page.locator('.call-find .said:not(:empty)').waitFor();
    },
    { findBookings: { problem: 'too-many-tries' } },
  ),
  call('-moves', async (page) => {
    await find(page);
    await page.locator('.call-found button').first().click();
    await page.locator('[data-column="2"]:focus .call-list button').first().waitFor();
    await page.keyboard.press('1');
  }),
];

const MORNING = { from: '09:00', to: '14:00', atOnce: 2 };
const AFTERNOON = { from: '16:00', to: '19:00', atOnce: 1 };
const PLAN = {
  step: 10,
  services: [{ serviceId: 'empadronament', minutes: 20 }],
  lines: [
    {
      lineId: 'linia-1',
      services: ['empadronament'],
      deskId: null,
      week: {
        mon: [MORNING, AFTERNOON],
        tue: [MORNING],
        wed: [MORNING],
        thu: [MORNING],
        fri: [MORNING],
        sat: [],
        sun: [],
      },
      exceptions: [{ span: { from: '2026-12-24', to: '2026-12-24' }, ranges: [] }],
    },
    {
      lineId: 'linia-2',
      services: ['empadronament'],
      deskId: 'taula-3',
      exceptions: [],
      week: { mon: [], tue: [{ ...MORNING, atOnce: 1 }], wed: [], thu: [], fri: [], sat: [], sun: [] },
    },
  ],
  ahead: { mostDays: 30, leastMinutes: 120 },
  shares: { walkIn: 30, sameDay: 10, telephone: 10, help: 5, unproven: 25, desk: 20 },
  mostOpen: 3,
  checksHolder: true,
};
const DOCUMENT = {
  name: 'OAC Didó',
  zone: 'Europe/Madrid',
  services: [EMPADRONAMENT, DOMICILI].map(({ serviceId, name }) => ({ serviceId, name })),
  desks: [
    { deskId: 'taula-3', name: { ca: 'Taula 3, tècnica d’habitatge' } },
    { deskId: 'taula-4', name: { ca: 'Taula 4' } },
  ],
};
const published = { publishedBy: 'Guàrdia del matí', publishedAt: '2026-11-20T09:00:00.000Z' };
const HIT: Answer<'listBookingHits'>['hits'][number] = {
  appointmentId: BOOKING.appointmentId,
  serviceId: 'empadronament',
  start: '2026-11-25T08:20:00.000Z',
  because: 'plan',
  others: ['2026-11-25T08:40:00.000Z', '2026-11-26T08:00:00.000Z'],
};
const planAnswers: CannedPage['answers'] = {
  readPlan: {
    today: '2026-11-24',
    inEffect: 2,
    versions: [
      { version: 2, effectiveFrom: '2026-11-23', plan: PLAN, ...published },
      { version: 1, effectiveFrom: '2026-11-02', plan: { ...PLAN, step: 20 }, ...published },
    ],
  },
  listProfiles: { now: null, inEffect: 17, versions: [] },
  readProfile: {
    version: 17,
    effectiveFrom: '2026-11-02',
    document: DOCUMENT,
    holidays: [],
    ...published,
    offered: { themes: [], logos: [], unreviewed: [] },
  },
  listBookingHits: { hits: [] },
  previewPlan: {
    days: [
      { day: '2026-11-24', closed: null, starts: ['2026-11-24T08:20:00.000Z', '2026-11-24T12:40:00.000Z'] },
      { day: '2026-11-25', closed: null, starts: [] },
      { day: '2026-11-26', closed: { because: 'holiday', reason: null }, starts: [] },
    ],
    hits: [HIT],
  },
  renewDeskCalendar: { address: 'https://torn.exemple.cat/i/terrassa/ABCDEFGHIJKLMNOPQRSTUVWX23.ics' },
  endDeskCalendar: null,
  publishPlan: { version: 3, effectiveFrom: '2026-11-24', hits: [HIT] },
};
const plan = (name: string, more: CannedPage['answers'] = {}, rest: Partial<CannedPage> = {}): CannedPage => ({
  name: `plan${name}`,
  path: '/offices/oac-dido/plan',
  answers: { ...planAnswers, ...more },
  ...rest,
});

export const PLAN_PAGES: readonly CannedPage[] = [
  plan(''),
  plan('-first', { readPlan: { today: '2026-11-24', inEffect: null, versions: [] } }),
  plan('-hits', { listBookingHits: { hits: [HIT, { ...HIT, because: 'closed', others: [] }] } }),
  plan('-for-an-operator', {}, { session: { role: 'operator', name: 'Operadora' } }),
  plan('-refused', { readPlan: { problem: 'wrong-office' } }),
  plan('-of-unread-office', { readProfile: { problem: 'wrong-office' } }),
  plan('-of-unpublished-office', { listProfiles: { now: null, inEffect: null, versions: [] } }),
  plan(
    '-changed',
    {},
    {
      steps: async (page) => {
        const [number] = await page.locator('.plan-services input[type="number"]').all();
        await number?.fill('30');
        await page.locator('.plan-changes li').first().waitFor();
        await page.locator('.plan-whom:not(:empty)').waitFor();
      },
    },
  ),
  plan(
    '-calendar',
    {},
    {
      steps: async (page) => {
        await page.locator('.plan-line summary').click();
        await page.locator('.plan-line .give-keys button').first().click();
        await page.locator('.plan-address').waitFor();
      },
    },
  ),
  plan(
    '-wrong',
    {},
    {
      steps: async (page) => {
        const all = await page.locator('.plan-number input').all();
        for (const input of all.slice(-7, -5)) await input.fill('0');
        await page.locator('.field-fault:not(:empty)').first().waitFor();
      },
    },
  ),
  plan(
    '-published',
    {},
    {
      steps: async (page) => {
        const [number] = await page.locator('.plan-services input[type="number"]').all();
        await number?.fill('30');
        await page.locator('.plan-changes li').first().waitFor();
        await page.locator('.plan-publish .button-main').click();
        await page.locator('.plan-publish .said:not(:empty)').waitFor();
      },
    },
  ),
];
