import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { extname, join } from 'node:path';
import type { ComeBack } from '../calling/steps/come-back.ts';
import { createDesks } from '../calling/steps/desks.ts';
import type { HelpCalls } from '../calling/steps/help-calls.ts';
import { type RunningHub, startHub } from '../calling/wire/hub.ts';
import type { NumbersForOthers } from '../calling/wire/kiosk-answers.ts';
import { readAddress } from '../calling/wire/kiosk-links.ts';
import { isRevocation } from '../centre/wire/tasks/received-profiles.ts';
import type { KioskRevocation } from '../contract/shared/kiosk-revocation.ts';
import type { Office } from '../office/steps/office.ts';
import { checkNumberOf } from '../security/check-number.ts';
import { openHubCertificate } from '../security/hub-certificate.ts';
import { createHallSpeech } from '../speech/machine/hall-speech.ts';
import type { Synthesiser } from '../speech/ports/speech.ts';
import { TICKET_IDS } from '../tickets/machine/ticket-ids.ts';
import type { TicketStore } from '../tickets/ports/store.ts';
import type { CoreOptions } from './arguments.ts';
import type { CoreEnvironment } from './environment.ts';
import type { OpenedData } from './open-data.ts';

/** The slot assumed for a kiosk without a slot; such a kiosk issues no numbers and reports no numbers. */
const NO_SLOT = 1;

/**
 * Issues numbers of the office's series for other kiosks; `give` returns `null` for another series, and if `giveAway` refuses: on another
 * service day, without a number left, or on a disk error, for example.
 */
const numbersOf = (store: TicketStore, { profile }: Office): NumbersForOthers => ({
  give(wanted) {
    if (!profile.services.some(({ series }) => series === wanted.series)) return null;
    const given = store.giveAway(wanted);
    return given.ok ? given.value : null;
  },
  bringBack: (given) => store.bringBack(given).ok,
});

/** Folder of the pages for desks and hall: the same relative path from the core's bundle and from its source. */
const PAGES_FOLDER = join(import.meta.dirname, '../../out/hub');

/**
 * The program of the thread that serves desks and hall. It lies beside this file: a bundle beside the bundle, a source file beside the
 * source.
 */
export const THREAD_FILE = join(import.meta.dirname, `hub-thread${extname(import.meta.filename)}`);

/** Opens the server for desks and hall; `null` for an office without desks, or without `hub` in its profile. */
export function openHub(
  { kept, chosen, clock, officeKiosks }: OpenedData,
  office: Office,
  { dataDir }: CoreOptions,
  { log, network }: CoreEnvironment,
  synthesiser: Synthesiser,
  help: HelpCalls,
  comeBack: ComeBack | null,
  onHeard: () => void,
  onRevoked: (revocations: readonly KioskRevocation[]) => void,
): RunningHub | null {
  const { hub, desks } = chosen.office.profile;
  if (hub === undefined || desks.length === 0) return null;
  const { store, lives, officeBook: book, hubIdentities: identities } = kept;
  const slot = kept.identity?.slot ?? null;
  const isNumberedElsewhere = (): boolean => running?.line.isThere() ?? false;
  const hasOlderKiosk = (): boolean => running?.hasOlderKiosk() ?? false;
  const otherAddresses = (): readonly string[] => running?.otherAddresses() ?? [];
  const hosts = () => ({
    names: [`${hostname()}.local`],
    addresses: network.own().map(({ address }) => address),
  });
  const running: RunningHub = startHub({
    port: hub.port,
    threadFile: THREAD_FILE,
    pagesFolder: PAGES_FOLDER,
    identities,
    clock,
    log,
    hosts: () => Object.values(hosts()).flat(),
    certificate: () => openHubCertificate({ folder: dataDir, environment: process.env, hosts: hosts() }),
    desks: createDesks({
      store,
      lives,
      book,
      office,
      help,
      clock,
      log,
      logId: randomUUID(),
      comesBack: comeBack !== null,
      isNumberedElsewhere,
      hasOlderKiosk,
      otherAddresses,
      ticketIds: TICKET_IDS,
      slot: slot ?? NO_SLOT,
    }),
    help,
    comeBack,
    addresses: (hub.kiosks ?? []).map((address) => readAddress(address, hub.port)),
    kiosks: officeKiosks,
    slot,
    checkOf: checkNumberOf,
    onHeard,
    kioskId: () => kept.centre.enrolment()?.kioskId ?? null,
    isOfCentre: (revocation) => isRevocation({ enrolment: () => kept.centre.enrolment() }, revocation),
    onRevoked,
    say: createHallSpeech(synthesiser, clock),
    numbers: hub.numbers === 'own' ? null : numbersOf(store, office),
  });
  return running;
}
