import type { WebContents } from 'electron';
import type { Log } from '../ports/log.ts';

/**
 * Keeps a page from opening the system's dialogs for files, which would stand above the kiosk and show the whole disk. Electron has no event
 * for them and asks nobody; Chromium's debugger protocol is the one place where they can be taken away.
 */
export function refuseFileChoosers(contents: WebContents, log: Log): void {
  const inspector = contents.debugger;
  const intercept = async (): Promise<void> => {
    if (contents.isDestroyed()) return;
    if (!inspector.isAttached()) inspector.attach();
    await inspector.sendCommand('Page.enable');
    await inspector.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true, cancel: true });
  };
  const start = (): void => {
    intercept().catch((error: unknown) => {
      if (!contents.isDestroyed()) log.event('file-choosers-open', { reason: String(error) });
    });
  };
  inspector.on('message', (_event, method) => {
    if (method === 'Page.fileChooserOpened') log.event('file-chooser-refused');
  });
  // Somebody else's tools may push ours out; once they are gone ours stand again.
  inspector.on('detach', () => setImmediate(start));
  start();
}
