/** The settings at the start of a session, and of the page before the core has sent any. */
export const DEFAULT_ACCESS = {
  contrast: 'normal',
  textSize: 100,
  spacing: 'usual',
  brightness: 'usual',
  reach: false,
} as const;
