import type { ViewState } from '../src-main/session/contract/view-state.ts';
import { useTechnicianWords } from './speaking.ts';

export function useMoments({ localTime }: Pick<ViewState, 'localTime'>) {
  const { time, date } = useTechnicianWords();
  const today = localTime.slice(0, 10);
  return (moment: { date: string; time: string }): string =>
    moment.date === today ? time(moment.time) : `${date(moment.date, 'day')}, ${time(moment.time)}`;
}

export function useAge({ localTime }: Pick<ViewState, 'localTime'>) {
  const { t } = useTechnicianWords();
  const momentOf = useMoments({ localTime });
  return (moment: { date: string; time: string; agoSeconds: number } | null): string => {
    if (moment === null) return t('centre.never');
    const { agoSeconds } = moment;
    if (agoSeconds < 60) return t('centre.secondsAgo', { seconds: agoSeconds });
    if (agoSeconds < 3_600) return t('centre.minutesAgo', { minutes: Math.floor(agoSeconds / 60) });
    return t('centre.last', { moment: momentOf(moment) });
  };
}
