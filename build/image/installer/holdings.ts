import { z } from 'zod';

/**
 * The sequence number of the last event of each epoch (count of rebuilds and restores of the kiosk's data), in a kiosk's database or in the
 * record that a copy leaves.
 */
export const Places = z.array(z.object({ epoch: z.int(), seq: z.int() }));
export type Places = z.infer<typeof Places>;

export type Holdings =
  | { kind: 'none' }
  /** Neither this machine's TPM nor a recovery code opened the partition. */
  | { kind: 'closed' }
  /** The partition has a journal but no database, so nothing says which events were sent. `journal` is the digest of its bytes. */
  | { kind: 'journal-alone'; journal: string; kept: readonly string[]; copied: Copied }
  | { kind: 'unreadable'; detail: string }
  | { kind: 'kiosk'; unsent: number; places: Places; kept: readonly string[]; copied: Copied };

/**
 * The record that a copy to a stick leaves on the disk: the database's last events (`places`), the digest of a journal without database
 * (`alone`), and the archives of earlier factory resets (`kept`) that were copied.
 */
export const Copied = z.object({
  /** `null`: no database was copied. An empty list: the copied database had no events. */
  places: Places.nullable(),
  alone: z.string().nullable(),
  kept: z.array(z.string()),
});
export type Copied = z.infer<typeof Copied>;

export const NOTHING_COPIED: Copied = { places: null, alone: null, kept: [] };

/** True if the disk may be erased, because every event of its journals is at the centre or on a stick. */
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

/** True if a person may type a word to erase the disk nevertheless, because its data cannot be copied. */
export const mayInsist = ({ kind }: Holdings): boolean => kind === 'closed' || kind === 'unreadable';
