import type { WebContents } from 'electron';
import type { Log } from '../ports/log.ts';

/**
 * Keeps a page from opening the system's file dialogs, which would cover the kiosk and show the whole disk. Electron has no event for them;
 * only Chromium's debugger protocol can block them.
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
  // Other developer tools may detach this session; it attaches again once they are gone.
  inspector.on('detach', () => setImmediate(start));
  start();
}
