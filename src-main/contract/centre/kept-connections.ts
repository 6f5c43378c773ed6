/**
 * Times after which an idle connection is closed. The kiosk closes it first, because a request that it sends while the centre closes the
 * connection gets no answer. The centre announces its limit in `Keep-Alive`; if that is shorter than `KIOSK_KEEPS_IDLE_MS`, the kiosk obeys
 * it.
 */
export const KIOSK_KEEPS_IDLE_MS = 45_000;
export const CENTRE_KEEPS_IDLE_MS = 75_000;
