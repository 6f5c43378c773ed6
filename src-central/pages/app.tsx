import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { WORKING_LANGUAGES, type WorkingLanguage } from '../../config/languages.ts';
import { cityTranslator, fetchCityWords } from '../../config/locales/city-words.ts';
import { createClient } from './client.ts';
import { Layout, PageHead } from './layout.tsx';
import { openLive } from './live.ts';
import { loadAgain } from './load-again.ts';
import { PageContext, type PageParts, type PageProps, usePage } from './page-context.ts';
import { useTitle } from './parts/use-title.ts';
import { WaitingFor } from './parts/waiting-for.tsx';
import { PAGE_PATHS } from './paths.ts';
import { followRoutes, matchPath, routeNow } from './router.ts';
import { PAGES, type PageName, type PageRow } from './routes.tsx';
import { leaveForSignIn, readSession, type Session } from './session.ts';

const LANGUAGE = 'torn-city-language';

/** Returns the language that the person chose, else the first of the browser's languages that these pages have, else Catalan. */
function firstLanguage(): WorkingLanguage {
  const wanted = [localStorage.getItem(LANGUAGE) ?? '', ...navigator.languages];
  const spoken = wanted.flatMap((tag) => WORKING_LANGUAGES.find((language) => tag.startsWith(language)) ?? []);
  return spoken[0] ?? 'ca';
}

export async function start(): Promise<void> {
  let language = firstLanguage();
  try {
    await fetchCityWords(language);
  } catch {
    return loadAgain();
  }
  const found = await readSession();
  if (found.kind === 'signed-out') return leaveForSignIn();
  if (found.kind === 'unreachable') {
    document.body.textContent = cityTranslator(language)('data.none');
    return loadAgain();
  }
  const { session } = found;
  const parts = { ...connect(session), session, setLanguage };
  let route = routeNow();
  function draw(): void {
    document.documentElement.lang = language;
    render(<App parts={{ ...parts, language, route }} />, document.body);
  }
  function setLanguage(chosen: WorkingLanguage): void {
    localStorage.setItem(LANGUAGE, chosen);
    void fetchCityWords(chosen).then(
      () => {
        language = chosen;
        draw();
      },
      // The present page keeps its language, because drawing the page anew would lose typed text; the next page load uses the chosen
      // language.
      draw,
    );
  }
  followRoutes((next) => {
    const isOther = next.path !== route.path;
    route = next;
    draw();
    if (isOther) document.querySelector<HTMLElement>('main')?.focus();
  });
  draw();
}

function connect({ cityId }: Session): Pick<PageParts, 'client' | 'live'> {
  const client = createClient(cityId, leaveForSignIn);
  return { client, live: openLive(client.addressOf('followCity', {})) };
}

function App({ parts }: { parts: PageParts }) {
  const found = pageAt(parts.route.path);
  return (
    <PageContext.Provider value={parts}>
      <Layout entry={found?.row.entry ?? null}>
        {found === null ? <Missing /> : <Shown key={found.name} {...found} />}
      </Layout>
    </PageContext.Provider>
  );
}

interface Found extends PageProps {
  name: PageName;
  row: PageRow;
}

function pageAt(path: string): Found | null {
  for (const name of Object.keys(PAGES) as PageName[]) {
    const params = matchPath(PAGE_PATHS[name], path);
    if (params !== null) return { name, row: PAGES[name], params };
  }
  return null;
}

function Shown({ row, params }: Found) {
  const { may } = usePage();
  const [Page, setPage] = useState(row.page === null ? null : { page: row.page });
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    row.load?.().then(
      (page) => setPage({ page }),
      () => {
        setLost(true);
        loadAgain();
      },
    );
  }, [row]);
  if (!may(row.needs)) return <WaitingFor fault={{ kind: 'wrong-role', errors: [] }} />;
  return Page === null ? (
    <WaitingFor fault={isLost ? { kind: 'unreachable', errors: [] } : null} />
  ) : (
    <Page.page params={params} />
  );
}

function Missing() {
  const { t } = usePage();
  useTitle(t('missing.title'));
  return (
    <>
      <PageHead title={t('missing.title')} />
      <p>
        {t('missing.lead')} <a href="/">{t('missing.back')}</a>
      </p>
    </>
  );
}
