// This file imports no zod, which would cost the server's thread 5 MB.

export const HUB_PATHS = {
  beginPairing: '/api/pairings',
  claimPairing: '/api/pairings/claim',
  /** Server-sent events `desk` (`DeskView`). 401: the browser is not paired any more. */
  deskFeed: '/api/desk/feed',
  deskOrders: '/api/desk/orders',
  /** `DeskShows`; 401: the browser is not paired any more. */
  deskShows: '/api/desk/shows',
  /** `ComeBackAsk` → `ComeBackAnswer`: an appointment on another day for the citizen at this desk. */
  deskComeBack: '/api/desk/come-back',
  /** Server-sent events `hall` (`HallFeed`). 401: the browser is not paired any more. */
  hallFeed: '/api/hall/feed',
} as const;

/** The picture of the feed as PNG: `?id=` as in the feed; 404 for another id. For paired halls only. */
export const HALL_PICTURE_PATH = '/api/hall/picture';

/**
 * Sound of a call as WAV: `?call=` the call's id, `&language=` Catalan or the ticket's language; 404 if no voice speaks it. For paired
 * halls only.
 */
export const HALL_SPEECH_PATH = '/api/hall/speech';

/**
 * Requests between the kiosks of an office, at the port of their desks. Each request names the key that signed it, and is signed for the
 * kiosk to which it is sent: `proofText`. An older program ignores unknown fields.
 */
export const KIOSK_PATHS = {
  /** `ChangesAsked` → `OfficeChanges`: at once if there are changes, else at the next change or after `holdMs`. */
  changes: '/api/kiosks/changes',
  /** `OrderPassedOn` → `DeskAnswer`: carries out an order that the sender received from one of its desks. */
  orders: '/api/kiosks/orders',
  /** → 200: an order or a request for a number would be answered now. 404 from a program older than this path means the same. */
  trial: '/api/kiosks/trial',
  /** `NumberAsked` → `NumberGiven`: the next number of a series for a ticket of the caller; 409: none is issued. */
  numbers: '/api/kiosks/numbers',
  /**
   * `NumberShown` → 200: a number issued at the path `numbers` still belongs to the caller's ticket; 409: it may belong to another ticket.
   */
  numbersAgain: '/api/kiosks/numbers/again',
} as const;

/** The signer's public key, as SPKI in base64url. */
export const KIOSK_KEY_HEADER = 'torn-kiosk-key';
/**
 * Headers of every answer at these paths, even a refusal, if the kiosk has sibling kiosks: the kiosk's slot and the id of its program's
 * run. Two kiosks of an office with the same slot must be noticed before a technician pairs them; the slot is no secret, because numbers on
 * paper show it.
 */
export const KIOSK_SLOT_HEADER = 'torn-kiosk-slot';
export const KIOSK_RUN_HEADER = 'torn-kiosk-run';
/** ECDSA over P-256 with SHA-256 of `proofText`, DER in base64url. */
export const KIOSK_PROOF_HEADER = 'torn-kiosk-proof';

/** `to`: SHA-256 of the public key of the kiosk to which the request goes, base64url; `bodyHash`: SHA-256 of the body, base64url. */
export const proofText = (to: string, path: string, bodyHash: string): string =>
  ['torn-kiosk-request-1', to, path, bodyHash].join('\n');
