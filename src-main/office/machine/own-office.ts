import { type Carried, namedBy } from '../../configuration/carried.ts';
import { loadOfficeDocument } from '../../configuration/load.ts';
import { offeredToOffices } from '../../configuration/offered-offices.ts';
import { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import type { OpenedData } from '../../core/open-data.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { RestartReason } from '../../technician/steps/restart-policy.ts';
import type { Printing } from '../../tickets/machine/open-printers.ts';
import type { OwnOfficeVersion } from '../contract/own-office.ts';
import type { OfferedToOffice, OfficeFault, OwnOffice } from '../ports/own-office.ts';
import { holdingOwn, withOwn } from '../rules/own-office.ts';
import { checkedProfile } from '../steps/office-checks.ts';
import { writeOwnOffice } from '../store/own-office-file.ts';
import { ofOffice } from './office-choice.ts';

export interface KioskOwnOffice extends OwnOffice {
  isBehind(): boolean;
}

/** The versions of the office's profile that technicians made at this kiosk, in a file of the data folder. */
export function createOwnOffice(
  { kept, chosen, ownOffice }: Pick<OpenedData, 'kept' | 'chosen' | 'ownOffice'>,
  printing: Pick<Printing, 'layTicket'>,
  { dataDir, configDir }: CoreOptions,
  startAnew: (reason: RestartReason) => void,
): KioskOwnOffice {
  let file = ownOffice;
  let offered: OfferedToOffice | null = null;
  const { officeId } = chosen.base;
  const versions = () => ofOffice(file.versions, officeId);
  return {
    base: () => ({ version: chosen.version, profile: chosen.base }),
    now: () => chosen.own,
    versions,
    decided: () => kept.centre.decidedProposals(),
    check: (document, carried) => checkOffice(document, configDir, [...carried, ...chosen.carried]),
    offered() {
      offered ??= offeredToOffices(configDir);
      return offered;
    },
    keep(said) {
      const version = withNamed(said, chosen.carried);
      const others = file.versions.filter((one) => one.officeId !== officeId);
      const next = { ...file, versions: [...others, ...withOwn(versions(), version, chosen.own)] };
      const written = writeOwnOffice(dataDir, next);
      if (!written.ok) return written;
      file = next;
      return succeed(null);
    },
    paper: printing.layTicket,
    startAnew: () => startAnew('office-changed'),
    isBehind() {
      return (holdingOwn(versions(), chosen.version, kept.store.today.reached())?.no ?? null) !== chosen.ownSeen;
    },
  };
}

/** Adds to a version the files that its profile names, taken from the files imported with this version or with an earlier office. */
function withNamed(version: OwnOfficeVersion, here: Carried): OwnOfficeVersion {
  const profile = version.document === null ? null : OfficeProfile.safeParse(JSON.parse(version.document));
  return { ...version, carried: profile?.success ? namedBy(profile.data, [...version.carried, ...here]) : [] };
}

function checkOffice(document: unknown, configDir: string, carried: Carried): Result<OfficeProfile, OfficeFault> {
  const profile = checkedProfile(document);
  if (!profile.ok) return profile;
  const loaded = loadOfficeDocument({ document: JSON.stringify(profile.value), configDir, carried });
  if (loaded.ok) return succeed(loaded.value.profile);
  const { detail } = loaded.error;
  return refuse({ kind: 'profile-invalid', problems: [{ pointer: '', rule: 'other', detail }] });
}
