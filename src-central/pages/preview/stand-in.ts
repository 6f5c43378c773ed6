import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import type { KioskApi } from '../../../src-renderer/api.ts';

type Listen = KioskApi;

const views = new Set<Parameters<Listen['onView']>[0]>();
const shells = new Set<Parameters<Listen['onShell']>[0]>();
let appearance: Appearance | null = null;

function listenIn<T>(listeners: Set<T>): (listener: T) => () => void {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

/** Shows a state as if the kiosk's core had sent it. The renderer reads the kiosk's appearance again, as after a restart. */
export function showState(next: Appearance, state: ViewState): void {
  appearance = next;
  for (const listener of shells) listener({ screen: 'starting' });
  setTimeout(() => {
    for (const listener of views) listener(state);
  });
}

// A kiosk focuses each new screen, but in this preview the focus belongs to the page around the frame.
HTMLElement.prototype.focus = () => undefined;

// At its start the renderer finds this object in place of the connection to the kiosk's core. Touches have no effect.
Object.assign(window, {
  kiosk: {
    call: async (method: string) =>
      method === 'getAppearance' && appearance !== null
        ? { ok: true, value: appearance }
        : { ok: false, error: { kind: 'core-down' } },
    onView: listenIn(views),
    onShell: listenIn(shells),
    onSound: () => () => undefined,
  },
});
