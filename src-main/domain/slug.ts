/** A machine-readable name: words of a-z and 0-9 joined by hyphens, a letter first. */
export const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
