import type { Trouble } from '../../../src-main/contract/centre/city-overview.ts';
import { type CityLine, EFFECTS } from '../../trouble/rules.ts';
import type { usePage } from '../page-context.ts';
import type { MarkKind } from '../parts/mark.tsx';

type Words = Pick<ReturnType<typeof usePage>, 't' | 'operator'>;

export interface TroubleWords {
  /** The trouble in one sentence. */
  says: string;
  /** The repair; empty if the catalogue has none. */
  repair: string;
}

/** The kiosk's own sentence for technicians: the first says what happens, the rest what to do. */
export function wordsOfTrouble({ kind }: Trouble, { t, operator }: Words, isOffice = false): TroubleWords {
  const own = kind === 'silent' || kind === 'offline' || kind === 'midni-certificate-ends';
  const sentence = own ? t(`trouble.${isOffice ? 'office-silent' : kind}`) : operator(kind);
  return partsOf(sentence);
}

/** The first sentence says what happens, the rest what to do. */
export function partsOf(sentence: string): TroubleWords {
  const [, says = sentence, repair = ''] = /^(.+?[.:])\s+(.+)$/.exec(sentence) ?? [];
  return { says: says.replace(/:$/, '.'), repair: repair.charAt(0).toUpperCase() + repair.slice(1) };
}

/** The mark of a trouble: red only for what stops citizens for certain. */
export const markOf = ({ kind }: Trouble): Exclude<MarkKind, 'bar'> =>
  kind === 'silent' || kind === 'offline' ? 'unknown' : EFFECTS[kind] === 'stops' ? 'fault' : 'attention';

/** The kiosk's place; of a silent office its name and how many kiosks. */
export function placeOf({ office, kiosks }: CityLine, { t }: Pick<Words, 't'>): string {
  return kiosks.length > 1
    ? t('city.wholeOffice', { office: office.name, count: kiosks.length })
    : t('city.place', { office: office.name, name: kiosks[0]?.name ?? '' });
}

/** The kiosk's page; of a silent office the list of its kiosks. */
export const addressOf = ({ office, kiosks }: CityLine): string =>
  kiosks.length > 1
    ? `/kiosks?office=${encodeURIComponent(office.officeId)}`
    : `/kiosks/${encodeURIComponent(kiosks[0]?.kioskId ?? '')}`;
