import { type CentreAccess, readCentre } from '../../contract/shared/centre-address.ts';
import type { CertificateFingerprint } from '../../contract/shared/centre-note.ts';
import type { TechnicianAction } from '../../contract/shared/events.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { instantOfMoment } from '../../domain/service-day.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { mayNameCentre } from '../view/first-run-view.ts';
import { behindPin } from './behind-pin.ts';
import { onFirstRun } from './first-run.ts';

/**
 * Commands of the first run's network step: network cards, the centre's address and certificate, the proxy, and the machine's clock. The
 * commands for network cards also work on the network page.
 */
export function networkCommands(context: KioskContext) {
  const { centre, installation, office, machine, notes } = context;
  return {
    setCentre: ({ stamp, address }) =>
      onFirstRun(context, stamp, 'set-centre', () => {
        const typed = address.trim();
        const setting = readCentre(/^https?:\/\//.test(typed) ? typed : `https://${typed}`);
        if (setting === null) return refuse({ kind: 'not-possible-here', detail: 'not the address of a centre' });
        const proxy = installation.file().centre?.proxy ?? null;
        return keepAccess(context, { ...setting, authorities: [], proxy }, null);
      }),
    setProxy: ({ stamp, proxy }) =>
      onFirstRun(context, stamp, 'set-proxy', () => {
        const access = installation.file().centre;
        return access === null
          ? refuse({ kind: 'not-possible-here' })
          : keepAccess(context, { ...access, proxy }, installation.file().expectedAuthority);
      }),
    trustAuthority: ({ stamp, end }) =>
      onFirstRun(context, stamp, 'trust-authority', () => {
        const { centre: access, expectedAuthority } = installation.file();
        const offered = centre.offeredAuthority();
        const fingerprint = centre.status().authority?.fingerprint;
        // A note about the centre names the authority to trust, so a technician must not trust another authority.
        if (access === null || offered === null || fingerprint === undefined || expectedAuthority !== null)
          return refuse({ kind: 'not-possible-here' });
        if (!fingerprint.toUpperCase().endsWith(end)) return refuse({ kind: 'certificate-differs' });
        return keepAccess(context, { ...access, authorities: [offered] }, null);
      }),
    findCentreNote: ({ stamp }) => withNote(context, stamp, () => notes.look()),
    dropCentreNote: ({ stamp }) => withNote(context, stamp, () => notes.drop()),
    takeCentreNote: ({ stamp, no }) =>
      onFirstRun(context, stamp, 'set-centre', () => {
        const shown = notes.shown(no);
        if (shown === null)
          return refuse({ kind: 'not-possible-here', detail: 'the note on the stick is not the one shown' });
        const { authority, proxy, ...setting } = shown.note;
        const authorities = authority !== null && 'pem' in authority ? [authority.pem] : [];
        const kept = keepAccess(context, { ...setting, authorities, proxy }, shown.fingerprint);
        if (kept.ok) notes.drop();
        return kept;
      }),
    findNetworks: ({ stamp, card }) => onNetworks(context, stamp, null, () => machine.networks.find(card)),
    setNetworkCard: ({ stamp, card, address }) =>
      onNetworks(context, stamp, 'set-network-card', () => machine.networks.setAddress(card, address)),
    joinNetwork: ({ stamp, card, network, entry }) =>
      onNetworks(context, stamp, 'join-network', () => machine.networks.join(card, network, entry)),
    setClock: ({ stamp, date, time }) =>
      onFirstRun(context, stamp, 'set-clock', () => {
        const wallMs = instantOfMoment({ date, time }, office.profile.zone);
        if (wallMs === null || context.firstRun.at() !== 'network' || !machine.clock.canBeSet)
          return refuse({ kind: 'not-possible-here' });
        return machine.clock.set(wallMs) ? succeed(null) : refuse({ kind: 'not-possible-here' });
      }),
  } satisfies Partial<Commands>;
}

/** Whether a note about the centre (`CentreNote`) can be read now: at the network step, while the centre may still be set. */
export const takesNote = (context: Pick<KioskContext, 'session' | 'firstRun' | 'installation' | 'centre'>): boolean =>
  context.session().place.at === 'technician-first-run' &&
  context.firstRun.at() === 'network' &&
  mayNameCentre(context);

/** Performs a command about a note. Reading a note is not audited, because it changes nothing. */
function withNote(context: KioskContext, stamp: Stamp, act: () => void): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!takesNote(context)) return refuse({ kind: 'not-possible-here' });
  act();
  return succeed(null);
}

/**
 * Performs a command for a network card, at the network step of the first run or on the network page. `action`: `null` for a search, which
 * is not audited.
 */
function onNetworks(
  context: KioskContext,
  stamp: Stamp,
  action: TechnicianAction | null,
  order: () => boolean,
): Result<null, Refusal> {
  const { session, firstRun } = context;
  const isThere = (): boolean => {
    const { at } = session().place;
    return at === 'technician-network' || (at === 'technician-first-run' && firstRun.at() === 'network');
  };
  const act = (): Result<null, Refusal> => (order() ? succeed(null) : refuse({ kind: 'not-possible-here' }));
  if (action !== null) return behindPin(context, stamp, action, act, { isThere });
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!isThere()) return refuse({ kind: 'not-possible-here' });
  const done = act();
  context.apply({ type: 'stay' });
  return done;
}

/**
 * Saves the address of the centre and restarts the program, because the address is read only at the start. The technician then continues at
 * the same step.
 */
function keepAccess(
  context: KioskContext,
  access: CentreAccess,
  expectedAuthority: CertificateFingerprint | null,
): Result<null, Refusal> {
  const { firstRun, installation, log } = context;
  if (firstRun.at() !== 'network' || !mayNameCentre(context)) return refuse({ kind: 'not-possible-here' });
  const kept = installation.keep({ ...installation.file(), centre: access, expectedAuthority });
  if (!kept.ok) {
    log.event(kept.error.kind, { detail: kept.error.detail });
    return refuse({ kind: 'store-failed' });
  }
  installation.startAnew();
  return succeed(null);
}
