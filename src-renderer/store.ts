import { useLayoutEffect, useState } from 'preact/hooks';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Appearance } from '../src-main/session/contract/appearance.ts';
import type { RefusalKind, TouchMethod } from '../src-main/session/contract/kiosk-api.ts';
import type { ShellScreen, Stamp, ViewState } from '../src-main/session/contract/view-state.ts';
import type { CallResult } from './api.ts';
import { type Doorway, type Passage, passageBetween } from './passage.ts';

export type Shown = { owner: 'core'; state: ViewState } | { owner: 'shell'; screen: ShellScreen };

/** A running command. Commands are compared by identity, so that two equal touches count as two. */
export type Command = { readonly method: TouchMethod; readonly stamp: Stamp };

export type RendererState = {
  shown: Shown;
  appearance: Appearance | null;
  inFlight: Command | null;
  /** Why the last command was refused; the next state or touch clears it. */
  refusal: RefusalKind | null;
  passage: Passage;
  lastIn: Doorway;
  /** Whether a touch asked to have the screen read aloud and the reading has not begun. */
  aloudAsked: boolean;
};
export type RendererStore = StoreApi<RendererState>;

export function createRendererStore(): RendererStore {
  return createStore<RendererState>(() => ({
    shown: { owner: 'shell', screen: { screen: 'starting' } },
    appearance: null,
    inFlight: null,
    refusal: null,
    passage: null,
    lastIn: 'left',
    aloudAsked: false,
  }));
}

/**
 * Shows a view state. An older state of the same session is dropped, because a push may arrive before the answer to `getViewState`. A state
 * with the same stamp, for example with a new time, keeps the running command.
 */
export function showView(store: RendererStore, state: ViewState): void {
  const { shown, lastIn } = store.getState();
  const before = shown.owner === 'core' ? shown.state : null;
  if (before?.sessionId === state.sessionId) {
    if (state.stateNo < before.stateNo) return;
    if (state.stateNo === before.stateNo) {
      store.setState({ shown: { owner: 'core', state } });
      return;
    }
  }
  const passage = before === null ? null : passageBetween(before, state, lastIn);
  store.setState({
    shown: { owner: 'core', state },
    inFlight: null,
    refusal: null,
    passage,
    lastIn: passage?.doorway ?? lastIn,
  });
}

export function showShell(store: RendererStore, screen: ShellScreen): void {
  store.setState({ shown: { owner: 'shell', screen }, inFlight: null, refusal: null, passage: null });
}

export function begin(store: RendererStore, command: Command): void {
  store.setState({ inFlight: command, refusal: null });
}

export function end(store: RendererStore, command: Command, result: CallResult): void {
  if (store.getState().inFlight !== command) return;
  store.setState({ inFlight: null, refusal: result.ok ? null : result.error.kind });
}

export function useStore<T>(store: RendererStore, pick: (state: RendererState) => T): T {
  const [value, setValue] = useState(() => pick(store.getState()));
  useLayoutEffect(() => {
    const update = () => setValue(() => pick(store.getState()));
    update();
    return store.subscribe(update);
  }, [store]);
  return value;
}

/**
 * Calls `heard` when a touch would hit something else than before: a new state of the screen, a screen of the shell (Electron's main
 * process), or a warning that appears or goes.
 */
export function onNewScreen(store: RendererStore, heard: () => void): void {
  store.subscribe(({ shown }, before) => {
    if (screenKey(shown) !== screenKey(before.shown)) heard();
  });
}

function screenKey(shown: Shown): string {
  if (shown.owner === 'shell') return shown.screen.screen;
  const { sessionId, stateNo, view, warning } = shown.state;
  return `${sessionId} ${stateNo} ${view.screen} ${warning !== null}`;
}
