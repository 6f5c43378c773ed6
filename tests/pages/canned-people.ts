import type { Answer } from '../../src-central/pages/client.ts';
import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { CannedPage } from './canned-page.ts';

type Person = Answer<'listPeople'>['people'][number];
const person = (no: number, name: string, more: Partial<Person> = {}): Person => ({
  personId: `0197f5a0-3c1e-7c4b-9a55-0000000000${String(no).padStart(2, '0')}`,
  name,
  role: 'administrator',
  officeIds: null,
  account: 'local',
  invitedAt: '2026-11-03T09:00:00.000Z',
  since: '2026-11-03T10:00:00.000Z',
  lastAccess: { at: '2026-11-23T08:12:00.000Z', address: null },
  sessions: 0,
  recovery: null,
  withdrawnAt: null,
  unconfirmedOf: null,
  ...more,
});
const recovery = (proposedBy: string) => ({
  recoveryId: '0197f5a0-3c1e-7c4b-9a55-000000000100',
  proposedBy,
  until: '2026-11-24T20:00:00.000Z',
});
const PEOPLE: Answer<'listPeople'> = {
  people: [
    person(1, 'Guàrdia del matí', { sessions: 1, lastAccess: { at: '2026-11-24T07:58:00.000Z', address: null } }),
    person(2, 'Montserrat Prova', { recovery: recovery('Pere Mira') }),
    person(3, 'Pere Mira', { role: 'technician', officeIds: [OfficeId.parse('oac-dido')], sessions: 2 }),
    person(8, 'Laia Nova', { unconfirmedOf: 'Pere Mira' }),
    person(4, 'Rosa Nova', { role: 'operator', since: null, lastAccess: null }),
    person(5, 'Guàrdia de nit', { account: 'emergency', recovery: recovery('Guàrdia del matí') }),
    person(6, 'Joan Directori', { account: 'directory', role: 'a-role-of-later' }),
    person(7, 'Anna Antiga', { role: 'viewer', withdrawnAt: '2026-11-20T10:00:00.000Z' }),
  ],
};
const OFFICES: Answer<'listOffices'> = {
  at: '2026-11-24T09:24:07.000Z',
  offices: [
    {
      officeId: OfficeId.parse('oac-dido'),
      name: 'OAC Didó',
      version: 17,
      newest: 17,
      next: null,
      openProposals: 0,
      opening: null,
    },
  ],
};
const INVITED: Answer<'invitePerson'> = {
  personId: '0197f5a0-3c1e-7c4b-9a55-000000000009',
  until: '2026-11-25T09:24:07.000Z',
  link: 'https://central.example/invitations/terrassa/dGhpcyBpcyBubyBsaW5rIGF0IGFsbA',
};
const answers = { listPeople: PEOPLE, listOffices: OFFICES };
const people = (name: string, more: Partial<CannedPage> = {}): CannedPage => ({
  name: `people${name}`,
  path: '/people',
  answers,
  ...more,
});

const invite: NonNullable<CannedPage['steps']> = async (page) => {
  await page.locator('.invite summary').click();
  await page.locator('.invite input').first().fill('Rosa Nova');
  await page.locator('.invite button').click();
};

export const PEOPLE_PAGES: readonly CannedPage[] = [
  people(''),
  people('-refused', { answers: { listPeople: { problem: 'wrong-role' } } }),
  people('-open', {
    steps: async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.locator('.invite-offices input').first().uncheck();
    },
  }),
  people('-link', {
    answers: { ...answers, invitePerson: INVITED },
    steps: async (page) => {
      await invite(page);
      await page.locator('.link-once').waitFor();
    },
  }),
  people('-name-taken', {
    answers: { ...answers, invitePerson: { problem: 'name-taken' } },
    steps: async (page) => {
      await invite(page);
      await page.locator('.said:not(:empty)').first().waitFor();
    },
  }),
];
