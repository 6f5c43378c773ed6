import { fetchCentrePageWords } from '../../config/locales/centre-page-words.ts';
import { cityWordsIn } from '../../config/locales/city-words.ts';
import { formatDate } from '../../config/locales/dates.ts';
import type { Refused } from './client.ts';
import { usePage } from './page-context.ts';
import { useFetchedWords } from './parts/use-fetched-words.ts';
import { hourOf, localDay } from './times.ts';

const SAID = [
  'changed-meanwhile',
  'malformed-request',
  'name-taken',
  'not-found',
  'wrong-role',
  'wrong-office',
  'unreachable',
] as const satisfies readonly Refused['kind'][];

/** The sentences of the pages about the centre itself, such as tokens, alarms and audit. */
export function useCentreWords() {
  const { language } = usePage();
  const isReady = useFetchedWords('centre', fetchCentrePageWords);
  const words = cityWordsIn(language, 'centre');
  return {
    isReady,
    words,
    alarms: cityWordsIn(language, 'alarms'),
    retention: cityWordsIn(language, 'retention'),
    /** Writes a day and a time, such as `24 de novembre a les 10.24`. */
    moment(instant: string): string {
      const ms = Date.parse(instant);
      return words('moment', { date: formatDate(language, localDay(ms), 'date'), time: hourOf(ms, language) });
    },
    refusal: ({ kind }: Refused): string => words(`refused.${SAID.find((one) => one === kind) ?? 'other'}`),
  };
}
