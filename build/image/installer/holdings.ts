/** The last event of each epoch, as a kiosk's database or the mark of a copy has it. */
export type Places = readonly { epoch: number; seq: number }[];

/** The content of a disk's data partition, as far as it can be read. */
export type Holdings =
  | { kind: 'none' }
  /** The partition stays closed: neither this machine's TPM nor a recovery code opened it. */
  | { kind: 'closed' }
  /** A journal without a database beside it: nothing says which events were sent. `journal`: the digest of its bytes. */
  | { kind: 'journal-alone'; journal: string; kept: readonly string[]; copied: Copied }
  | { kind: 'unreadable'; detail: string }
  | { kind: 'kiosk'; unsent: number; places: Places; kept: readonly string[]; copied: Copied };

/**
 * The mark that a copy to a stick leaves: how far the database was, the digest of a journal that was alone, and which archives kept by a
 * factory reset were copied.
 */
export interface Copied {
  /** `null`: no database was copied; one without events has no places. */
  places: Places | null;
  alone: string | null;
  kept: readonly string[];
}

export const NOTHING_COPIED: Copied = { places: null, alone: null, kept: [] };

/** Whether the disk may be erased: everything of its journals is at the centre or on a stick. */
export function mayErase(holdings: Holdings): boolean {
  switch (holdings.kind) {
    case 'none':
      return true;
    case 'closed':
    case 'unreadable':
      return false;
    case 'journal-alone':
      return holdings.journal === holdings.copied.alone && areKeptCopied(holdings);
    case 'kiosk': {
      const { unsent, places, copied } = holdings;
      return (unsent === 0 || JSON.stringify(places) === JSON.stringify(copied.places)) && areKeptCopied(holdings);
    }
  }
}

const areKeptCopied = ({ kept, copied }: { kept: readonly string[]; copied: Copied }): boolean =>
  kept.every((name) => copied.kept.includes(name));

/** Whether a person may type a word to erase the disk nevertheless, because its data cannot be copied. */
export const mayInsist = ({ kind }: Holdings): boolean => kind === 'closed' || kind === 'unreadable';
