/** Names of the messages between page and shell. */
export const CHANNELS = {
  call: 'kiosk:call',
  /** The page starts to hear: it is told the present state. */
  listen: 'kiosk:listen',
  view: 'kiosk:view',
  shell: 'kiosk:shell',
} as const;
