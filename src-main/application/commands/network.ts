import type { Refusal } from '../../contract/kiosk/kiosk-api.ts';
import { type CentreAccess, readCentre } from '../../contract/shared/centre-address.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { instantOfMoment } from '../../domain/service-day.ts';
import { mayNameCentre } from '../first-run-view.ts';
import type { KioskContext } from '../kiosk-context.ts';
import type { Commands } from './command.ts';
import { onFirstRun } from './first-run.ts';

/** The connection to the centre and the clock, at the network step of the first run. */
export function networkCommands(context: KioskContext) {
  const { centre, installation, office, machine } = context;
  return {
    setCentre: ({ stamp, address }) =>
      onFirstRun(context, stamp, 'set-centre', () => {
        const typed = address.trim();
        const setting = readCentre(/^https?:\/\//.test(typed) ? typed : `https://${typed}`);
        if (setting === null) return refuse({ kind: 'not-possible-here', detail: 'not the address of a centre' });
        return keepAccess(context, { ...setting, authorities: [], proxy: installation.file().centre?.proxy ?? null });
      }),
    setProxy: ({ stamp, proxy }) =>
      onFirstRun(context, stamp, 'set-proxy', () => {
        const access = installation.file().centre;
        return access === null ? refuse({ kind: 'not-possible-here' }) : keepAccess(context, { ...access, proxy });
      }),
    trustAuthority: ({ stamp, fingerprint }) =>
      onFirstRun(context, stamp, 'trust-authority', () => {
        const access = installation.file().centre;
        const offered = centre.offeredAuthority();
        if (access === null || offered === null || centre.status().authority?.fingerprint !== fingerprint)
          return refuse({ kind: 'not-possible-here', detail: 'another authority than the one that was shown' });
        return keepAccess(context, { ...access, authorities: [offered] });
      }),
    setClock: ({ stamp, date, time }) =>
      onFirstRun(context, stamp, 'set-clock', () => {
        const wallMs = instantOfMoment({ date, time }, office.profile.zone);
        if (wallMs === null || context.firstRun.at() !== 'network' || !machine.clock.canBeSet)
          return refuse({ kind: 'not-possible-here' });
        return machine.clock.set(wallMs) ? succeed(null) : refuse({ kind: 'not-possible-here' });
      }),
  } satisfies Partial<Commands>;
}

/** Keeps the access and restarts the program, because only a new start uses it; the technician continues at this step. */
function keepAccess(context: KioskContext, access: CentreAccess): Result<null, Refusal> {
  const { firstRun, installation, log } = context;
  if (firstRun.at() !== 'network' || !mayNameCentre(context)) return refuse({ kind: 'not-possible-here' });
  const kept = installation.keep({ ...installation.file(), centre: access });
  if (!kept.ok) {
    log.event(kept.error.kind, { detail: kept.error.detail });
    return refuse({ kind: 'store-failed' });
  }
  installation.startAnew();
  return succeed(null);
}
