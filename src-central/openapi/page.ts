import packageJson from '../../package.json' with { type: 'json' };
import type { CentreServer } from '../server/server.ts';

/** Made when it is first asked for: most replicas never are. */
export async function openApiText(): Promise<string> {
  const { openApiDocument } = await import('./document.ts');
  return `${JSON.stringify(openApiDocument(packageJson.version), null, 2)}\n`;
}

/** For anybody: it says what everybody may know. */
export function registerOpenApi(server: CentreServer): void {
  let text: Promise<string> | null = null;
  server.registerPage('/openapi.json', async () => {
    text ??= openApiText();
    return { status: 200, mediaType: 'application/json; charset=utf-8', text: await text };
  });
}
