import { useEffect } from 'preact/hooks';
import { languageRow } from '../../../config/languages.ts';
import { formatDate } from '../../../config/locales/dates.ts';
import { fetchTwinWords, twinTranslator } from '../../../config/locales/figures-words.ts';
import type { Change, TwinReport, WireInterval } from '../../../src-main/contract/centre/twin.ts';
import { changeName } from '../../twin/change-name.ts';
import type { Refused } from '../client.ts';
import { type Asked, useAsked, usePage } from '../page-context.ts';
import { useFetchedWords } from '../parts/use-fetched-words.ts';

const AGAIN_MS = 2_000;

/**
 * Reads an answer of the twin (the simulation of an office), and repeats the request while the answer is being computed. `change` is in the
 * form that `typedChange` writes; `null`: the day's report.
 */
export function useTwin(officeId: string, change: string | null): Asked<'readTwin'> {
  const query = change === null ? {} : { change };
  const asked = useAsked('readTwin', { params: { officeId }, query }, { once: true });
  const { body, fault, again } = asked;
  useEffect(() => {
    // A repeated request that gets no answer is repeated again. A request refused with `too-many-tries` is not repeated, because it would
    // be refused again.
    if (body?.state !== 'working' || isBusy(fault)) return;
    const timer = setTimeout(again, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [body, fault]);
  return asked;
}

export const isBusy = (fault: Refused | null): boolean => fault?.kind === 'too-many-tries';

export function useTwinWords() {
  const { language } = usePage();
  const isReady = useFetchedWords('twin', fetchTwinWords);
  const say = twinTranslator(language);
  const { locale } = languageRow(language);
  const number = (value: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })
      .format(value)
      .replace('-', '−');
  return {
    isReady,
    say,
    number,
    minutes: (value: number): string => say('minutes', { minutes: number(value) }),
    range: ({ from, to }: WireInterval): string =>
      from === null || to === null ? '' : say('range', { from: number(from), to: number(to) }),
    hours: (value: number): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value),
    day: (date: string): string => formatDate(language, date, 'day'),
    dayTitle: (date: string): string => formatDate(language, date, 'long'),
    named: (change: Change | null, { services }: Pick<TwinReport, 'services'>): string =>
      change === null ? say('asItIs') : changeName(change, services, language, say),
  };
}
