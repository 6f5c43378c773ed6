import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { type AppFile, answerPage, PAGE_ORIGIN } from './app-files.ts';

/** Registers `app://`; must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: new URL(PAGE_ORIGIN).protocol.slice(0, -1),
      privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, stream: false },
    },
  ]);
}

export function serveAppScheme(session: Session, files: ReadonlyMap<string, AppFile>): void {
  session.protocol.handle('app', (request) =>
    answerPage(request, files, async (path) => new Uint8Array(await readFile(path))),
  );
}
