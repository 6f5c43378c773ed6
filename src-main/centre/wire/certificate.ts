export interface Peer {
  /** OpenSSL's code for the fault in the chain; `null` if none. OpenSSL reports only the last fault that it met. */
  fault: string | null;
  /** Whether the certificates' signatures lead to a trusted authority, whatever their dates. */
  isCertified: boolean;
  isOfHost: boolean;
  /** SHA-256 of the public key (SPKI), base64url. The handshake proved that the peer has the private key. */
  pin: string;
  /** Validity of every certificate the peer sent, milliseconds since 1970. */
  validity: readonly { fromMs: number; toMs: number }[];
}

export interface Known {
  pin: string | null;
  /** The centre's time, milliseconds since 1970; `null` while unknown. */
  trustedMs: number | null;
}

/**
 * The use that a peer's certificate permits.
 * - `verified`: everything.
 * - `verified-but-for-our-clock`: everything; the certificate is valid at the centre's signed time, and the kiosk's clock is wrong.
 * - `for-time-only`: clock and certificate disagree, but the key is the pinned one, so its holder may be asked for the time only.
 * - `refused`: nothing.
 */
export type Judgement = 'verified' | 'verified-but-for-our-clock' | 'for-time-only' | 'refused';

/** Whether a wrong clock may cause the fault: a dead battery sets the clock to 1970 (or 2040), when no certificate is valid. */
export const isClockFault = (fault: string): boolean => fault === 'CERT_NOT_YET_VALID' || fault === 'CERT_HAS_EXPIRED';

export function judge({ fault, isCertified, isOfHost, pin, validity }: Peer, known: Known): Judgement {
  if (!isOfHost) return 'refused';
  if (fault === null) return 'verified';
  if (!isClockFault(fault) || !isCertified || known.pin === null || known.pin !== pin) return 'refused';
  const { trustedMs } = known;
  if (trustedMs === null) return 'for-time-only';
  const holds = validity.length > 0 && validity.every(({ fromMs, toMs }) => fromMs <= trustedMs && trustedMs <= toMs);
  return holds ? 'verified-but-for-our-clock' : 'refused';
}
