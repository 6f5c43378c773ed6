/** How large the body of an operation may be, in bytes. A larger one is refused as `too-large`. */
export interface BodyBounds {
  /** As it is sent, plain or as gzip. */
  sent: number;
  /** After it is unpacked. Absent: the operation takes no gzip, because its body is small. */
  unpacked?: number;
}

/** A few members, each of them short. */
export const SMALL_BODY: BodyBounds = { sent: 4_096 };
/** A candidate proves its key only with the body itself: the least that holds an `EnrolmentRequest`, and as much again. */
export const STRANGER_BODY: BodyBounds = { sent: 2_048 };

/**
 * How deeply arrays and objects of a JSON body may be nested. A parser needs far more time and memory for a bracket than for a letter, so a
 * deeper body is refused before it is parsed. An event's payload may have 32 levels of it.
 */
export const MOST_NESTED = 64;
