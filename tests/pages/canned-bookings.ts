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
  ...{ minutes: 15, toBring: [{ ca: 'el DNI', es: 'el DNI', en: 'your DNI' }] },
};
const place = { zone: 'Europe/Madrid', phone: null, services: [EMPADRONAMENT, DOMICILI] };
const OFFICES: Answer<'listBookable'> = {
  offices: [
    { officeId: OfficeId.parse('oac-dido'), name: 'OAC Didó', address: 'plaça Didó, 5', ...place },
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
  ...{ appointmentId: '0197f5a0-3c1e-7c4b-9a55-0000000000b1', officeId: OfficeId.parse('oac-dido') },
  ...{ officeName: 'OAC Didó', address: 'plaça Didó, 5', zone: 'Europe/Madrid', errands: [EMPADRONAMENT] },
  ...{ start: '2026-11-25T08:20:00.000Z', end: '2026-11-25T08:40:00.000Z', locator: 'NE4NAF7Q', state: 'booked' },
  ...{ isOurs: true, others: null },
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
        ...{ ...BOOKING, appointmentId: '0197f5a0-3c1e-7c4b-9a55-0000000000b2', errands: [EMPADRONAMENT, DOMICILI] },
        ...{ state: 'checked-in', others: ['2026-11-25T08:40:00.000Z'] },
      },
      { ...BOOKING, appointmentId: '0197f5a0-3c1e-7c4b-9a55-0000000000b3', isOurs: false },
    ],
  },
};
const call = (name: string, steps?: CannedPage['steps'], more: CannedPage['answers'] = {}): CannedPage => ({
  ...{ name: `telephone${name}`, path: '/010', answers: { ...answers, ...more } },
  ...(steps === undefined ? {} : { steps }),
});
type Step = NonNullable<CannedPage['steps']>;

/** As an operator does: the keyboard alone. */
const chooseErrand: Step = async (page) => {
  await page.locator('[data-column="1"]').waitFor();
  await page.keyboard.type('e');
  await page.keyboard.press('Enter');
  await page.locator('.call-list button').first().waitFor();
};
const chooseHour: Step = async (page) => {
  await chooseErrand(page);
  await page.keyboard.press('1');
};
const save: Step = async (page) => {
  await chooseHour(page);
  await page.locator('.call-list button[aria-pressed="true"]').waitFor();
  await page.keyboard.press('Control+Enter');
};
const find: Step = async (page) => {
  await page.locator('[data-column="1"]').waitFor();
  await page.keyboard.press('Alt+4');
  await page.keyboard.type('ne4n af7q');
  await page.keyboard.press('Enter');
};

/** 010, in every state. */
export const BOOKING_PAGES: readonly CannedPage[] = [
  call(''),
  call('-no-plan', undefined, { listBookable: { offices: [] } }),
  call('-refused', undefined, { listBookable: { problem: 'wrong-role' } }),
  call('-errand', async (page) => {
    await page.locator('[data-column="1"]').waitFor();
    await page.keyboard.type('zzz');
    await page.locator('.call-column .note').first().waitFor();
  }),
  call('-hours', chooseErrand),
  call(
    '-no-hours',
    async (page) => {
      await page.locator('[data-column="1"]').waitFor();
      await page.keyboard.press('Enter');
    },
    { readFreeHours: { days: [] } },
  ),
  call('-held', async (page) => {
    await chooseHour(page);
    await page.locator('.call-list button[aria-pressed="true"]').waitFor();
  }),
  call(
    '-gone',
    async (page) => {
      await chooseHour(page);
      await page.locator('.call-missing:not(:empty)').waitFor();
    },
    { holdHour: { problem: 'hour-gone' } },
  ),
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
    await page.locator('.call-list button').first().waitFor();
    await page.keyboard.press('1');
  }),
];
