import type { Answer } from '../../src-central/pages/client.ts';
import { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { CannedPage } from './canned-page.ts';

const REPLACED = KioskId.parse('0197f5a0-3c1e-7c4b-9a55-000000000602');
const district5 = {
  officeId: OfficeId.parse('oac-districte-5'),
  name: 'OAC Districte 5',
  freeSlots: [1, 3, 5, 10],
  endedSlots: [1],
  kiosks: [{ kioskId: REPLACED, slot: 2, name: 'quiosc 2' }],
};
const FULL = {
  officeId: OfficeId.parse('oac-dido'),
  name: null,
  freeSlots: [],
  endedSlots: [],
  kiosks: [],
};
const waiting = (more: Partial<Answer<'findEnrolment'>> = {}): Answer<'findEnrolment'> => ({
  fingerprint: '4829073QKX15664BN7R2TMHZW',
  expiresAt: '2026-11-24T09:31:00.000Z',
  version: '1.4.3',
  build: 'official',
  wantedSlot: null,
  replaces: false,
  offices: [district5],
  ...more,
});

const steps =
  (heard: string): NonNullable<CannedPage['steps']> =>
  async (page) => {
    await page.locator('.enrol-typed').fill('bcdf 2345');
    await page.keyboard.press('Enter');
    await page.locator('.fingerprint-typed').fill(heard);
  };
const at = (
  name: string,
  answer: Answer<'findEnrolment'>,
  { heard = 'tmhzw', ...more }: Partial<CannedPage> & { heard?: string } = {},
): CannedPage => ({
  name: `enrolment-${name}`,
  path: '/enrolment',
  answers: { findEnrolment: answer },
  steps: steps(heard),
  ...more,
});

export const ENROLMENT_PAGES: readonly CannedPage[] = [
  { name: 'enrolment', path: '/enrolment', answers: {} },
  {
    name: 'enrolment-refused',
    path: '/enrolment',
    answers: { findEnrolment: { problem: 'unknown-code' } },
    steps: async (page) => {
      await page.locator('.enrol-typed').fill('bcdf2345');
      await page.keyboard.press('Enter');
      await page.locator('.enrol-refused:not(:empty)').waitFor();
    },
  },
  at('found', waiting(), { heard: '' }),
  at('same', waiting()),
  at('differs', waiting(), { heard: 'TMH2W' }),
  at('expired', waiting({ expiresAt: '2026-11-24T09:24:00.000Z' })),
  at('long', waiting({ build: 'test', offices: [{ ...district5, freeSlots: [10, 11], endedSlots: [] }] })),
  at('full', waiting({ offices: [FULL] })),
  at('keeps', waiting({ wantedSlot: 3 })),
  at('keeps-taken', waiting({ wantedSlot: 2 })),
  at('choose', waiting({ offices: [district5, FULL] })),
  at('no-offices', waiting({ offices: [] })),
  at('replaces', waiting({ replaces: true }), { path: `/enrolment?replaces=${REPLACED}` }),
  at('replaces-none', waiting({ replaces: true, offices: [FULL] })),
  at('not-replacing', waiting(), { path: `/enrolment?replaces=${REPLACED}` }),
];
