import { useState } from 'preact/hooks';
import { usePage } from '../page-context.ts';
import { Button } from '../parts/fields.tsx';
import { useBookingWords } from './words.ts';

/** The secret address of a specialist's calendar. It is shown once, and can be renewed or ended. */
export function DeskCalendar({ officeId, deskId, name }: { officeId: string; deskId: string; name: string }) {
  const { t } = useBookingWords();
  const { client, may } = usePage();
  const [address, setAddress] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  if (!may('renewDeskCalendar', officeId)) return null;
  async function renew(): Promise<void> {
    const answered = await client.ask('renewDeskCalendar', { params: { officeId, deskId } });
    setAddress(answered.ok ? (answered.value.body?.address ?? null) : null);
    setSaid(answered.ok ? t('calendar.once') : t('publish.refused.other'));
  }
  async function end(): Promise<void> {
    const answered = await client.ask('endDeskCalendar', { params: { officeId, deskId } });
    setAddress(null);
    setSaid(t(answered.ok ? 'calendar.ended' : 'publish.refused.other'));
  }
  return (
    <details class="give">
      <summary>
        {t('calendar.title')} <span class="unseen">{name}</span>
      </summary>
      <div class="give-keys">
        <p>{t('calendar.lead')}</p>
        {address === null ? null : (
          <label>
            {t('calendar.address')} <input class="plan-address" readOnly value={address} />
          </label>
        )}
        <p role="status">{said}</p>
        <p class="buttons">
          <Button onPress={renew}>{t('calendar.renew')}</Button>
          <Button onPress={end}>{t('calendar.end')}</Button>
        </p>
      </div>
    </details>
  );
}
