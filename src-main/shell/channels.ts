export const CHANNELS = {
  call: 'kiosk:call',
  /** The page starts to listen; the shell answers with the current state. */
  listen: 'kiosk:listen',
  /** `ask` requests a sign of life, `alive` is the answer. */
  ask: 'kiosk:ask',
  alive: 'kiosk:alive',
  view: 'kiosk:view',
  shell: 'kiosk:shell',
  sound: 'kiosk:sound',
} as const;
