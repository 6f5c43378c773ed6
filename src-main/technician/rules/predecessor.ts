/**
 * Stage of reading the data of a replaced kiosk. `open`: not started. `no-stick`: nothing is plugged in. `other-file-system`: neither FAT
 * nor exFAT. `not-there`: the plugged-in disk has no journal of that kiosk. `unreadable`: access was denied, or the identity of a journal
 * is corrupt. `gone`: the reading failed, as after the disk was pulled out. `not-sent`: read, but the centre has not accepted the events
 * yet, or this kiosk could not note that it has. `sent`: all events that were read are at the centre.
 */
export const PREDECESSOR_STAGES = [
  'open',
  'looking',
  'no-stick',
  'other-file-system',
  'not-there',
  'unreadable',
  'gone',
  'sending',
  'not-sent',
  'sent',
] as const;
export type PredecessorStage = (typeof PREDECESSOR_STAGES)[number];

export const isUnderWay = (stage: PredecessorStage): boolean => stage === 'looking' || stage === 'sending';
