const { contextBridge } = require('electron');

let appearance = null;
const views = new Set();
const shells = new Set();
const calls = new Set();
const listenIn = (listeners) => (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

contextBridge.exposeInMainWorld('kiosk', {
  call: async (method) => {
    for (const listener of calls) listener(method);
    return method === 'getAppearance' && appearance !== null
      ? { ok: true, value: appearance }
      : { ok: false, error: { kind: 'core-down' } };
  },
  onView: listenIn(views),
  onShell: listenIn(shells),
  // Nothing speaks here.
  onSound: () => () => undefined,
});

contextBridge.exposeInMainWorld('stub', {
  /** What the page is answered when it next asks, which it does at the first view after a screen of the shell. */
  useAppearance: (next) => {
    appearance = next;
  },
  /** Hears every command of the page. */
  onCall: listenIn(calls),
  showView: (state) => {
    for (const listener of views) listener(state);
  },
  showShell: (screen) => {
    for (const listener of shells) listener(screen);
  },
});
