import { z } from 'zod';
import { LANGUAGES, type Language } from '../../config/languages.ts';
import { TEXT_SIZES, type TextSize } from '../screenshots/cases.ts';
import { PANELS } from '../screenshots/panels.ts';

/** A combination of panel, language and size of type that an office may offer. */
export interface Offer {
  panelId: string;
  language: Language;
  textSize: TextSize;
}

/** Counts of citizens' screens that `npm run screens` checked for an offer, and of the misfits that it found. */
export interface SeenOffer extends Offer {
  screens: number;
  misfits: number;
  /** The checked commit, with a `+` if files differed from it; `null` if there was no repository. */
  commit: string | null;
}

export interface ScreensReport {
  screens: SeenOffer[];
}

const Report: z.ZodType<ScreensReport> = z.object({
  screens: z.array(
    z.object({
      panelId: z.string(),
      language: z.enum(LANGUAGES),
      textSize: z.literal(TEXT_SIZES),
      screens: z.int().positive(),
      misfits: z.int().nonnegative(),
      commit: z.string().nullable().default(null),
    }),
  ),
});

/** Reads the results in a report of `npm run screens -- --report FILE`; `null` if the report has another form. */
export function offersIn(report: unknown): SeenOffer[] | null {
  const parsed = Report.safeParse(report);
  return parsed.success ? parsed.data.screens : null;
}

export const OFFERS: readonly Offer[] = PANELS.flatMap(({ panelId }) =>
  TEXT_SIZES.flatMap((textSize) => LANGUAGES.map((language) => ({ panelId, language, textSize }))),
);

const isSame = (one: Offer, other: Offer): boolean =>
  one.panelId === other.panelId && one.language === other.language && one.textSize === other.textSize;

export const commitsOf = (seen: readonly SeenOffer[]): string[] => [
  ...new Set(seen.flatMap(({ commit }) => commit ?? [])),
];

export const unseenOffers = (seen: readonly SeenOffer[]): Offer[] =>
  OFFERS.filter((offer) => !seen.some((one) => isSame(one, offer)));

export const misfitting = (seen: readonly SeenOffer[]): Offer[] =>
  OFFERS.filter((offer) => seen.some((one) => isSame(one, offer) && one.misfits > 0));

export function byPanelAndSize(
  offers: readonly Offer[],
): { panelId: string; textSize: TextSize; languages: Language[] }[] {
  const groups = Map.groupBy(offers, ({ panelId, textSize }) => `${panelId} ${textSize}`);
  return [...groups.values()].flatMap((those) => {
    const [first] = those;
    if (first === undefined) return [];
    return [{ panelId: first.panelId, textSize: first.textSize, languages: those.map(({ language }) => language) }];
  });
}
