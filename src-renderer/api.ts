import type { Appearance } from '../src-main/contract/kiosk/appearance.ts';
import type { Answer, PageMethod, ParamsOf, Refusal, TouchMethod } from '../src-main/contract/kiosk/kiosk-api.ts';
import type { Sound } from '../src-main/contract/kiosk/speech.ts';
import type { ShellScreen, ViewState } from '../src-main/contract/kiosk/view-state.ts';
import type { Result } from '../src-main/domain/result.ts';

/** A core that is down or a message it cannot read is an answer with `ok: false`. */
export type CallResult<M extends PageMethod = TouchMethod> = M extends 'getViewState'
  ? Result<ViewState, Refusal>
  : M extends 'getAppearance'
    ? Result<Appearance, Refusal>
    : Answer['result'];

/** The whole of what the preload gives the page, as `window.kiosk`. */
export type KioskApi = {
  /** Sends one command to the core. Never rejects. */
  readonly call: <M extends PageMethod>(method: M, params: ParamsOf<M>) => Promise<CallResult<M>>;
  /** Hears every view state the core pushes. Returns how to stop. */
  readonly onView: (listener: (state: ViewState) => void) => () => void;
  /** Hears the screens the shell owns while no core speaks; the current one is sent again to a page just loaded. Returns how to stop. */
  readonly onShell: (listener: (screen: ShellScreen) => void) => () => void;
  /** Hears each piece of what is spoken. Returns how to stop. */
  readonly onSound: (listener: (sound: Sound) => void) => () => void;
};

declare global {
  interface Window {
    readonly kiosk: KioskApi;
  }
}
