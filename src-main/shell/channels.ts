/** Names of the messages between page and shell. */
export const CHANNELS = {
  call: 'kiosk:call',
  /** The page starts to listen; the shell answers with the present state. */
  listen: 'kiosk:listen',
  /** Asks for a sign of life, and that sign. */
  ask: 'kiosk:ask',
  alive: 'kiosk:alive',
  view: 'kiosk:view',
  shell: 'kiosk:shell',
  sound: 'kiosk:sound',
} as const;
