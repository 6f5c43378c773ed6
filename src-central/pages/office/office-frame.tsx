import './office.css';
import type { ComponentChildren } from 'preact';
import { PageHead } from '../layout.tsx';
import { usePage } from '../page-context.ts';
import { Button } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { MarkArch } from '../parts/mark.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Changes } from './changes.tsx';
import type { OpenOffice } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

const PARTS = [
  { part: 'hours', path: '', needs: 'readProfile' },
  { part: 'fields', path: '/fields', needs: 'readProfile' },
  { part: 'plan', path: '/plan', needs: 'readProfile' },
  { part: 'proposals', path: '/proposals', needs: 'listOfficeProposals' },
  { part: 'versions', path: '/versions', needs: 'listProfiles' },
] as const;
export type OfficePart = (typeof PARTS)[number]['part'] | 'review';

export const pathOf = (officeId: string, path = ''): string => `/offices/${encodeURIComponent(officeId)}${path}`;

export function OfficeFrame({
  office,
  part,
  title,
  children,
}: {
  office: OpenOffice;
  part: OfficePart;
  title: string;
  children: ComponentChildren;
}) {
  const { may } = usePage();
  const { t, date } = useOfficeWords();
  const { officeId, name, inEffect, versions, openProposals } = office;
  useTitle(title);
  const published = versions.find(({ version }) => version === inEffect);
  return (
    <>
      <nav class="crumbs" aria-label={t('crumbs')}>
        <ol>
          <li>
            <a href="/offices">{t('offices')}</a>
            <Icon name="enter" />
          </li>
          <li>
            <a href={pathOf(officeId)}>{name}</a>
            <Icon name="enter" />
          </li>
          <li aria-current="page">{t(`part.${part}`)}</li>
        </ol>
        {published === undefined ? null : (
          <p>{t('published', { version: published.version, date: date(published.effectiveFrom, 'date') })}</p>
        )}
      </nav>
      <PageHead title={title} />
      <nav class="part-links" aria-label={t('parts')}>
        <ul>
          {PARTS.filter(({ needs }) => may(needs, officeId)).map(({ part: one, path }) => (
            <li key={one}>
              <a href={pathOf(officeId, path)} aria-current={one === part ? 'page' : undefined}>
                {one === 'proposals' && openProposals > 0
                  ? t('proposalsWait', { count: openProposals })
                  : t(`part.${one}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {may('publishProfile', officeId) ? null : <p class="office-notice">{t('readOnly')}</p>}
      <Overtaken office={office} />
      {part === 'hours' || part === 'fields' ? <ChooseBase office={office} /> : null}
      {children}
      {part === 'review' ? null : <Dock office={office} />}
    </>
  );
}

/** Asks which version of the profile to change if a future version is already published: the version in effect, or a future one. */
function ChooseBase({ office: { base, bases, inEffect, choose } }: { office: OpenOffice }) {
  const { t, date } = useOfficeWords();
  if (bases.length < 2) return null;
  const nameOf = ({ version, effectiveFrom }: (typeof bases)[number]): string =>
    version === inEffect
      ? t('base.now', { version })
      : t('base.coming', { version, date: date(effectiveFrom, 'long') });
  const shown = bases.find(({ version }) => version === base.version);
  return (
    <div class="choose-base">
      {choose === null ? (
        <p>{shown === undefined ? '' : nameOf(shown)}</p>
      ) : (
        <label class="field">
          <span>{t('base.change')}</span>
          <select value={base.version} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
            {bases.map((one) => (
              <option key={one.version} value={one.version}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function Overtaken({ office: { overtaken, discard, newest } }: { office: OpenOffice }) {
  const { t } = useOfficeWords();
  if (overtaken === null) return null;
  return (
    <section class="office-notice" role="alert">
      <p>
        <strong>{t('overtaken.title', { version: newest.version })}</strong>{' '}
        {t(overtaken.again === null ? 'overtaken.conflict' : 'overtaken.fits')}
      </p>
      <Changes changes={overtaken.changes} />
      <p class="buttons">
        {overtaken.again === null ? null : <Button onPress={overtaken.again}>{t('overtaken.again')}</Button>}
        <Button onPress={discard}>{t('do.discard')}</Button>
      </p>
    </section>
  );
}

function Dock({ office: { officeId, changes, problems, discard } }: { office: OpenOffice }) {
  const { t } = useOfficeWords();
  return (
    <div class="dock" data-empty={changes.length === 0}>
      <div class="dock-inner">
        <div class="dock-words" role="status">
          {changes.length === 0 ? null : (
            <>
              <MarkArch kind="attention" />
              <p>
                <strong>{t('dock.changes', { count: changes.length })}</strong>{' '}
                {problems.length > 0 ? t('dock.problems', { count: problems.length }) : t('dock.draft')}
              </p>
            </>
          )}
        </div>
        {changes.length === 0 ? null : (
          <p class="buttons">
            <Button onPress={discard}>{t('do.discard')}</Button>
            <a class="button button-main" href={pathOf(officeId, '/review')}>
              {t('do.review')}
            </a>
          </p>
        )}
      </div>
    </div>
  );
}
