import { z } from 'zod';
import { RequestId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { TicketRecord } from '../../src-main/session/contract/kiosk-api.ts';

/** Messages of a test to the kiosk in the machine, one JSON object per line. */
export const ToKiosk = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('take'), requestId: RequestId, serviceId: ServiceId }),
  z.strictObject({ do: z.literal('find'), requestId: RequestId }),
  /** The cable is pulled as soon as the next ticket has this many lines on paper. */
  z.strictObject({ do: z.literal('pull'), afterLines: z.int() }),
  z.strictObject({ do: z.literal('plug'), socket: z.literal([0, 1]) }),
  z.strictObject({ do: z.literal('scan'), text: z.string() }),
]);
export type ToKiosk = z.infer<typeof ToKiosk>;

/** Messages of the kiosk in the machine to a test, one JSON object per line. */
export const FromKiosk = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('ready') }),
  z.strictObject({ is: z.literal('condition'), condition: z.string() }),
  /** An answer to `take` and `find`; `null`: there is no such ticket. */
  z.strictObject({ is: z.literal('ticket'), ticket: TicketRecord.nullable() }),
  z.strictObject({ is: z.literal('line'), text: z.string() }),
  z.strictObject({ is: z.literal('paper'), lines: z.array(z.string()), png: z.base64() }),
  z.strictObject({ is: z.literal('unplugged') }),
  z.strictObject({ is: z.literal('screen'), screen: z.string() }),
]);
export type FromKiosk = z.infer<typeof FromKiosk>;
