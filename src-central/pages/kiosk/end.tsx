import { useState } from 'preact/hooks';
import type { KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import { usePage } from '../page-context.ts';

/** The longest reason that `RevocationOrder` of the contract permits. */
const LONGEST_REASON = 200;

export function EndKiosk({ sheet, onDone }: { sheet: KioskSheet; onDone: () => void }) {
  const { t, client, may } = usePage();
  const [reason, setReason] = useState('');
  const [isRefused, setRefused] = useState(false);
  async function revoke(event: Event): Promise<void> {
    event.preventDefault();
    const answered = await client.ask('revokeKiosk', {
      params: { kioskId: sheet.kioskId },
      body: { reason: reason.trim() },
    });
    setRefused(!answered.ok);
    if (answered.ok) onDone();
  }
  return (
    <section class="end" aria-labelledby="end-title">
      <div class="list-head">
        <h2 id="end-title">{t('kiosk.end')}</h2>
      </div>
      {may('confirmEnrolment', sheet.officeId) ? (
        <>
          <p class="note">{t('kiosk.replaceLead')}</p>
          <p class="give">
            <a href={`/enrolment?replaces=${encodeURIComponent(sheet.kioskId)}`}>{t('kiosk.replace')}</a>
          </p>
        </>
      ) : null}
      {sheet.revokedAt === null && may('revokeKiosk', sheet.officeId) ? (
        <>
          <p class="note">{t('kiosk.revokeLead')}</p>
          <details class="give">
            <summary>{t('kiosk.revoke')}</summary>
            <form class="form" onSubmit={(event) => void revoke(event)}>
              <label>
                {t('kiosk.reason')}
                <input
                  required
                  maxLength={LONGEST_REASON}
                  value={reason}
                  pattern=".*\S.*"
                  onInput={({ currentTarget }) => setReason(currentTarget.value)}
                />
              </label>
              <button type="submit" class="button">
                {t('kiosk.revokeSure')}
              </button>
              <p class="said" role="status">
                {isRefused ? t('kiosk.refused') : ''}
              </p>
            </form>
          </details>
        </>
      ) : null}
    </section>
  );
}
