import type { KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import { usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { sinceWhen } from '../times.ts';

export function Versions({ sheet }: { sheet: KioskSheet }) {
  const { t, language } = usePage();
  const nowMs = useNow();
  const { version, allowedVersion, profile, enrolledAt, replaces } = sheet;
  return (
    <section aria-labelledby="versions-title">
      <div class="list-head">
        <h2 id="versions-title">{t('kiosk.versions')}</h2>
      </div>
      <dl class="pairs">
        <dt>{t('kiosk.torn')}</dt>
        <dd>
          {version}
          <p>{allowedVersion === null ? t('kiosk.newest') : t('kiosk.allowed', { version: allowedVersion })}</p>
        </dd>
        <dt>{t('kiosk.profile')}</dt>
        <dd>
          {profile ?? t('kiosk.noProfile')}
          {profile === null ? null : <p>{t('kiosk.profileSays')}</p>}
        </dd>
        <dt>{t('kiosk.enrolled')}</dt>
        <dd>
          {sinceWhen(enrolledAt, language, nowMs)}
          {replaces === null ? null : <p>{t('kiosk.replaces')}</p>}
        </dd>
      </dl>
    </section>
  );
}
