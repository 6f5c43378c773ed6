import { StoreEpoch } from '../../src-main/contract/shared/ids.ts';

/**
 * A position in the changes of an office. It is valid for one store epoch only, because a restored database counts from an earlier number
 * again.
 */
export interface Cursor {
  storeEpoch: string;
  changeSeq: number;
}

export const writeCursor = ({ storeEpoch, changeSeq }: Cursor): string => `${storeEpoch}.${changeSeq}`;

/** `null`: the text is not a cursor of any centre. */
export function readCursor(text: string): Cursor | null {
  const { epoch, seq } = /^(?<epoch>[0-9a-f-]{36})\.(?<seq>\d{1,15})$/.exec(text)?.groups ?? {};
  const storeEpoch = StoreEpoch.safeParse(epoch);
  return storeEpoch.success ? { storeEpoch: storeEpoch.data, changeSeq: Number(seq) } : null;
}
