/** What a TLS connection says of the peer, before anything is sent. */
export interface Peer {
  /**
   * What the verification of the chain found, in OpenSSL's words; `null` when it found nothing. OpenSSL names the last fault and may have
   * passed over another one.
   */
  fault: string | null;
  /** Whether the signatures lead to an authority that is believed here, whatever the dates. */
  isCertified: boolean;
  /** Whether the certificate is of the host that was asked for. */
  isOfHost: boolean;
  /** SHA-256 of its public key (SPKI), base64url. It has just shown that it holds the private one. */
  pin: string;
  /** Of every certificate the peer sent, milliseconds since 1970. */
  validity: readonly { fromMs: number; toMs: number }[];
}

export interface Known {
  /** Of the public key last seen on a connection that was verified in every way. */
  pin: string | null;
  /** The centre's time, milliseconds since 1970, while it is known. */
  trustedMs: number | null;
}

/**
 * - `verified`: in every way. - `verified-but-for-our-clock`: the kiosk's own clock is wrong, by the centre's signed time.
 * - `for-time-only`: the machine's clock and the certificate disagree, and the key is the one we know: who holds it may be asked for
 *   the time, and nothing else. - `refused`.
 */
export type Judgement = 'verified' | 'verified-but-for-our-clock' | 'for-time-only' | 'refused';

/** A dead battery is 1970 (or 2040 after a bad one), and every certificate in the world is then not yet, or no longer, valid. */
export const isClockFault = (fault: string): boolean => fault === 'CERT_NOT_YET_VALID' || fault === 'CERT_HAS_EXPIRED';

/** Whether this peer may be spoken to, and of what. */
export function judge({ fault, isCertified, isOfHost, pin, validity }: Peer, known: Known): Judgement {
  if (!isOfHost) return 'refused';
  if (fault === null) return 'verified';
  if (!isClockFault(fault) || !isCertified || known.pin === null || known.pin !== pin) return 'refused';
  const { trustedMs } = known;
  if (trustedMs === null) return 'for-time-only';
  const holds = validity.length > 0 && validity.every(({ fromMs, toMs }) => fromMs <= trustedMs && trustedMs <= toMs);
  return holds ? 'verified-but-for-our-clock' : 'refused';
}
