import type { Answer } from '../../src-central/pages/client.ts';
import type { Session } from '../../src-central/pages/session.ts';
import type { KioskInCity, Trouble } from '../../src-main/contract/centre/city-overview.ts';
import { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { TroubleKind } from '../../src-main/domain/trouble-kinds.ts';
import { OFFICE_PAGES } from './canned-offices.ts';
import type { CannedPage } from './canned-page.ts';

/** Tuesday, in Terrassa. */
export const NOW = '2026-11-24T09:24:07.000Z';
const today = (time: string): string => `2026-11-24T${time}:00.000Z`;

export const SESSION: Session = {
  cityId: 'terrassa',
  name: 'Guàrdia del matí',
  role: 'administrator',
  officeId: null,
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

/** A city with this trouble: `office/slot`. */
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

/** An office of two kiosks without its line, beside everything else that there is. */
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

const city = (name: string, answer: Answer<'readCity'>, more: Partial<CannedPage> = {}): CannedPage => ({
  ...{ name, path: '/', answers: { readCity: answer } },
  ...more,
});

/** Every page in every state that it can be in. */
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
  { name: 'missing', path: '/no-such-page', answers: {} },
  ...OFFICE_PAGES,
];
