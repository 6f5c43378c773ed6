export const CHANNELS = {
  call: 'kiosk:call',
  /** The page starts to listen; the shell answers with the current state. */
  listen: 'kiosk:listen',
  /** `ask` asks the page whether it lives; `alive` is its answer. */
  ask: 'kiosk:ask',
  alive: 'kiosk:alive',
  view: 'kiosk:view',
  shell: 'kiosk:shell',
  sound: 'kiosk:sound',
} as const;
