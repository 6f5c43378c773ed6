import { app, type Event, Menu, type Session, type WebContents } from 'electron';
import type { Log } from '../ports/log.ts';
import { PAGE_ORIGIN } from './app-files.ts';
import { mayReachPage } from './keys.ts';

/**
 * Keeps Chromium itself from using the network; to be called before Chromium starts. No host name resolves: the page loads everything
 * through `app://`, and only the core uses the network.
 */
export function closeChromium(): void {
  const { commandLine } = app;
  // With the switch `no-sandbox`, which is only for machines that cannot have a sandbox, `enableSandbox` would make every child process
  // die.
  if (!commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-blink-features', 'FileSystemAccess,FileSystemAccessLocal');
  // Saves 18 MB per page without a visible slowdown.
  commandLine.appendSwitch('js-flags', '--optimize-for-size');
  commandLine.appendSwitch('disable-pinch');
  commandLine.appendSwitch('overscroll-history-navigation', '0');
  Menu.setApplicationMenu(null);
}

/** Refuses everything that a page could load, get permission for or download, except the application's own files. */
export function lockSession(session: Session, log: Log): void {
  session.webRequest.onBeforeRequest(({ url, resourceType }, answer) => {
    const ours = url.startsWith(`${PAGE_ORIGIN}/`);
    if (!ours) log.event('request-refused', { scheme: schemeOf(url), resourceType });
    answer({ cancel: !ours });
  });
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.event('permission-refused', { permission });
    answer(false);
  });
  session.setDevicePermissionHandler(() => false);
  // Without a handler Chromium itself refuses to share a screen.
  session.setDisplayMediaRequestHandler(null);
  session.on('select-hid-device', refuseDevice);
  session.on('select-usb-device', refuseDevice);
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('will-download', (event) => {
    log.event('download-refused');
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}

/** Keeps a page in place: refuses other addresses, windows, zoom and menus, and keys that are not for the page. */
function lockContents(contents: WebContents, log: Log): void {
  const refuse = (what: 'navigation' | 'redirect' | 'webview') => (event: Pick<Event, 'preventDefault'>) => {
    log.event(`${what}-refused`);
    event.preventDefault();
  };
  refuseFileChoosers(contents, log);
  contents.on('will-navigate', refuse('navigation'));
  contents.on('will-frame-navigate', refuse('navigation'));
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', refuse('webview'));
  contents.on('context-menu', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  // A page that asks "leave this site?" would block its reload.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log.event('window-refused');
    return { action: 'deny' };
  });
  contents.on('before-input-event', (event, input) => {
    if (!mayReachPage(input)) event.preventDefault();
  });
  contents.on('zoom-changed', () => contents.setZoomLevel(0));
  contents.on('did-finish-load', () => {
    contents.setZoomLevel(0);
    contents
      .setVisualZoomLevelLimits(1, 1)
      .catch((error: unknown) => log.event('zoom-not-limited', { reason: String(error) }));
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/**
 * Keeps a page from opening the system's file dialogs, which would cover the kiosk and show the whole disk. Electron has no event for them;
 * only Chromium's debugger protocol can block them.
 */
function refuseFileChoosers(contents: WebContents, log: Log): void {
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
  // Other developer tools may detach the debugger; it attaches again once they are closed.
  inspector.on('detach', () => setImmediate(start));
  start();
}

/** Refuses faulty certificates, client certificates and logins, and locks every session and page that is created later. */
export function lockApplication(log: Log): void {
  app.on('session-created', (session) => lockSession(session, log));
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log));
  app.on('certificate-error', (event, _contents, _url, error, _certificate, answer) => {
    log.event('certificate-refused', { error });
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

const refuseDevice = (event: Event, _details: unknown, answer: () => void): void => {
  event.preventDefault();
  answer();
};

const schemeOf = (url: string): string => /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0] ?? 'none';
