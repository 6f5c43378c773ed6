import type { KioskStore } from '../../core/kiosk-store.ts';
import type { Log } from '../../ports/log.ts';
import type { CodeKey } from '../../security/code-key.ts';

export async function wakeCodes(
  key: CodeKey,
  { centre, technician }: Pick<KioskStore, 'centre' | 'technician'>,
  log: Log,
): Promise<void> {
  const codes = technician.named.all();
  if (!codes.ok || codes.value.length === 0) return;
  const prepared = await key.prepare();
  const kept = prepared.ok && prepared.value.isNew ? centre.forgetCodes() : prepared;
  if (!kept.ok) log.event(kept.error.kind, { detail: kept.error.detail });
}
