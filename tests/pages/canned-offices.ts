import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import type { Answer } from '../../src-central/pages/client.ts';
import { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import type { CannedAnswers, CannedPage } from './canned-page.ts';

const officeId = OfficeId.parse('oac-dido');
const read = (path: string): unknown => JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8'));
const day = (to: string) => [{ from: '08:30', to }];
const week = {
  mon: day('15:00'),
  tue: day('15:00'),
  wed: day('15:00'),
  thu: day('15:00'),
  fri: day('15:00'),
  sat: [],
  sun: [],
};
const document = {
  ...(read('config/offices/oac-dido.json') as OfficeProfile),
  hours: { week, closures: [{ span: { from: '2026-12-24', to: '2026-12-24' }, reason: { ca: 'Nit de Nadal' } }] },
};
const base = OfficeProfile.parse(document);
const changed = {
  ...base,
  hours: { ...base.hours, week: { ...week, thu: [...week.thu, { from: '16:00', to: '19:00' }], fri: day('14:00') } },
};
const invalid = { ...base, hours: { ...base.hours, week: { ...week, thu: [{ from: '16:00', to: '9:xx' }] } } };

const office = (openProposals = 1): Answer<'listOffices'>['offices'][number] => ({
  officeId,
  name: 'OAC Didó',
  version: 17,
  newest: 17,
  next: null,
  openProposals,
  opening: { isOpen: true, until: { date: '2026-11-24', time: '15:00' } },
});
const listed = (offices: Answer<'listOffices'>['offices']): Answer<'listOffices'> => ({
  at: '2026-11-24T09:24:07.000Z',
  offices,
});
const other = (id: string, name: string, more: Partial<ReturnType<typeof office>> = {}) => ({
  ...office(0),
  officeId: OfficeId.parse(id),
  name,
  ...more,
});
const version = (no: number, effectiveFrom: string, publishedBy: string) => ({
  version: no,
  effectiveFrom,
  publishedBy,
  publishedAt: `${effectiveFrom}T08:12:00.000Z`,
});
const versions = [
  version(17, '2026-11-03', 'Guàrdia del matí'),
  version(16, '2026-09-14', 'Montserrat Puig'),
  version(15, '2026-06-01', 'Guàrdia del matí'),
];
const now = { date: '2026-11-24', time: '10:24', serviceDay: '2026-11-24' };
const coming = { now, inEffect: 17, versions: [version(18, '2026-11-30', 'Montserrat Puig'), ...versions] };
const profile: Answer<'readProfile'> = {
  ...version(17, '2026-11-03', 'Guàrdia del matí'),
  document,
  holidays: (read('config/calendars/terrassa.json') as { holidays: Answer<'readProfile'>['holidays'] }).holidays,
  offered: { themes: ['terrassa', 'vilaclara'], logos: [], unreviewed: ['fr', 'ar', 'ur', 'ro', 'uk', 'zh-Hans'] },
};
/** In version 16 Wednesdays opened later and no day was closed. */
const older: Answer<'readProfile'> = {
  ...profile,
  ...version(16, '2026-09-14', 'Montserrat Puig'),
  document: { ...document, hours: { week: { ...week, wed: [{ from: '09:30', to: '15:00' }] } } },
};
const proposal = (no: number, more: Partial<Answer<'listOfficeProposals'>['proposals'][number]>) =>
  ({
    proposalId: `0197f5a0-3c1e-7c4b-9a55-00000000000${no}`,
    kioskId: KioskId.parse('0197f5a0-3c1e-7c4b-9a55-000000000101'),
    kioskName: 'quiosc 1',
    no,
    madeAt: `2026-11-23T09:1${no}:00.000Z`,
    from: '2026-11-23',
    base: 17,
    patch: JSON.stringify([{ op: 'replace', path: '/hours/week/wed', value: [{ from: '09:00', to: '15:00' }] }]),
    state: 'open',
    decided: null,
    ...more,
  }) satisfies Answer<'listOfficeProposals'>['proposals'][number];
const decided = (decision: 'accepted' | 'refused', reason: string | null, made: number | null) => ({
  decision,
  reason,
  version: made,
  at: '2026-11-03T08:12:00.000Z',
});
const past = [
  proposal(2, { state: 'accepted', decided: decided('accepted', null, 17) }),
  proposal(3, { state: 'refused', decided: decided('refused', 'Ja ho diu el cartell.', null) }),
  proposal(4, { state: 'taken-back', patch: '[]' }),
];

const answers = (more: CannedAnswers = {}): CannedAnswers => ({
  listOffices: listed([office()]),
  listProfiles: { now, inEffect: 17, versions },
  readProfile: (path) => (path.endsWith('/16') || path.endsWith('/15') ? older : profile),
  listOfficeProposals: { proposals: [proposal(1, {}), ...past] },
  countBookingsOutside: {
    days: [
      { day: '2026-11-26', count: 4 },
      { day: '2026-11-27', count: 1 },
    ],
  },
  ...more,
});
const kept = (draft: unknown, newest = 17) => ({
  'torn-office-oac-dido': JSON.stringify({ base: 17, from: '2026-11-03', newest, before: base, document: draft }),
});
const at = (name: string, path: string, more: Partial<CannedPage> = {}): CannedPage => ({
  name: `office-${name}`,
  path: `/offices/oac-dido${path}`,
  answers: answers(),
  ...more,
});

export const OFFICE_PAGES: readonly CannedPage[] = [
  {
    name: 'offices',
    path: '/offices',
    answers: {
      listOffices: listed([
        other('biblioteca', 'Biblioteca Central', {
          opening: { isOpen: false, until: { date: '2026-11-24', time: '16:00' } },
          next: { version: 18, effectiveFrom: '2026-11-30' },
        }),
        office(),
        other('habitatge', 'Oficina d’Habitatge', { version: null, newest: 1, opening: null }),
      ]),
    },
  },
  { name: 'offices-none', path: '/offices', answers: { listOffices: listed([]) } },
  at('hours', ''),
  at('hours-changed', '', { kept: kept(changed) }),
  at('hours-coming', '', { answers: answers({ listProfiles: coming }) }),
  at('review-until', '/review', { answers: answers({ listProfiles: coming }), kept: kept(changed, 18) }),
  at('hours-invalid', '', { kept: kept(invalid) }),
  at('hours-overtaken', '', { kept: kept(changed, 16) }),
  at('hours-read-only', '', { session: { role: 'operator' } }),
  at('without-profile', '', { answers: answers({ listProfiles: { now: null, inEffect: null, versions: [] } }) }),
  at('refused', '', { answers: { ...answers(), listProfiles: { problem: 'wrong-office' } } }),
  at('review', '/review', { kept: kept(changed) }),
  at('review-invalid', '/review', { kept: kept(invalid) }),
  at('review-empty', '/review'),
  at('fields', '/fields'),
  at('fields-hours', '/fields?at=/hours', { kept: kept(changed) }),
  at('fields-services', '/fields?at=/services'),
  at('fields-service', '/fields?at=/services/1'),
  at('fields-name', '/fields?at=/services/1/name'),
  at('fields-check-in', '/fields?at=/checkIn/minutes'),
  at('fields-closure', '/fields?at=/hours/closures/0/span'),
  at('proposals', '/proposals'),
  at('proposals-conflict', '/proposals', {
    answers: answers({
      listOfficeProposals: {
        proposals: [proposal(1, { base: 16 }), proposal(6, { patch: null }), proposal(5, { base: null })],
      },
    }),
  }),
  at('proposals-none', '/proposals', { answers: answers({ listOfficeProposals: { proposals: [] } }) }),
  at('versions', '/versions'),
  at('versions-one', '/versions?version=17'),
  at('versions-older', '/versions?version=16'),
];
