import type { KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import { markOf, wordsOfTrouble } from '../city/trouble-words.ts';
import { PageHead } from '../layout.tsx';
import { type PageProps, useAsked, usePage } from '../page-context.ts';
import { useWhen } from '../parts/data-age.tsx';
import { Icon } from '../parts/icon.tsx';
import { MarkArch } from '../parts/mark.tsx';
import { Section, Trail } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { LastDays } from './days.tsx';
import { EndKiosk } from './end.tsx';
import { Orders } from './orders.tsx';
import { Parts } from './parts-of-kiosk.tsx';

export function KioskPage({ params }: PageProps) {
  const page = usePage();
  const { t, may } = page;
  const { kioskId = '' } = params;
  const { body, atMs, fault, again } = useAsked('readKiosk', { params: { kioskId } });
  const title = body === null ? t('nav.kiosks') : t('city.place', { office: body.officeName, name: body.name });
  useTitle(title);
  return (
    <>
      <PageHead
        lead={body === null ? undefined : <Trail steps={stepsTo(body, t('nav.kiosks'))} />}
        title={title}
        atMs={atMs}
      />
      {body === null ? (
        <WaitingFor fault={fault} />
      ) : (
        <>
          <State sheet={body} />
          <div class="halves">
            <Parts sheet={body} />
            <div>
              <LastDays kioskId={kioskId} />
              <div class="pair">
                {may('listOrders', body.officeId) ? <Orders sheet={body} /> : null}
                <div>
                  <Versions sheet={body} />
                  {may('revokeKiosk', body.officeId) ? <EndKiosk sheet={body} onDone={again} /> : null}
                </div>
              </div>
            </div>
          </div>
        </>
      )}
    </>
  );
}

const stepsTo = ({ officeId, officeName, name }: KioskSheet, kiosks: string) =>
  [[kiosks, '/kiosks'], [officeName, `/kiosks?office=${encodeURIComponent(officeId)}`], [name]] as const;

function State({ sheet }: { sheet: KioskSheet }) {
  const page = usePage();
  const { t } = page;
  const when = useWhen();
  const [trouble] = sheet.troubles;
  if (sheet.revokedAt !== null)
    return (
      <section class="state state-unknown">
        <MarkArch kind="unknown" />
        <p>{t('kiosk.revoked', { time: when(sheet.revokedAt) })}</p>
      </section>
    );
  if (trouble === undefined)
    return (
      <section class="state state-well">
        <MarkArch kind="well" />
        <p>
          <strong class="state-word">{t('mark.well')}.</strong> {t('kiosk.well')}
        </p>
      </section>
    );
  const { says, repair } = wordsOfTrouble(trouble, page);
  const mark = markOf(trouble);
  const { waiting } = sheet;
  return (
    <section class={`state state-${mark}`}>
      <MarkArch kind={mark} />
      <div>
        <p>
          <strong class="state-word">{t(`mark.${mark}`)}.</strong> <strong>{says}</strong>{' '}
          {trouble.since === null ? '' : t('kiosk.sinceLong', { time: when(trouble.since) })}{' '}
          {mark === 'unknown' ? t('kiosk.unheard') : ''}{' '}
          {waiting === null || waiting === 0 ? '' : t('city.waiting', { count: waiting })}
        </p>
        {repair === '' ? null : (
          <p class="state-repair">
            <Icon name="repair" />
            {repair}
          </p>
        )}
      </div>
    </section>
  );
}

function Versions({ sheet }: { sheet: KioskSheet }) {
  const { t } = usePage();
  const when = useWhen();
  const { version, allowedVersion, profile, enrolledAt, replaces } = sheet;
  return (
    <Section id="versions-title" title={t('kiosk.versions')}>
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
          {when(enrolledAt)}
          {replaces === null ? null : <p>{t('kiosk.replaces')}</p>}
        </dd>
      </dl>
    </Section>
  );
}
