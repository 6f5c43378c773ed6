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
  // The stub plays no sound, so it keeps no listener.
  onSound: () => () => undefined,
});

contextBridge.exposeInMainWorld('stub', {
  /** Sets the answer to `getAppearance`, which the page calls at the first view after a screen of the shell. */
  useAppearance: (next) => {
    appearance = next;
  },
  /** Adds a listener, which gets the method of every `kiosk.call`. */
  onCall: listenIn(calls),
  showView: (state) => {
    for (const listener of views) listener(state);
  },
  showShell: (screen) => {
    for (const listener of shells) listener(screen);
  },
});
