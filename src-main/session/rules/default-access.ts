/** The settings at the start of a session, and of the page until the core has sent a view state. */
export const DEFAULT_ACCESS = {
  contrast: 'normal',
  textSize: 100,
  spacing: 'usual',
  brightness: 'usual',
  reach: false,
} as const;
