import type { Session } from '../../session/steps/session.ts';
import type { FirstRunControl } from './first-run.ts';

export function isDevicesPlace({ session, firstRun }: { session: () => Session; firstRun: FirstRunControl }): boolean {
  const { at } = session().place;
  if (at === 'technician-devices') return true;
  const step = firstRun.at();
  return at === 'technician-first-run' && (step === 'printer' || step === 'scanner');
}
