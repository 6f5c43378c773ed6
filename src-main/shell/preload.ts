import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { CHANNELS } from './channels.ts';

const hear = (channel: string, listener: (value: unknown) => void): (() => void) => {
  const onMessage = (_event: IpcRendererEvent, value: unknown): void => listener(value);
  ipcRenderer.on(channel, onMessage);
  return () => {
    ipcRenderer.off(channel, onMessage);
  };
};

const follow = (channel: string, listener: (value: unknown) => void): (() => void) => {
  const stop = hear(channel, listener);
  ipcRenderer.send(CHANNELS.listen);
  return stop;
};

// This listener, in the capture phase, runs before any listener of the page, so that dropped items never reach the page or a file input.
for (const kind of ['dragenter', 'dragover', 'drop'])
  addEventListener(
    kind,
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

ipcRenderer.on(CHANNELS.ask, () => ipcRenderer.send(CHANNELS.alive));

contextBridge.exposeInMainWorld('kiosk', {
  call: (method: unknown, params: unknown): Promise<unknown> => ipcRenderer.invoke(CHANNELS.call, method, params),
  onView: (listener: (value: unknown) => void) => follow(CHANNELS.view, listener),
  onShell: (listener: (value: unknown) => void) => follow(CHANNELS.shell, listener),
  onSound: (listener: (value: unknown) => void) => hear(CHANNELS.sound, listener),
});
