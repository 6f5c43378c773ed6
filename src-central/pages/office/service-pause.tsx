import { useState } from 'preact/hooks';
import type { Result } from '../../../src-main/domain/result.ts';
import type { Refused } from '../client.ts';
import { usePage } from '../page-context.ts';
import { Button } from '../parts/fields.tsx';
import { faultWords } from './review.tsx';
import type { OpenOffice } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

const HOURS = [1, 2, 4, 8] as const;
const HOUR_MS = 3_600_000;

/** The buttons that pause a service for some hours and resume it. A pause applies at once, without a new version of the profile. */
export function ServicePause({ office: { officeId }, serviceId }: { office: OpenOffice; serviceId: string }) {
  const { t } = useOfficeWords();
  const { client, may } = usePage();
  const [hours, setHours] = useState<(typeof HOURS)[number]>(1);
  const [said, setSaid] = useState('');
  const [fault, setFault] = useState<Refused | null>(null);
  if (!may('pauseService', officeId)) return null;
  const params = { officeId, serviceId };
  const end = (answered: Result<unknown, Refused>, words: string): void => {
    setFault(answered.ok ? null : answered.error);
    setSaid(answered.ok ? words : '');
  };
  const pause = () =>
    client.ask('pauseService', { params, body: { until: new Date(Date.now() + hours * HOUR_MS).toISOString() } });
  return (
    <section class="service-pause" aria-labelledby="pause-title">
      <h2 id="pause-title">{t('pause.title')}</h2>
      <p class="note">{t('pause.lead')}</p>
      <p class="buttons">
        <label class="field">
          <span class="unseen">{t('pause.hours')}</span>
          <select
            value={hours}
            onChange={({ currentTarget }) => setHours(HOURS.find((one) => String(one) === currentTarget.value) ?? 1)}
          >
            {HOURS.map((one) => (
              <option key={one} value={one}>
                {t('pause.for', { count: one })}
              </option>
            ))}
          </select>
        </label>
        <Button onPress={() => pause().then((answered) => end(answered, t('pause.paused', { count: hours })))}>
          {t('pause.do')}
        </Button>
        <Button
          onPress={() =>
            void client.ask('resumeService', { params }).then((answered) => end(answered, t('pause.resumed')))
          }
        >
          {t('pause.resume')}
        </Button>
      </p>
      <p role="status">{said}</p>
      <p class="field-fault" role="alert">
        {fault === null ? '' : faultWords(fault, t)}
      </p>
    </section>
  );
}
