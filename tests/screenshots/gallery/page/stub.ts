import type { KioskApi } from '../../../../src-renderer/api.ts';
import type { Subject } from '../../page/show.ts';

type Listen = KioskApi;
const views = new Set<Parameters<Listen['onView']>[0]>();
const shells = new Set<Parameters<Listen['onShell']>[0]>();
let appearance: Subject['appearance'] | null = null;

function listenIn<T>(listeners: Set<T>): (listener: T) => () => void {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

// The renderer finds this empty stub of the kiosk's API when it starts.
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
  stub: {
    useAppearance: (next: Subject['appearance']) => {
      appearance = next;
    },
    showView: (state: Subject['state']) => {
      for (const listener of views) listener(state);
    },
    showShell: (screen: NonNullable<Subject['shell']>) => {
      for (const listener of shells) listener(screen);
    },
  },
});
