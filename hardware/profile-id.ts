/** The form of a device profile's name: words of a-z and 0-9 joined by hyphens. Makers' names may begin with a digit. */
export const PROFILE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
