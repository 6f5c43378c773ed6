import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { KioskApi } from '../../../src-renderer/api.ts';

export const views = new Set<Parameters<KioskApi['onView']>[0]>();
export const shells = new Set<Parameters<KioskApi['onShell']>[0]>();
let appearance: Appearance | null = null;

export function setAppearance(next: Appearance): void {
  appearance = next;
}

function listenIn<T>(listeners: Set<T>): (listener: T) => () => void {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

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
