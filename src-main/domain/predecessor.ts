/**
 * How far what a replaced kiosk still holds is read. `open`: nobody has asked. `no-stick`: nothing is plugged in. `other-file-system`: neither
 * FAT nor exFAT. `not-there`: what is plugged in
 * holds no journal of it. `unreadable`: something there lets nobody in. `gone`: it was pulled out meanwhile. `not-sent`: read, and the centre
 * did not take it now. `sent`: all that was read is at the centre.
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

/** While these last nothing else is begun. */
export const isUnderWay = (stage: PredecessorStage): boolean => stage === 'looking' || stage === 'sending';
