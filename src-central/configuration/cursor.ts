import { StoreEpoch } from '../../src-main/contract/shared/ids.ts';

/** A place in the changes of an office. It holds in one memory of the centre alone: one restored counts anew from an old number. */
export interface Cursor {
  storeEpoch: string;
  changeSeq: number;
}

export const writeCursor = ({ storeEpoch, changeSeq }: Cursor): string => `${storeEpoch}.${changeSeq}`;

/** `null` for what this centre has never written. */
export function readCursor(text: string): Cursor | null {
  const { epoch, seq } = /^(?<epoch>[0-9a-f-]{36})\.(?<seq>\d{1,15})$/.exec(text)?.groups ?? {};
  const storeEpoch = StoreEpoch.safeParse(epoch);
  return storeEpoch.success ? { storeEpoch: storeEpoch.data, changeSeq: Number(seq) } : null;
}
