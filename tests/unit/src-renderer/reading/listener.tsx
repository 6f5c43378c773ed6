import { render } from 'preact';
import { act } from 'preact/test-utils';
import type { SpeechSetting } from '../../../../src-main/contract/shared/speech-setting.ts';
import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import { App } from '../../../../src-renderer/app.tsx';
import { hearKeypad } from '../../../../src-renderer/reading/keypad.ts';
import { createReading } from '../../../../src-renderer/reading/reading.ts';
import { createSession } from '../../../../src-renderer/session.ts';
import { createRendererStore, showView } from '../../../../src-renderer/store.ts';
import { appearanceOf } from '../../../support/appearance.ts';
import { canned as cannedState } from '../canned.ts';
import { createFakeKiosk } from '../fake-kiosk.ts';

export const PRIVATE: ViewState['speech'] = {
  mode: 'private',
  speed: 0,
  volume: 2,
  curtain: false,
  says: true,
  aloud: false,
  synthesiser: 'ready',
};
export const SPEAKER: ViewState['speech'] = { ...PRIVATE, mode: 'speaker' };
export const OFF: ViewState['speech'] = { ...PRIVATE, mode: 'off', says: false };
export const canned = (name: string, changes: Partial<ViewState> = {}): ViewState =>
  cannedState(name, { speech: PRIVATE, ...changes });

type Said = 'ended' | 'interrupted' | 'failed';
const KEYS = {
  F13: 'curtain',
  F14: 'ticket',
  F15: 'jack-in',
  F16: 'jack-out',
  F17: 'up',
  F18: 'down',
  F19: 'select',
  F20: 'help',
  F21: 'slower',
  F22: 'faster',
  F23: 'back',
  F24: 'repeat',
  AudioVolumeUp: 'louder',
  AudioVolumeDown: 'softer',
  AudioVolumeMute: 'loudest',
} as const;
type KeyName = keyof typeof KEYS;

/**
 * A page with a keypad and a headset, and the sentences that a person hears there. A sentence ends at once, unless `holds` keeps it open.
 */
export function listenAt(speech: Partial<SpeechSetting> = {}) {
  const kiosk = createFakeKiosk();
  const store = createRendererStore();
  const session = createSession(kiosk.api, store, kiosk.newRequestId);
  const usual = appearanceOf();
  store.setState({ appearance: { ...usual, keypad: KEYS, speech: { ...usual.speech, ...speech } } });
  const heard: { language: string; text: string }[] = [];
  const open: ((said: Said) => void)[] = [];
  const waits: { ms: number; heard: () => void }[] = [];
  const hearing = { holds: false, hushed: 0, volume: null as number | null };
  const endAll = (said: Said): void => {
    for (const end of open.splice(0)) end(said);
  };
  const reading = createReading({
    page: document,
    store,
    session,
    voice: {
      say(text, { language }) {
        endAll('interrupted');
        heard.push({ language, text });
        return new Promise((resolve) => {
          if (hearing.holds) open.push(resolve);
          else resolve('ended');
        });
      },
      hush() {
        hearing.hushed += 1;
        endAll('interrupted');
      },
      setVolume(volume) {
        hearing.volume = volume;
      },
    },
    toEar: (text) => text,
    after: (ms, done) => void waits.push({ ms, heard: done }),
  });
  const keypad = hearKeypad(window, {
    keys: () => store.getState().appearance?.keypad ?? {},
    onJack: reading.jack,
    onAction: reading.act,
  });
  const stop = [keypad.beforeGuard(), keypad.afterGuard(), store.subscribe(reading.follow)];
  act(() => render(<App store={store} session={session} />, document.body));

  /** Lets pending timers run, and the timers that these start. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 6; round += 1) await new Promise((resolve) => setTimeout(resolve));
  }
  async function pass(ms: number): Promise<void> {
    for (const wait of waits.splice(0)) if (wait.ms <= ms) wait.heard();
    await settle();
  }
  return {
    kiosk,
    store,
    hearing,
    reading,
    waits,
    pass,
    async said(): Promise<string[]> {
      await settle();
      return heard.splice(0).map(({ text }) => text);
    },
    async saidIn(): Promise<string[]> {
      await settle();
      return heard.splice(0).map(({ language, text }) => `${language}: ${text}`);
    },
    async show(state: ViewState): Promise<void> {
      act(() => showView(store, state));
      reading.look();
      await pass(500);
    },
    async press(key: KeyName, init: KeyboardEventInit = {}): Promise<void> {
      act(() => {
        window.dispatchEvent(new KeyboardEvent('keydown', { code: key, cancelable: true, ...init }));
        if (init.repeat !== true) window.dispatchEvent(new KeyboardEvent('keyup', { code: key }));
      });
      reading.look();
      await settle();
    },
    down: (key: KeyName) => void window.dispatchEvent(new KeyboardEvent('keydown', { code: key, cancelable: true })),
    up: (key: KeyName) => void window.dispatchEvent(new KeyboardEvent('keyup', { code: key })),
    calls: (method: string) => kiosk.calls.filter((call) => call.method === method).map(({ params }) => params),
    end: endAll,
    leave(): void {
      for (const end of stop) end?.();
      act(() => render(null, document.body));
      document.querySelector('.reading-ring')?.remove();
    },
  };
}
