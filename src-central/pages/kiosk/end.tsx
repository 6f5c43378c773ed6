import { useState } from 'preact/hooks';
import type { KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import { usePage } from '../page-context.ts';
import { InputField, Said, SubmitButton, submits } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';

/** The longest reason that `RevocationOrder` of the contract permits. */
const LONGEST_REASON = 200;

export function EndKiosk({ sheet, onDone }: { sheet: KioskSheet; onDone: () => void }) {
  const { t, client, may } = usePage();
  const [reason, setReason] = useState('');
  const [isRefused, setRefused] = useState(false);
  async function revoke(): Promise<void> {
    const answered = await client.ask('revokeKiosk', {
      params: { kioskId: sheet.kioskId },
      body: { reason: reason.trim() },
    });
    setRefused(!answered.ok);
    if (answered.ok) onDone();
  }
  return (
    <Section id="end-title" class="end" title={t('kiosk.end')}>
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
            <form class="form" onSubmit={submits(revoke)}>
              <InputField
                label={t('kiosk.reason')}
                required
                maxLength={LONGEST_REASON}
                value={reason}
                pattern=".*\S.*"
                onTyped={setReason}
              />
              <SubmitButton>{t('kiosk.revokeSure')}</SubmitButton>
              <Said>{isRefused ? t('kiosk.refused') : ''}</Said>
            </form>
          </details>
        </>
      ) : null}
    </Section>
  );
}
