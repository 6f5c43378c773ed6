/**
 * Kiosks close idle connections before the centre does, because a request sent while the centre closes gets no answer. The centre announces
 * its limit in `Keep-Alive`, and a kiosk obeys a limit shorter than its own.
 */
export const KIOSK_KEEPS_IDLE_MS = 45_000;
export const CENTRE_KEEPS_IDLE_MS = 75_000;
