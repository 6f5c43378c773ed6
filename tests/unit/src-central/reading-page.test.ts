import { expect, it } from 'vitest';
import { openApiDocument } from '../../../src-central/openapi/document.ts';
import { readingPage } from '../../../src-central/openapi/reading-page.ts';
import { OPERATIONS, type Operation } from '../../../src-main/contract/centre/operations.ts';

const page = readingPage(openApiDocument('1.2.3'));
const articleOf = (id: string): string => new RegExp(`<article id="${id}">(.*?)</article>`, 's').exec(page)?.[1] ?? '';

it.each(Object.entries<Operation>(OPERATIONS))(
  '%s is on the page with its parameters, its problems and an example request',
  (name, operation) => {
    const article = articleOf(name);
    expect(article).toContain(operation.path);
    expect(article).toContain(operation.summary.replaceAll('`', ''));
    for (const kind of operation.problems) expect(article).toContain(`<code>${kind}</code>`);
    const named = [...Object.keys(operation.params.shape), ...Object.keys(operation.query?.shape ?? {})];
    for (const member of named) expect(article).toContain(`<code>${member}</code>`);
    expect(article).toContain('https://centre.example/v1/');
    expect(/curl[^<]*/.exec(article)?.[0]).not.toMatch(/\{\w+\}/);
  },
);

it('the page lists each member of a booking, whether it is required, and an answer', () => {
  const article = articleOf('putAppointment');
  expect(article).toContain('<td><code>documentNumber</code></td>');
  expect(article).toContain('<code>officeId</code></td><td><a href="#schema-Slug">Slug</a></td><td>Required');
  expect(article).toMatch(/<code>deskId<\/code>.*?<td>Optional/s);
  expect(article).toContain('&quot;locator&quot;');
});

it('the page runs and fetches nothing, and each of its links resolves within the page', () => {
  expect(page).not.toMatch(/<(script|img|link|iframe|form)\b|@import|url\(|\son\w+=/);
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/ href="([^"]+)"/g)].map(([, href = '']) => href);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((href) => href !== 'openapi.json' && !(href.startsWith('#') && ids.has(href.slice(1))))).toEqual(
    [],
  );
});
