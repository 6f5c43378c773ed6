/** Limits for a request's body in bytes. A larger body is refused as `too-large`. */
export interface BodyBounds {
  /** Bytes as sent, plain or compressed with gzip. */
  sent: number;
  /** Bytes after decompression. Absent: the operation refuses gzip, because its body is small. */
  unpacked?: number;
}

export const SMALL_BODY: BodyBounds = { sent: 4_096 };
/**
 * Limit for a body from an unknown sender. The centre must read the body of an `EnrolmentRequest` before it can verify the sender, because
 * the key is in the body. Therefore the limit is small: twice the size of such a request.
 */
export const STRANGER_BODY: BodyBounds = { sent: 2_048 };

/**
 * Levels of nesting allowed in a JSON body. A body with more levels is refused before parsing, because a parser needs far more time and
 * memory for a bracket than for a letter. An event's payload may use 32 levels.
 */
export const MOST_NESTED = 64;
