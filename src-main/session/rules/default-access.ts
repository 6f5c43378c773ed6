/** The access settings of a new session. The page uses them too until the core has sent a view state. */
export const DEFAULT_ACCESS = {
  contrast: 'normal',
  textSize: 100,
  spacing: 'usual',
  brightness: 'usual',
  reach: false,
} as const;
