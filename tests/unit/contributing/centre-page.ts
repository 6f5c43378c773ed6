import { type Addition, edit, inEachLanguage, newFile } from './addition.ts';

export const CENTRE_PAGE: Addition = {
  heading: 'A page of the centre',
  missed: ['printers'],
  first: [
    edit('src-central/pages/paths.ts', [/PAGE_PATHS = \{\n/, "  printers: '/printers',\n"]),
    ...inEachLanguage('city', [/"nav": \{\n/, '"printers": "Impressores",\n']),
  ],
  answers: [
    edit('src-central/pages/routes.tsx', [
      /PAGES: .* = \{\n/,
      "  printers: later('readCity', 'kiosks', async () => (await import('./printers/printers.tsx')).PrintersPage),\n",
    ]),
    newFile(
      'src-central/pages/printers/printers.tsx',
      `import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { useTitle } from '../parts/use-title.ts';

export function PrintersPage() {
  const { t } = usePage();
  const { body, atMs, fault } = useAsked('readCity', { params: {} });
  const title = t('nav.printers');
  useTitle(title);
  if (body === null) return waitingPage(title, fault, atMs);
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <ul>
        {body.kiosks.map(({ kioskId, name }) => (
          <li key={kioskId}>{name}</li>
        ))}
      </ul>
    </>
  );
}
`,
    ),
    edit('tests/pages/canned-answers.ts', [
      /CANNED_PAGES: .* = \[\n/,
      "  { name: 'printers', path: '/printers', answers: { readCity: BUSY } },\n",
    ]),
  ],
  proof: `
    const { fetchCityWords } = await import('../../../config/locales/city-words.ts');
    const { PageContext } = await import('../../../src-central/pages/page-context.ts');
    const { PAGES } = await import('../../../src-central/pages/routes.tsx');
    const { CANNED_PAGES, SESSION } = await import('../../pages/canned-answers.ts');
    const { succeed } = await import('../../../src-main/domain/result.ts');
    await fetchCityWords('ca');
    const readCity = CANNED_PAGES.find(({ name }) => name === 'printers')?.answers.readCity;
    const parts = {
      session: SESSION,
      client: { addressOf: () => '', ask: async () => succeed({ body: readCity as never, etag: null }) },
      live: { follow: () => () => {} },
      language: 'ca' as const,
      setLanguage: () => {},
      route: { path: '/printers', query: new URLSearchParams() },
    };
    const Page = await PAGES.printers.load?.();
    if (Page === undefined) throw new Error('no page');
    await act(async () => render(<PageContext.Provider value={parts}><Page params={{}} /></PageContext.Provider>, document.body));
    // The answer is drawn after the first turn.
    await act(async () => {});
    expect(document.body.textContent).toContain('Impressores');
    expect(document.body.textContent).toContain('quiosc 2');
    act(() => render(null, document.body));
  `,
};
