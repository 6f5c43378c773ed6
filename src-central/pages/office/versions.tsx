import { useState } from 'preact/hooks';
import type { PublishedVersion } from '../../../src-main/contract/centre/offices.ts';
import { checkedProfile } from '../../../src-main/office/steps/office-checks.ts';
import { differences } from '../../../src-main/office/steps/office-differences.ts';
import type { Refused } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
import { SubmitButton } from '../parts/fields.tsx';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { goTo } from '../router.ts';
import { hourOf, localDay } from '../times.ts';
import { Changes } from './changes.tsx';
import { OfficeFrame, pathOf } from './office-frame.tsx';
import { FromDay, faultWords } from './review.tsx';
import { laterOf } from './rules.ts';
import { type OpenOffice, officePage } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

export const VersionsPage = officePage(Versions);

function Versions({ office }: { office: OpenOffice }) {
  const { t, date } = useOfficeWords();
  const { route, language } = usePage();
  const { officeId, name, versions, inEffect, now } = office;
  const opened = Number(route.query.get('version'));
  const published = versions.find(({ version }) => version === Number(route.query.get('published')));
  return (
    <OfficeFrame office={office} part="versions" title={t('versions.title', { count: versions.length, office: name })}>
      <p class="office-said" role="status">
        {published === undefined
          ? ''
          : t('versions.published', { version: published.version, date: date(published.effectiveFrom, 'long') })}
      </p>
      <ul class="versions">
        {versions.map((one, index) => {
          const { version, effectiveFrom, publishedAt, publishedBy } = one;
          const isOpen = version === opened;
          return (
            <li key={version}>
              <div class="version-line">
                <h2>
                  <a
                    href={pathOf(officeId, isOpen ? '/versions' : `/versions?version=${version}`)}
                    aria-expanded={isOpen}
                  >
                    {t('versions.one', { version })}
                  </a>
                </h2>
                <p>
                  {version === inEffect ? <strong>{t('versions.now')} · </strong> : null}
                  {effectiveFrom > now.serviceDay
                    ? t('versions.willBe', { date: date(effectiveFrom, 'long') })
                    : t('versions.from', { date: date(effectiveFrom, 'full') })}
                </p>
                <p class="days-state">
                  {t('versions.by', {
                    name: publishedBy,
                    date: date(localDay(Date.parse(publishedAt)), 'full'),
                    time: hourOf(Date.parse(publishedAt), language),
                  })}
                </p>
              </div>
              {isOpen ? <OneVersion office={office} one={one} before={versions[index + 1] ?? null} /> : null}
            </li>
          );
        })}
      </ul>
    </OfficeFrame>
  );
}

function OneVersion({
  office,
  one,
  before,
}: {
  office: OpenOffice;
  one: PublishedVersion;
  before: PublishedVersion | null;
}) {
  const { t } = useOfficeWords();
  const { may } = usePage();
  const { officeId } = office;
  const ask = (version: number) => ({ params: { officeId, version: String(version) } });
  const { body, fault } = useAsked('readProfile', ask(one.version), { once: true });
  // The first version has no earlier version, so the first version itself is read again, and not compared.
  const earlier = useAsked('readProfile', ask(before?.version ?? one.version), { once: true });
  if (body === null || earlier.body === null) return <WaitingFor fault={fault ?? earlier.fault} />;
  const [was, is] = [checkedProfile(earlier.body.document), checkedProfile(body.document)];
  return (
    <div class="version-body">
      {before === null ? (
        <p>{t('versions.first')}</p>
      ) : !was.ok || !is.ok ? (
        <p>{t('versions.unreadable')}</p>
      ) : (
        <Difference changes={differences(was.value, is.value)} />
      )}
      {one.version === office.bases.at(-1)?.version || !may('publishProfile', officeId) || !is.ok ? null : (
        <Return office={office} one={one} />
      )}
    </div>
  );
}

function Difference({ changes }: { changes: ReturnType<typeof differences> }) {
  const { t } = useOfficeWords();
  return changes.length === 0 ? <p>{t('versions.same')}</p> : <Changes changes={changes} />;
}

function Return({ office, one: { version } }: { office: OpenOffice; one: PublishedVersion }) {
  const { t, date } = useOfficeWords();
  const { client } = usePage();
  const { officeId, now, newest, bases } = office;
  const first = laterOf(now.serviceDay, bases.at(-1)?.effectiveFrom ?? now.serviceDay);
  const [from, setFrom] = useState(first);
  const [fault, setFault] = useState<Refused | null>(null);
  return (
    <form
      class="publish"
      onSubmit={async (event) => {
        event.preventDefault();
        const answered = await client.ask('publishProfile', {
          params: { officeId },
          body: { copyOf: version, effectiveFrom: from, newest: newest.version },
        });
        office.renew();
        if (!answered.ok) return setFault(answered.error);
        goTo(pathOf(officeId, `/versions?published=${answered.value.body?.version ?? ''}`));
      }}
    >
      <FromDay first={first} value={from} onChoose={setFrom} today={now.serviceDay} before={null} />
      <p class="field-fault" role="alert">
        {fault === null ? '' : faultWords(fault, t)}
      </p>
      <p class="buttons">
        <SubmitButton>{t('do.returnTo', { version, day: date(from, 'long') })}</SubmitButton>
      </p>
    </form>
  );
}
