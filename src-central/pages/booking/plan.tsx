import './booking.css';
import './plan.css';
import { useState } from 'preact/hooks';
import { PageHead, waitingPage } from '../layout.tsx';
import { type PageProps, useAsked, usePage } from '../page-context.ts';
import { Section, Trail } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { sinceWhen } from '../times.ts';
import { HitList } from './hit-list.tsx';
import { PlanLines } from './plan-lines.tsx';
import { PlanNumbers, PlanServices } from './plan-numbers.tsx';
import { PlanPublish } from './plan-publish.tsx';
import { PlanWeek } from './plan-week.tsx';
import { type OpenPlan, useOpenPlan } from './use-plan.ts';
import { useBookingWords } from './words.ts';

export function PlanPage({ params: { officeId = '' } }: PageProps) {
  const { t: city } = usePage();
  const { t, isReady } = useBookingWords();
  const { open, fault } = useOpenPlan(officeId);
  const title = isReady && open !== null ? t('plan.title', { office: open.name }) : city('nav.offices');
  useTitle(title);
  if (!isReady || open === null) return waitingPage(title, fault);
  return (
    <div class="plan">
      <PageHead
        lead={
          <Trail
            steps={[
              [city('nav.offices'), '/offices'],
              [open.name, `/offices/${encodeURIComponent(officeId)}`],
              [t('plan.crumb')],
            ]}
          />
        }
        title={title}
      />
      <Editor plan={open} />
    </div>
  );
}

function Editor({ plan: open }: { plan: OpenPlan }) {
  const { t } = useBookingWords();
  const { may } = usePage();
  const mayPublish = may('publishPlan', open.officeId);
  const [from, setFrom] = useState(open.today);
  return (
    <div class="columns">
      {/* A person who may not publish plans sees every value, but cannot change any. */}
      <fieldset class="plan-fields" disabled={!mayPublish}>
        <legend class="unseen">{t('plan.crumb')}</legend>
        {open.before === null ? <p class="plan-notice">{t('plan.none')}</p> : null}
        <PlanServices open={open} />
        <PlanLines open={open} />
        <PlanNumbers open={open} />
      </fieldset>
      <aside>
        {mayPublish ? <PlanPublish open={open} from={from} onFrom={setFrom} /> : null}
        <PlanWeek open={open} from={from} />
        <Hits open={open} />
        <Versions open={open} />
      </aside>
    </div>
  );
}

function Hits({ open }: { open: OpenPlan }) {
  const { t } = useBookingWords();
  const { body } = useAsked('listBookingHits', { params: { officeId: open.officeId } }, { once: true });
  if (body === null || body.hits.length === 0) return null;
  return (
    <Section id="hits-title" title={t('hits.title', { count: body.hits.length })}>
      <HitList hits={body.hits} zone={open.zone} />
    </Section>
  );
}

function Versions({ open: { versions, inEffect, edit } }: { open: OpenPlan }) {
  const { t, date, language } = useBookingWords();
  if (versions.length === 0) return null;
  return (
    <Section id="versions-title" title={t('versions.title')}>
      <ul class="plan-versions">
        {versions.map(({ version, effectiveFrom, publishedAt, publishedBy, plan }) => (
          <li key={version}>
            <strong>{t('versions.version', { version, date: date(effectiveFrom, 'full') })}</strong>
            {version === inEffect ? ` · ${t('versions.now')}` : ''}
            <p>
              {t('versions.by', { name: publishedBy, time: sinceWhen(publishedAt, language, Date.now()) })}{' '}
              {version === versions[0]?.version ? null : (
                <button type="button" class="link-button" onClick={() => edit(plan as OpenPlan['plan'])}>
                  {t('versions.take')}
                  <span class="unseen"> {version}</span>
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
