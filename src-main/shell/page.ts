import { type BrowserWindow, ipcMain, type WebContents, type WebFrameMain } from 'electron';
import { type Result, refuse } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import type { Refusal } from '../session/contract/kiosk-api.ts';
import type { Sound } from '../speech/contract/speech.ts';
import { type Alarm, createAlarm, nowMs } from './alarm.ts';
import { HELP_PAGE, KIOSK_PAGE, PAGE_ORIGIN } from './app-files.ts';
import { readCall } from './calls.ts';
import { CHANNELS } from './channels.ts';
import type { CoreLink, Shown } from './core-link.ts';
import {
  type GuardEvent,
  type GuardState,
  type GuardStep,
  guardDeadlineOf,
  openPage,
  stepGuard,
} from './page-guard.ts';
import { createScannerKeys } from './scanner-keys.ts';

/** Chromium's code for a load that a newer load replaced, which is no failure. */
const ABORTED = -3;

export interface Page {
  show(shown: Shown): void;
  /** Sends a piece of speech to the current page; a reloaded page does not get it. */
  sound(sound: Sound): void;
  isAlive(): boolean;
}

interface Kept {
  readonly window: BrowserWindow;
  /** The window's contents; kept because the window may be destroyed earlier. */
  readonly contents: WebContents;
  readonly log: Log;
  readonly alarm: Alarm;
  state: GuardState;
  shown: Shown;
}

/** Loads the page into the window, reloads it when it dies, and forwards its messages after checking the sender. */
export function runPage(window: BrowserWindow, core: Pick<CoreLink, 'request' | 'hasWedge'>, log: Log): Page {
  const kept: Kept = {
    window,
    contents: window.webContents,
    log,
    alarm: createAlarm(() => tell(kept, { kind: 'alarm', atMs: nowMs() })),
    state: openPage(nowMs()),
    shown: { kind: 'shell', screen: { screen: 'starting' } },
  };
  carryMessages(kept, core);
  const isScanners = createScannerKeys(core, log);
  kept.contents.on('before-input-event', (event, input) => {
    if (isScanners(input, nowMs())) event.preventDefault();
  });
  watchContents(kept);
  load(kept, KIOSK_PAGE);
  kept.alarm.set(guardDeadlineOf(kept.state));
  return {
    show(next) {
      kept.shown = next;
      show(kept);
    },
    sound: (sound) => send(kept, CHANNELS.sound, sound),
    isAlive: () => kept.state.phase === 'alive',
  };
}

function show(kept: Kept): void {
  if (kept.shown.kind === 'view') send(kept, CHANNELS.view, kept.shown.view);
  else send(kept, CHANNELS.shell, kept.shown.screen);
}

function send({ contents }: Kept, channel: string, value: unknown): void {
  if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(channel, value);
}

function load({ contents }: Kept, url: string): void {
  // Ignored, because `did-fail-load` reports the same failure.
  contents.loadURL(url).catch(() => undefined);
}

function tell(kept: Kept, event: GuardEvent): void {
  // While the program ends, its processes end in any sequence, and a destroyed window needs no page.
  if (kept.window.isDestroyed() || kept.contents.isDestroyed()) return;
  const taken = stepGuard(kept.state, event);
  kept.state = taken.state;
  carryOut(kept, taken.effects);
  kept.alarm.set(guardDeadlineOf(kept.state));
}

function carryOut(kept: Kept, effects: GuardStep['effects']): void {
  const { contents, log } = kept;
  for (const effect of effects) {
    if (effect.kind !== 'ask') log.event(effect.kind);
    switch (effect.kind) {
      case 'load-kiosk':
        load(kept, KIOSK_PAGE);
        break;
      case 'load-help':
        load(kept, HELP_PAGE);
        break;
      case 'ask':
        if (!contents.isCrashed()) contents.send(CHANNELS.ask);
        break;
      case 'end-page-process':
        contents.forcefullyCrashRenderer();
        break;
    }
  }
}

function carryMessages(kept: Kept, core: Pick<CoreLink, 'request'>): void {
  const { contents, log } = kept;
  const isOurs = (sender: WebContents, frame: WebFrameMain | null): boolean =>
    sender === contents && frame !== null && frame === contents.mainFrame && frame.origin === PAGE_ORIGIN;
  ipcMain.handle(CHANNELS.call, async (event, method: unknown, params: unknown): Promise<Result<unknown, Refusal>> => {
    const call = isOurs(event.sender, event.senderFrame)
      ? readCall(method, params)
      : refuse<Refusal>({ kind: 'bad-message', detail: 'sender' });
    if (call.ok) return core.request(call.value.method, call.value.params);
    log.event('call-refused', { reason: call.error.detail });
    return call;
  });
  ipcMain.on(CHANNELS.listen, (event) => {
    if (!isOurs(event.sender, event.senderFrame)) return;
    tell(kept, { kind: 'heard', atMs: nowMs() });
    show(kept);
  });
  ipcMain.on(CHANNELS.alive, (event) => {
    if (isOurs(event.sender, event.senderFrame)) tell(kept, { kind: 'heard', atMs: nowMs() });
  });
}

function watchContents(kept: Kept): void {
  const { contents, log, alarm } = kept;
  const isGone = (): void => tell(kept, { kind: 'gone', atMs: nowMs() });
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.event('page-process-gone', { reason, exitCode });
    // The page is loaded after this event, because Chromium is still cleaning up after the dead process and would lose a load.
    setImmediate(isGone);
  });
  // Chromium may replace the page with an empty one without a `render-process-gone` or `did-fail-load`.
  contents.on('did-navigate', (_event, url) => {
    if (url === KIOSK_PAGE || url === HELP_PAGE) return;
    log.event('page-strayed');
    isGone();
  });
  contents.on('did-fail-load', (_event, errorCode, _description, _url, isMainFrame) => {
    if (!isMainFrame || errorCode === ABORTED) return;
    log.event('page-not-loaded', { errorCode });
    isGone();
  });
  contents.on('unresponsive', () => {
    log.event('page-unresponsive');
    contents.forcefullyCrashRenderer();
  });
  contents.on('preload-error', (_event, _path, error) => log.event('preload-failed', { reason: error.message }));
  contents.once('destroyed', () => alarm.set(null));
}
