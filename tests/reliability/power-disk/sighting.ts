import { z } from 'zod';
import { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';

/** Something that a person saw at the kiosk. It stays true whatever the disk loses. */
export const Sighting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slot-given') }),
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('answered'), ticket: TicketRecord }),
  z.strictObject({ kind: z.literal('on-paper'), label: z.string() }),
]);
export type Sighting = z.infer<typeof Sighting>;
