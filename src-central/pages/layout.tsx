import type { ComponentChildren } from 'preact';
import { WORKING_LANGUAGES, type WorkingLanguage } from '../../config/languages.ts';
import { languageName } from '../../src-renderer/language-name.ts';
import type { Refused } from './client.ts';
import { NAV, type NavEntry } from './nav.ts';
import { usePage } from './page-context.ts';
import { DataAge } from './parts/data-age.tsx';
import { Icon } from './parts/icon.tsx';
import { MarkArch } from './parts/mark.tsx';
import { WaitingFor } from './parts/waiting-for.tsx';

export function Layout({ entry, children }: { entry: NavEntry['word'] | null; children: ComponentChildren }) {
  const { t, session } = usePage();
  return (
    <>
      <a class="skip" href="#content">
        {t('nav.skip')}
      </a>
      <header class="bar">
        <div class="bar-inner">
          <p class="bar-name">
            <MarkArch kind="bar" />
            Torn
          </p>
          <Nav entry={entry} />
          <LanguageChoice />
          <p class="bar-person">
            <a href="/account" data-loads>
              <Icon name="person" />
              <span>{session.name}</span>
            </a>
          </p>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function Nav({ entry }: { entry: NavEntry['word'] | null }) {
  const { t, may } = usePage();
  return (
    <nav class="nav" aria-label={t('nav.name')}>
      <ul>
        {NAV.filter(({ needs }) => may(needs)).map(({ word, href, icon }) => (
          <li key={word}>
            <a href={href} aria-current={word === entry ? 'page' : undefined}>
              <Icon name={icon} />
              {t(`nav.${word}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LanguageChoice() {
  const { t, language, setLanguage } = usePage();
  return (
    <label class="bar-language">
      <Icon name="languages" />
      <span class="unseen">{t('bar.language')}</span>
      <select value={language} onChange={({ currentTarget }) => setLanguage(currentTarget.value as WorkingLanguage)}>
        {WORKING_LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {capital(languageName(one, one))}
          </option>
        ))}
      </select>
    </label>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function PageHead({
  lead,
  title,
  atMs,
}: {
  lead?: ComponentChildren;
  title: string;
  /** `undefined`: the age of this page's data does not matter. */
  atMs?: number | null;
}) {
  return (
    <div class="page-head">
      <div>
        {lead === undefined ? null : <div class="page-lead">{lead}</div>}
        <h1>{title}</h1>
      </div>
      {atMs === undefined ? null : <DataAge atMs={atMs} />}
    </div>
  );
}

/**
 * A page whose data or sentences are not loaded yet. A function and not a component, so that Preact keeps the page's head when data and
 * sentences arrive.
 */
export const waitingPage = (title: string, fault: Refused | null, atMs?: number | null) => (
  <>
    <PageHead title={title} {...(atMs === undefined ? {} : { atMs })} />
    <WaitingFor fault={fault} />
  </>
);
