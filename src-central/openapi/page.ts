import packageJson from '../../package.json' with { type: 'json' };
import type { CentreServer } from '../server/server.ts';
import { READING_STYLE_HASH } from './reading-style.ts';
import type { ApiDocument } from './schema.ts';

/** Returns the OpenAPI document as text. It is generated at the first request, because most replicas never get one. */
export async function openApiText(): Promise<string> {
  return `${JSON.stringify(await describedApi(), null, 2)}\n`;
}

async function describedApi(): Promise<ApiDocument> {
  const { openApiDocument } = await import('./document.ts');
  return openApiDocument(packageJson.version);
}

async function readingText(): Promise<string> {
  const { readingPage } = await import('./reading-page.ts');
  return readingPage(await describedApi());
}

const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src '${READING_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function registerOpenApi(server: CentreServer): void {
  let text: Promise<string> | null = null;
  let page: Promise<string> | null = null;
  server.registerPage('/openapi.json', async () => {
    text ??= openApiText();
    return { status: 200, mediaType: 'application/json; charset=utf-8', text: await text };
  });
  server.registerPage('/api', async () => {
    page ??= readingText();
    return { status: 200, mediaType: 'text/html; charset=utf-8', text: await page, headers: HEADERS };
  });
}
