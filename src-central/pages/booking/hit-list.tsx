import type { Answer } from '../client.ts';
import { localTimeAt } from './rules.ts';
import { useBookingWords } from './words.ts';

type Hit = Answer<'listBookingHits'>['hits'][number];
const MOST_OFFERED = 3;

export function HitList({ hits, zone }: { hits: readonly Hit[]; zone: string }) {
  const { t, time, date } = useBookingWords();
  const said = (instant: string): string => {
    const at = localTimeAt(instant, zone);
    return `${date(at.date, 'day')}, ${time(at.time)}`;
  };
  return (
    <ul class="plan-hits">
      {hits.map(({ appointmentId, start, because, others }) => (
        <li key={appointmentId}>
          <strong>{said(start)}</strong> · {t(`hits.${because}`)}
          <p>
            {others.length === 0
              ? t('hits.noOthers')
              : t('hits.others', { hours: others.slice(0, MOST_OFFERED).map(said).join(' · ') })}
          </p>
        </li>
      ))}
    </ul>
  );
}
