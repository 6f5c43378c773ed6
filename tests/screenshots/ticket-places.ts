import { createHash } from 'node:crypto';
import { LANGUAGES } from '../../config/languages.ts';
import { nameOfCase, TEXT_SIZES, TICKETS } from './cases.ts';
import { PANELS } from './panels.ts';
import type { Place } from './sample.ts';

export const TICKET_PLACES: readonly Place[] = Object.keys(TICKETS).flatMap((screen) =>
  PANELS.flatMap((panel) =>
    LANGUAGES.flatMap((language) =>
      TEXT_SIZES.map((textSize) => ({
        panel,
        one: { screen, language, textSize, look: 'light', reach: false } as const,
      })),
    ),
  ),
);

export const nameOfPlace = ({ panel, one }: Place): string => `${panel.panelId} ${nameOfCase(one)}`;

/** Returns the places in a sequence that depends only on the seed, so that the first places are a sample of all. */
export function shuffled(places: readonly Place[], seed: number): Place[] {
  const rankOf = (place: Place): string =>
    createHash('sha256')
      .update(`${seed} ${nameOfPlace(place)}`)
      .digest('hex');
  return places
    .map((place) => ({ place, rank: rankOf(place) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .map(({ place }) => place);
}
