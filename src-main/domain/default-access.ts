/** How a session begins, and how the page stands while no core has said otherwise. */
export const DEFAULT_ACCESS = {
  contrast: 'normal',
  textSize: 100,
  spacing: 'usual',
  brightness: 'usual',
  reach: false,
} as const;
