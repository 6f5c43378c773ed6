import { app, type Event, Menu, type Session, type WebContents } from 'electron';
import type { Log } from '../ports/log.ts';
import { PAGE_ORIGIN } from './app-files.ts';
import { refuseFileChoosers } from './file-choosers.ts';
import { mayReachPage } from './keys.ts';

/**
 * Chromium's own ways out, closed before it starts. No name resolves: all that the page needs comes by `app://`, and
 * the network belongs to the core.
 */
export function closeChromium(): void {
  const { commandLine } = app;
  // Root without a sandbox is for machines that can do nothing else; with both switches every child process dies.
  if (!commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  // Pickers of files and folders for scripts.
  commandLine.appendSwitch('disable-blink-features', 'FileSystemAccess,FileSystemAccessLocal');
  // A page takes 18 MB less; what it does, it does as fast as anybody sees.
  commandLine.appendSwitch('js-flags', '--optimize-for-size');
  commandLine.appendSwitch('disable-pinch');
  commandLine.appendSwitch('overscroll-history-navigation', '0');
  Menu.setApplicationMenu(null);
}

/** Everything a session could fetch, grant or store is refused but the application's own files. */
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

/** Keeps a page where it is: no other address, no window, no zoom, no menu, no key that is not for the page. */
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
  // A page that asks "leave this site?" would keep a reload from happening.
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

/** Refuses what reaches the whole application, and locks every page there will ever be. */
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
