import type { Result } from '../src-main/domain/result.ts';
import type { Appearance } from '../src-main/session/contract/appearance.ts';
import type { Answer, PageMethod, ParamsOf, Refusal, TouchMethod } from '../src-main/session/contract/kiosk-api.ts';
import type { ShellScreen, ViewState } from '../src-main/session/contract/view-state.ts';
import type { Sound } from '../src-main/speech/contract/speech.ts';

/** The answer to a command; `ok: false` if the core refused the command, could not read it, or is down. */
export type CallResult<M extends PageMethod = TouchMethod> = M extends 'getViewState'
  ? Result<ViewState, Refusal>
  : M extends 'getAppearance'
    ? Result<Appearance, Refusal>
    : Answer['result'];

/** The functions that the preload script gives the page as `window.kiosk`. */
export type KioskApi = {
  /** Sends one command to the core. Never rejects. */
  readonly call: <M extends PageMethod>(method: M, params: ParamsOf<M>) => Promise<CallResult<M>>;
  readonly onView: (listener: (state: ViewState) => void) => () => void;
  /**
   * Calls `listener` with each screen that the shell (Electron's main process) shows while no core answers. A page that was just loaded
   * gets the current one. Returns the function that removes `listener`.
   */
  readonly onShell: (listener: (screen: ShellScreen) => void) => () => void;
  readonly onSound: (listener: (sound: Sound) => void) => () => void;
};

declare global {
  interface Window {
    readonly kiosk: KioskApi;
  }
}
