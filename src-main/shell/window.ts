import { BrowserWindow, type Rectangle, type Session, screen } from 'electron';
import type { Log } from '../ports/log.ts';

/** The green of the start screen, shown before the page has painted. */
const BACKGROUND = '#00573F';
/** Delay after which the window is shown even if the page has painted nothing, so that citizens do not see the desktop. */
const SHOW_AFTER_MS = 3_000;
/** Time without a further change after which a window counts as placed: window systems move and resize in several steps. */
const SETTLE_MS = 200;
const LONGEST_RECOVER_MS = 30_000;

export interface WindowOptions {
  preloadFile: string;
  session: Session;
  devTools: boolean;
}

/**
 * Opens the only window, hidden until its page has painted or `SHOW_AFTER_MS` has passed. The window covers the primary display; whenever
 * it does not, it is placed there again.
 */
export function openWindow({ preloadFile, session, devTools }: WindowOptions, log: Log): BrowserWindow {
  const window = new BrowserWindow({
    ...screen.getPrimaryDisplay().bounds,
    title: 'Torn',
    show: false,
    kiosk: true,
    fullscreen: true,
    frame: false,
    autoHideMenuBar: true,
    backgroundColor: BACKGROUND,
    webPreferences: {
      session,
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      plugins: false,
      webgl: false,
      spellcheck: false,
      disableDialogs: true,
      // The page's timers must run even while something covers the window for a moment.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
      devTools,
    },
  });
  let isShown = false;
  const show = (): void => {
    if (window.isDestroyed() || isShown) return;
    isShown = true;
    // Checked, because some window managers show a kiosk window at once in spite of `show: false`.
    if (!window.isVisible()) window.show();
    log.event('window-shown');
  };
  const latest = setTimeout(show, SHOW_AFTER_MS);
  window.once('ready-to-show', show);
  window.once('closed', () => clearTimeout(latest));
  keepCovering(window, log);
  return window;
}

function keepCovering(window: BrowserWindow, log: Log): void {
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let reported = '';

  const check = (): void => {
    if (window.isDestroyed()) return;
    const display = screen.getPrimaryDisplay().bounds;
    const bounds = window.getBounds();
    if (isSame(bounds, display)) {
      if (failures > 0) log.event('window-covers', { display });
      failures = 0;
      reported = '';
      return;
    }
    failures += 1;
    const seen = JSON.stringify([bounds, display]);
    if (seen !== reported) log.event('window-does-not-cover', { bounds, display });
    reported = seen;
    window.setKiosk(true);
    window.setBounds(display);
    checkIn(Math.min(LONGEST_RECOVER_MS, 500 * 2 ** failures));
  };
  const checkIn = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(check, delayMs);
  };
  const checkSoon = (): void => checkIn(SETTLE_MS);

  window.on('show', checkSoon);
  window.on('resize', checkSoon);
  window.on('move', checkSoon);
  window.on('minimize', () => window.restore());
  window.on('leave-full-screen', checkSoon);
  screen.on('display-metrics-changed', checkSoon);
  screen.on('display-added', checkSoon);
  screen.on('display-removed', checkSoon);
  window.once('closed', () => {
    clearTimeout(timer);
    screen.off('display-metrics-changed', checkSoon);
    screen.off('display-added', checkSoon);
    screen.off('display-removed', checkSoon);
  });
}

const isSame = (a: Rectangle, b: Rectangle): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
