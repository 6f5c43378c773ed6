/**
 * A kiosk keeps a connection for its next request, and closes it before the centre would: a request that is sent as the centre closes
 * gets no answer. The centre says how long it keeps one in `Keep-Alive`, and a kiosk heeds a shorter time than its own.
 */
export const KIOSK_KEEPS_IDLE_MS = 45_000;
export const CENTRE_KEEPS_IDLE_MS = 75_000;
