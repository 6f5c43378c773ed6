import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { createRendererStore, onNewScreen, showShell, showView } from '../../../src-renderer/store.ts';
import { canned, USUAL_WARNING } from './canned.ts';

const warningAt = (endsInSeconds: number) => ({ ...USUAL_WARNING, endsInSeconds });

const shownIn = (store: ReturnType<typeof createRendererStore>): ViewState | null => {
  const { shown } = store.getState();
  return shown.owner === 'core' ? shown.state : null;
};

describe('the store', () => {
  it('shows the start until the core sends a state', () => {
    expect(createRendererStore().getState().shown).toEqual({ owner: 'shell', screen: { screen: 'starting' } });
  });

  it('drops a state older than the newest of the same session', () => {
    const store = createRendererStore();
    showView(store, canned('services', { stateNo: 5 }));
    showView(store, canned('idle', { stateNo: 4 }));
    expect(shownIn(store)?.view.screen).toBe('services');
  });

  it('takes the first state of the next session, whatever its number', () => {
    const store = createRendererStore();
    showView(store, canned('services', { stateNo: 5 }));
    const next = canned('idle', { stateNo: 0, sessionId: '7a3a55f1-6a0f-4b8e-8f5e-1f7a0f1d2c33' });
    showView(store, next);
    expect(shownIn(store)).toEqual(next);
  });

  it('returns from the shell’s screen with the next state', () => {
    const store = createRendererStore();
    showView(store, canned('services', { stateNo: 5 }));
    showShell(store, { screen: 'core-down', code: 'store-failed' });
    expect(shownIn(store)).toBeNull();
    showView(store, canned('idle', { stateNo: 1 }));
    expect(shownIn(store)?.view.screen).toBe('idle');
  });
});

describe('the transition between screens', () => {
  it('goes in through the chosen entry’s door, and out through the same door', () => {
    const store = createRendererStore();
    showView(store, canned('idle', { stateNo: 1 }));
    expect(store.getState().passage).toBeNull();
    showView(store, canned('services-appointment', { stateNo: 2 }));
    expect(store.getState().passage).toEqual({ direction: 'in', doorway: 'right' });
    showView(store, canned('help', { stateNo: 3 }));
    expect(store.getState().passage).toBeNull();
    showView(store, canned('idle', { stateNo: 4 }));
    expect(store.getState().passage).toEqual({ direction: 'out', doorway: 'right' });
  });

  it('goes through the middle if there is one door', () => {
    const store = createRendererStore();
    showView(store, canned('idle-one-entry', { stateNo: 1 }));
    showView(store, canned('services', { stateNo: 2 }));
    expect(store.getState().passage).toEqual({ direction: 'in', doorway: 'alone' });
  });
});

describe('a screen counts as new', () => {
  const services = (changes: Partial<ViewState>) => canned('services', changes);

  it('with each stamp, when a warning comes or goes, and with the shell’s screens', () => {
    const store = createRendererStore();
    showView(store, services({ stateNo: 5 }));
    let news = 0;
    onNewScreen(store, () => {
      news += 1;
    });
    for (const [index, next] of [
      () => showView(store, services({ stateNo: 6 })),
      () => showView(store, services({ stateNo: 6, warning: warningAt(20) })),
      () => showView(store, services({ stateNo: 6, warning: null })),
      () => showShell(store, { screen: 'core-down', code: null }),
      () => showView(store, services({ stateNo: 6 })),
      () => showView(store, services({ stateNo: 6, sessionId: '7a3a55f1-6a0f-4b8e-8f5e-1f7a0f1d2c33' })),
    ].entries()) {
      next();
      expect(news).toBe(index + 1);
    }
  });

  it('not when only the clock or the remaining seconds change', () => {
    const store = createRendererStore();
    showView(store, services({ stateNo: 6, warning: warningAt(20) }));
    let news = 0;
    onNewScreen(store, () => {
      news += 1;
    });
    showView(store, services({ stateNo: 6, warning: warningAt(15), localTime: '2026-11-24T10:25' }));
    expect(news).toBe(0);
  });
});
