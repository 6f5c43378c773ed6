import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../page-context.ts';
import { secondOf, sinceWhen } from '../times.ts';
import { Icon } from './icon.tsx';

const OLD_MS = 60_000;
const TICK_MS = 1_000;

/** Returns the present time in milliseconds, renewed once a second. */
export function useNow(): number {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

/** Returns a function that writes a time in its shortest clear form (`sinceWhen`). The form changes as time goes by. */
export function useWhen(): (instant: string | null) => string {
  const { language } = usePage();
  const nowMs = useNow();
  return (instant) => sinceWhen(instant, language, nowMs);
}

/** The time at which the page's data were last confirmed. Screen readers announce it only once the data are old. */
export function DataAge({ atMs }: { atMs: number | null }) {
  const { t, language } = usePage();
  const nowMs = useNow();
  if (atMs === null) return <p class="data-age" role="status" />;
  const isOld = nowMs - atMs > OLD_MS;
  const time = secondOf(atMs, language);
  return (
    <div class="data-age" data-old={isOld}>
      <Icon name="renew" />
      {isOld ? null : <p>{`${t('data.at', { time })} · ${t('data.live')}`}</p>}
      <p role="status">{isOld ? t('data.old', { time }) : ''}</p>
    </div>
  );
}
