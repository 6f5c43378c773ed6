import type { Trouble } from '../../../src-main/contract/centre/city-overview.ts';
import { type CityLine, EFFECTS } from '../../trouble/rules.ts';
import type { usePage } from '../page-context.ts';
import type { MarkKind } from '../parts/mark.tsx';

type Words = Pick<ReturnType<typeof usePage>, 't' | 'operator'>;

export interface TroubleWords {
  says: string;
  /** How to repair the trouble. Empty: the event catalogue does not say. */
  repair: string;
}

/**
 * Describes a trouble in two parts (`partsOf`), with the sentence that the kiosk shows to technicians. `own`: the kiosk has no sentence for
 * this kind, so these pages have their own.
 */
export function wordsOfTrouble({ kind }: Trouble, { t, operator }: Words, isOffice = false): TroubleWords {
  const own = kind === 'silent' || kind === 'offline' || kind === 'midni-certificate-ends';
  const sentence = own ? t(`trouble.${isOffice ? 'office-silent' : kind}`) : operator(kind);
  return partsOf(sentence);
}

/** Splits a text: its first sentence says what is wrong, the rest how to repair it. */
export function partsOf(sentence: string): TroubleWords {
  const [, says = sentence, repair = ''] = /^(.+?[.:])\s+(.+)$/.exec(sentence) ?? [];
  return { says: says.replace(/:$/, '.'), repair: repair.charAt(0).toUpperCase() + repair.slice(1) };
}

/** The mark of a trouble. It is red only if the trouble certainly stops citizens. */
export const markOf = ({ kind }: Trouble): Exclude<MarkKind, 'bar'> =>
  kind === 'silent' || kind === 'offline' ? 'unknown' : EFFECTS[kind] === 'stops' ? 'fault' : 'attention';

export function placeOf({ office, kiosks }: CityLine, { t }: Pick<Words, 't'>): string {
  return kiosks.length > 1
    ? t('city.wholeOffice', { office: office.name, count: kiosks.length })
    : t('city.place', { office: office.name, name: kiosks[0]?.name ?? '' });
}

export const addressOf = ({ office, kiosks }: CityLine): string =>
  kiosks.length > 1
    ? `/kiosks?office=${encodeURIComponent(office.officeId)}`
    : `/kiosks/${encodeURIComponent(kiosks[0]?.kioskId ?? '')}`;
