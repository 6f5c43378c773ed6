const { contextBridge } = require('electron');

const views = new Set();
const shells = new Set();
const listenIn = (listeners) => (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

contextBridge.exposeInMainWorld('kiosk', {
  call: async () => ({ ok: false, error: { kind: 'core-down' } }),
  onView: listenIn(views),
  onShell: listenIn(shells),
});

contextBridge.exposeInMainWorld('stub', {
  showView: (state) => {
    for (const listener of views) listener(state);
  },
  showShell: (screen) => {
    for (const listener of shells) listener(screen);
  },
});
