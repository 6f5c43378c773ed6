import type { Result } from '../../domain/result.ts';
import type { Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { wantsLargePrint } from '../../session/steps/session.ts';
import { addSlip } from '../../tickets/steps/reprint.ts';

export function proveAttendance(context: KioskContext, ticket: TicketRecord): Result<null, Refusal> {
  const { newId, newAttendanceCode, clock, log } = context;
  const { serviceId, language, label, issuedAtMs } = ticket;
  const jobId = newId();
  const toMs = clock.wallMs();
  const proved = addSlip(
    context,
    {
      jobId,
      kind: 'attendance',
      ticket,
      serviceId,
      language,
      code: newAttendanceCode(),
      duplicate: false,
      askedAtMs: toMs,
      largePrint: wantsLargePrint(context.session()),
    },
    {
      type: 'go',
      place: { at: 'attendance-proof', jobId, label, fromMs: issuedAtMs, toMs, paper: 'coming', printer: null },
    },
  );
  if (proved.ok) log.event('attendance-proof', { label });
  return proved;
}
