import type { CentreTrouble } from '../../centre/contract/centre-status.ts';
import type { TroubleCause } from '../../tickets/contract/ticket.ts';

export interface CatalogueRow {
  /** `info`: everyday operation. `warn`: the kiosk works, but a person should look. `error`: something does not work, or was lost. */
  level: 'info' | 'warn' | 'error';
  /**
   * The screen that a citizen sees because of the event; `null` if nothing changes for them. The type is not `ScreenName`, because a
   * technician's screen uses kinds of this catalogue and each type would depend on the other.
   */
  citizen: 'printer-trouble' | 'out-of-service' | 'core-down' | null;
  about: string;
  /** Name of the picture beside the steps: the part that a person should touch, or `calm` if there is nothing to do. */
  picture: string;
  cause: string;
  steps: readonly string[];
}

type Level = CatalogueRow['level'];
type Fault = Pick<CatalogueRow, 'about' | 'picture' | 'cause' | 'steps'>;

const row = <About extends string, Picture extends string, Cause extends string, Step extends string>(
  about: About,
  picture: Picture,
  cause: Cause,
  ...steps: Step[]
) => ({ about, picture, cause, steps });

const quiet = <F extends Fault>(level: Level, of: F) => ({ level, citizen: null, ...of });
const well = <About extends string>(about: About) => quiet('info', row(about, 'calm', 'everyday', 'nothing'));
const trouble = <F extends Fault>(level: Level, of: F) => ({ level, citizen: 'printer-trouble' as const, ...of });
const outOfService = <F extends Fault>(of: F) => ({
  level: 'error' as const,
  citizen: 'out-of-service' as const,
  ...of,
});
const coreDown = <F extends Fault>(level: Level, of: F) => ({ level, citizen: 'core-down' as const, ...of });
const cannotStart = <F extends Fault>(of: F) => coreDown('error', of);

const kindsOf = <Rows extends object>(rows: Rows) =>
  Object.keys(rows).filter((kind): kind is Extract<keyof Rows, string> => Object.hasOwn(rows, kind));

const programProgramError = row('program', 'restart', 'program-error', 'by-itself', 'look-repeats', 'send-diagnostics');
const programStartedWrong = row('program', 'restart', 'started-wrong', 'restart', 'tell-technician');
const officeProfileErrors = row('office', 'profile', 'profile-errors', 'mend-profile', 'tell-technician');
const dataDiskFills = row('data', 'disk', 'disk-fills', 'free-space', 'look-repeats');
const devicesFileDamaged = row('devices', 'program', 'file-damaged', 'prove-device', 'look-repeats');
const officeWrongPicture = row('office', 'profile', 'wrong-picture', 'mend-profile');
const printerNoPowerOrCable = row('printer', 'cable', 'no-power-or-cable', 'look-paper', 'print-again', 'check-cable');
const ticketsGaveUp = row('tickets', 'calm', 'gave-up', 'nothing');
const scannerReaderAway = row('scanner', 'reader-cable', 'reader-away', 'check-cable', 'prove-device', 'look-repeats');
const scannerReadBadly = row('scanner', 'reader', 'read-badly', 'show-again', 'look-repeats');
const scannerReaderTaken = row('scanner', 'reader', 'reader-taken', 'close-others', 'restart', 'tell-technician');
const displayAway = row('devices', 'cable', 'no-power-or-cable', 'check-power', 'check-cable', 'look-repeats');
const displayTaken = row('devices', 'cable', 'device-taken', 'close-others', 'restart', 'tell-technician');
const speechVoiceProgram = row('speech', 'voice', 'voice-program', 'reinstall-voice', 'restart', 'tell-technician');
const peopleWrongDigits = row('people', 'person', 'wrong-digits', 'watch-kiosk', 'change-code');
const programVersionsDiffer = row('program', 'program', 'versions-differ', 'restart', 'reinstall', 'tell-technician');
const ticketsLateTouch = row('tickets', 'touch', 'late-touch', 'touch-again');
const officeProfileLacks = row('office', 'profile', 'profile-lacks', 'mend-profile');
const dataDiskFails = row('data', 'disk', 'disk-fails', 'check-disk', 'look-repeats', 'send-diagnostics');
const dataDiskFails2 = row('data', 'disk', 'disk-fails', 'by-itself', 'check-disk', 'look-repeats');
const clockClockWrong = row('clock', 'clock', 'clock-wrong', 'check-clock', 'try-network');
const centreCentreDecided = row('centre', 'centre', 'centre-decided', 'tell-centre', 'pair');
const centreOtherAnswers = row('centre', 'network', 'other-answers', 'check-network', 'tell-centre');
const programTestVersion = row('program', 'program', 'test-version', 'official-build');
const centreCentreRejects = row('centre', 'centre', 'centre-rejects', 'tell-centre', 'requeue');
const programStartedTwice = row('program', 'calm', 'started-twice', 'nothing');
const pagePageFailed = row('page', 'screen', 'page-failed', 'by-itself', 'look-repeats');
const pagePageFailed2 = row('page', 'screen', 'page-failed', 'by-itself', 'restart', 'look-repeats');
const pagePageTried = row('page', 'screen', 'page-tried', 'nothing', 'look-repeats');
const centreNoNetwork = row('centre', 'network', 'no-network', 'keep-on', 'check-network', 'try-network');

/** Why a core could not start. Such a core reports the fault once and ends with exit code 2. */
const START_FAULTED = {
  'bad-arguments': cannotStart(programStartedWrong),
  'profile-missing': cannotStart(row('office', 'profile', 'not-set-up', 'mend-profile', 'tell-technician')),
  'profile-invalid': cannotStart(officeProfileErrors),
  'printer-profile-invalid': cannotStart(officeProfileErrors),
  'scanner-profile-invalid': cannotStart(officeProfileErrors),
  'data-folder-not-writable': cannotStart(row('data', 'disk', 'disk-fills', 'free-space', 'tell-technician')),
  'data-folder-in-use': cannotStart(row('program', 'restart', 'started-twice', 'restart', 'tell-technician')),
  'data-folder-exposed': cannotStart(row('data', 'key', 'exposed', 'close-folder', 'tell-technician')),
  'database-from-the-future': cannotStart(row('data', 'program', 'newer-version', 'install-newest', 'tell-technician')),
  'database-damaged': cannotStart(
    row('data', 'disk', 'disk-fails', 'desk-numbers', 'delete-nothing', 'tell-technician'),
  ),
  'start-failed': cannotStart(
    row('program', 'disk', 'disk-fails', 'delete-nothing', 'look-repeats', 'tell-technician'),
  ),
  'slot-already-given': cannotStart(row('data', 'calm', 'done-before', 'keep-on')),
  'disk-full': cannotStart(row('data', 'disk', 'disk-fills', 'free-space', 'restart', 'tell-technician')),
  'wrong-node': cannotStart(programStartedWrong),
};
export const START_FAULTS = kindsOf(START_FAULTED);

/** Why a command was refused. */
const REFUSED = {
  'bad-message': quiet('error', programVersionsDiffer),
  'unknown-method': quiet('error', programVersionsDiffer),
  'stale-command': quiet('info', ticketsLateTouch),
  'not-possible-here': quiet('info', ticketsLateTouch),
  'unknown-service': quiet('error', officeProfileLacks),
  'unknown-group': quiet('error', officeProfileLacks),
  'unknown-language': quiet('error', officeProfileLacks),
  'unknown-device': quiet('info', row('devices', 'cable', 'other-device', 'check-cable', 'prove-device')),
  'unknown-desk': quiet('info', officeProfileLacks),
  'certificate-differs': quiet('warn', centreOtherAnswers),
  'unknown-office': quiet('info', officeProfileLacks),
  'unknown-request': quiet('info', ticketsLateTouch),
  'service-closed': quiet('info', ticketsLateTouch),
  'pause-not-ahead': quiet('info', row('people', 'clock', 'end-is-past', 'choose-later', 'check-clock')),
  'undo-too-late': quiet('info', ticketsLateTouch),
  'request-reused': quiet('error', row('program', 'touch', 'late-touch', 'by-itself', 'look-repeats')),
  'paper-under-way': quiet('info', ticketsLateTouch),
  'no-documents': quiet('info', officeProfileLacks),
  'nothing-asked': quiet('info', ticketsLateTouch),
  'no-speech': quiet('info', row('speech', 'voice', 'voice-program', 'look-repeats')),
  'core-down': coreDown(
    'error',
    row('program', 'restart', 'program-error', 'wait-a-minute', 'restart', 'tell-technician'),
  ),
  'numbers-exhausted': outOfService(row('tickets', 'paper', 'numbers-used', 'desk-numbers', 'tell-technician')),
  'no-slot': outOfService(row('tickets', 'profile', 'not-set-up', 'desk-numbers', 'give-slot')),
  'ticket-of-another-day': quiet('info', row('tickets', 'clock', 'another-day', 'take-new')),
  'ticket-voided': quiet('info', row('tickets', 'calm', 'voided-there', 'take-new')),
  'ticket-withdrawn': quiet('info', ticketsGaveUp),
};
export const REFUSALS = [...kindsOf(REFUSED), 'kiosk-revoked', 'same-slot', 'store-failed'] as const;

/** Results of comparing journal and database at the start of the core. */
const FOUND = {
  'store-new': well('data'),
  'store-clean': well('data'),
  'journal-replayed': quiet('warn', row('data', 'disk', 'stopped-midway', 'nothing', 'look-repeats')),
  'journal-rebuilt': quiet('warn', dataDiskFails),
  'database-restored': quiet('warn', dataDiskFails),
  'both-copies-lost': outOfService(row('data', 'disk', 'disk-fails', 'desk-numbers', 'give-slot', 'tell-technician')),
};
export const STORE_FINDINGS = kindsOf(FOUND);
export type StoreFinding = keyof typeof FOUND;

/** Event kinds that other unions list too: the catalogue must have a row for each of them. */
type Named = (typeof REFUSALS)[number] | TroubleCause | CentreTrouble;

/**
 * One row for every kind of event in a log, on a screen or at the centre: its level, and the names of its topic, picture, cause and steps.
 * The sentence that says what the event means is the text `operator:<kind>` in `config/locales`; a test checks that every row has its
 * sentence and every sentence its row. Log and technician's pages read the level here.
 */
export const EVENT_CATALOGUE = {
  // The core's start and end
  'core-started': well('program'),
  'core-stopped': well('program'),
  'program-fault': cannotStart(programProgramError),
  ...START_FAULTED,
  'slot-given': well('data'),
  'nearby-office-left-out': quiet('warn', officeProfileErrors),
  'last-good-office': quiet('error', officeProfileErrors),
  'last-good-office-not-kept': quiet('warn', dataDiskFills),

  // Printers
  'printer-ready': well('printer'),
  'other-printer': quiet('warn', row('printer', 'cable', 'other-device', 'prove-device')),
  'device-moved': well('devices'),
  'device-kept': well('devices'),
  'device-file-invalid': quiet('error', devicesFileDamaged),
  'kiosk-file-invalid': quiet('error', devicesFileDamaged),
  'own-office-invalid': quiet('error', row('office', 'profile', 'file-damaged', 'mend-profile', 'look-repeats')),
  'own-office-refused': quiet('error', officeProfileLacks),
  'office-changed': well('technician'),
  'device-file-newer': quiet('error', row('devices', 'program', 'newer-version', 'install-newest', 'prove-device')),
  'printer-condition': well('printer'),
  'paper-low': quiet('warn', row('printer', 'roll', 'paper-used', 'roll-ready', 'open-lid', 'put-roll', 'close-lid')),
  'font-unreadable': quiet('error', row('program', 'program', 'file-damaged', 'reinstall', 'tell-technician')),
  'picture-unreadable': quiet('error', officeWrongPicture),
  'picture-too-large': quiet('error', officeWrongPicture),
  'paper-out': trouble('error', row('printer', 'roll', 'paper-used', 'open-lid', 'put-roll', 'close-lid')),
  'cover-open': trouble('error', row('printer', 'lid', 'lid-not-shut', 'close-lid')),
  'cutter-error': trouble(
    'error',
    row('printer', 'cutter', 'paper-jam', 'switch-off', 'take-piece', 'close-lid', 'switch-on'),
  ),
  overheated: trouble('error', row('printer', 'heat', 'many-papers', 'let-cool', 'look-repeats')),
  'printer-error': trouble(
    'error',
    row('printer', 'power', 'printer-broken', 'switch-off', 'switch-on', 'look-repeats'),
  ),
  'printer-offline': trouble(
    'error',
    row('printer', 'feed', 'printer-paused', 'press-feed', 'switch-off', 'switch-on'),
  ),
  'printer-unreachable': trouble(
    'error',
    row('printer', 'cable', 'no-power-or-cable', 'check-power', 'check-cable', 'look-repeats'),
  ),
  'unknown-answer': trouble('error', row('printer', 'cable', 'wrong-model', 'prove-device', 'look-repeats')),
  'no-answer': trouble('error', printerNoPowerOrCable),
  'link-lost': trouble('error', printerNoPowerOrCable),
  'no-confirmation': trouble('warn', row('printer', 'paper', 'says-nothing', 'look-paper', 'print-again')),
  'no-printer': trouble('error', row('printer', 'cable', 'not-set-up', 'check-power', 'check-cable', 'prove-device')),
  expired: trouble('warn', row('printer', 'paper', 'too-long', 'call-number', 'print-again')),
  withdrawn: trouble('info', ticketsGaveUp),
  interrupted: trouble('warn', row('printer', 'paper', 'stopped-midway', 'look-paper', 'print-again')),
  'job-printed': well('printer'),
  'job-not-printed': quiet('warn', row('printer', 'paper', 'did-not-print', 'look-paper', 'print-again')),

  // Scanner and certificates
  'scanner-ready': well('scanner'),
  'scanner-wedge': well('scanner'),
  'scanner-opening': quiet('warn', scannerReaderAway),
  'scanner-drop': quiet('info', scannerReadBadly),
  'scanner-not-there': quiet('error', scannerReaderAway),
  'scanner-no-permission': quiet('error', scannerReaderTaken),
  'scanner-in-use': quiet('error', scannerReaderTaken),
  'scanner-not-a-device': quiet('error', row('scanner', 'reader', 'wrong-address', 'prove-device')),
  'scanner-failed': quiet('error', scannerReaderAway),
  'display-ready': well('devices'),
  'display-opening': quiet('warn', displayAway),
  'display-not-there': quiet('error', displayAway),
  'display-no-permission': quiet('error', displayTaken),
  'display-in-use': quiet('error', displayTaken),
  'display-not-a-device': quiet('error', row('devices', 'profile', 'wrong-address', 'mend-profile')),
  'display-failed': quiet('error', displayAway),
  'display-unknown-model': quiet('error', row('devices', 'profile', 'profile-errors', 'mend-profile')),
  'certificate-unreadable': quiet('error', row('scanner', 'key', 'file-damaged', 'reinstall', 'tell-technician')),
  'certificate-out-of-date': quiet('error', row('scanner', 'clock', 'out-of-date', 'check-clock', 'tell-centre')),

  // Speech
  'speech-ready': well('speech'),
  'speech-not-there': quiet('warn', speechVoiceProgram),
  'speech-failed': quiet('error', speechVoiceProgram),
  'speech-hung': quiet('error', row('speech', 'voice', 'voice-program', 'restart', 'look-repeats')),
  'speech-silent': quiet('error', speechVoiceProgram),

  // Actions of people
  'ticket-issued': well('tickets'),
  'ticket-reprint': well('tickets'),
  'attendance-proof': well('tickets'),
  'hour-booked': well('tickets'),
  'check-in': well('tickets'),
  'help-asked': quiet('info', row('people', 'person', 'asks-help', 'go-there')),
  'staff-acknowledged': well('people'),
  'service-paused': well('people'),
  'service-resumed': well('people'),
  'numbers-served': well('people'),
  'served-undone': well('people'),
  'hub-started': well('people'),
  'hub-failed': quiet('error', row('centre', 'network', 'port-taken', 'by-itself', 'close-others', 'tell-technician')),
  'hub-fault': quiet('warn', programProgramError),
  'desk-paired': well('people'),
  'desk-unpaired': well('people'),
  'kiosk-paired': well('people'),
  'kiosk-unpaired': well('people'),
  'kiosk-heard': well('people'),
  'kiosk-silent': quiet('warn', centreNoNetwork),
  'number-not-given': quiet('warn', centreNoNetwork),
  'numbers-raised': quiet('warn', row('data', 'disk', 'old-copy', 'nothing', 'tell-technician')),
  'number-clash': quiet('error', row('tickets', 'person', 'old-copy', 'call-both', 'tell-technician')),
  'same-slot': quiet('error', row('tickets', 'profile', 'slot-twice', 'other-numbers', 'desk-numbers', 'tell-centre')),
  'sibling-revoked': quiet('warn', row('centre', 'centre', 'centre-decided', 'nothing')),
  'order-done': well('centre'),
  'order-refused': quiet('warn', row('centre', 'centre', 'centre-decided', 'tell-centre')),
  'update-done': well('program'),
  'update-undone': quiet(
    'warn',
    row('program', 'program', 'newer-version', 'by-itself', 'look-repeats', 'tell-technician'),
  ),
  'technician-entered': well('technician'),
  'technician-refused': quiet('warn', peopleWrongDigits),
  'staff-entered': well('people'),
  'staff-refused': quiet('warn', peopleWrongDigits),
  'staff-code-changed': well('people'),
  'roll-changed': well('printer'),
  'first-run-step': well('technician'),

  ...REFUSED,

  // The store
  ...FOUND,
  'store-broken': coreDown('error', dataDiskFails2),
  'store-damaged': coreDown('error', dataDiskFails2),
  'store-failed': outOfService(row('data', 'disk', 'disk-fails', 'desk-numbers', 'free-space', 'check-disk')),
  'index-mended': quiet('error', dataDiskFails),
  'disk-low': quiet('warn', dataDiskFills),
  'backup-made': well('data'),
  'housekeeping-failed': quiet('error', dataDiskFails2),
  'retention-done': well('data'),
  'retention-failed': quiet('error', dataDiskFails2),
  'number-not-hashed': quiet('error', row('program', 'restart', 'memory-short', 'restart', 'look-repeats')),
  'appointments-in-memory': quiet('warn', row('data', 'key', 'keys-place', 'keep-on', 'tell-technician')),
  'appointments-wiped': quiet('warn', row('data', 'calm', 'keys-place', 'by-itself')),
  'appointments-ended': well('data'),
  'sealing-key-left': quiet('error', dataDiskFails2),
  'clock-in-doubt': quiet('warn', clockClockWrong),
  'day-in-doubt': quiet('warn', clockClockWrong),
  'day-chosen': well('people'),
  'clock-off': quiet('warn', clockClockWrong),
  'clock-not-set': quiet('warn', clockClockWrong),
  'network-not-set': quiet('warn', row('technician', 'network', 'no-network', 'check-network', 'try-network')),
  'disk-slow': quiet('warn', row('data', 'disk', 'disk-fails', 'change-disk', 'tell-technician')),
  'boot-menu-open': quiet('warn', row('program', 'key', 'boot-menu', 'close-boot-menu', 'tell-technician')),
  'self-test-passed': well('data'),
  'self-test-failed': quiet('warn', row('technician', 'restart', 'test-found', 'run-test')),
  'diagnostics-saved': well('data'),
  'diagnostics-not-saved': quiet('warn', row('technician', 'disk', 'stick-refuses', 'other-stick')),
  'office-saved': well('data'),
  'office-not-saved': quiet('warn', row('technician', 'disk', 'stick-refuses', 'other-stick')),
  'office-taken': well('data'),
  'calendar-ends': quiet('warn', row('office', 'profile', 'calendar-old', 'ask-calendar')),

  // The central service
  'kiosk-enrolled': well('centre'),
  'predecessor-read': well('centre'),
  'predecessor-not-read': quiet('warn', row('centre', 'disk', 'stick-refuses', 'delete-nothing', 'other-stick')),
  'kiosk-revoked': outOfService(row('centre', 'centre', 'centre-decided', 'desk-numbers', 'tell-centre', 'pair')),
  'kiosk-replaced': outOfService(
    row('centre', 'centre', 'centre-decided', 'other-serves', 'tell-centre', 'delete-nothing'),
  ),
  'kiosk-unknown': quiet('error', centreCentreDecided),
  'not-paired': quiet('warn', row('centre', 'centre', 'not-set-up', 'pair')),
  'central-unreachable': quiet('error', centreNoNetwork),
  'central-certificate': quiet('error', row('centre', 'clock', 'out-of-date', 'check-clock', 'tell-centre')),
  'central-answer': quiet('error', centreOtherAnswers),
  'central-busy': quiet('warn', row('centre', 'network', 'centre-busy', 'by-itself')),
  'central-refused': quiet('error', row('centre', 'centre', 'centre-decided', 'by-itself', 'tell-centre')),
  'centre-store-epoch': quiet('warn', row('centre', 'centre', 'centre-restored', 'by-itself')),
  'pairing-expired': quiet('warn', row('centre', 'clock', 'waited-too-long', 'pair')),
  'pairing-refused': quiet('warn', centreCentreDecided),
  'pairing-other-centre': quiet('error', centreOtherAnswers),
  'pairing-test-build': quiet('error', programTestVersion),
  'pairing-not-replacing': quiet('error', row('centre', 'centre', 'centre-older', 'tell-centre', 'pair')),
  'slot-differs': quiet('error', centreCentreDecided),
  'key-rotated': well('centre'),
  'device-key-exposed': quiet('error', row('centre', 'key', 'exposed', 'close-folder', 'pair')),
  'device-key-unreadable': quiet('error', row('centre', 'key', 'file-damaged', 'pair')),
  'code-format-weak': quiet('warn', row('centre', 'key', 'weak-codes', 'longer-codes')),
  'upload-rejected': quiet('error', centreCentreRejects),
  'dead-letters': quiet('warn', centreCentreRejects),
  'profile-applied': well('office'),
  'profile-refused': quiet('error', officeProfileErrors),

  // The shell: itself and the core it starts
  'shell-started': well('program'),
  'shell-stopping': well('program'),
  'shell-fault': coreDown('error', programProgramError),
  'sandbox-off': quiet('error', programTestVersion),
  'test-build': quiet('warn', programTestVersion),
  'second-instance-ends': quiet('info', programStartedTwice),
  'second-instance-refused': quiet('warn', programStartedTwice),
  'core-spawned': well('program'),
  'core-ready': well('program'),
  'core-phase': well('program'),
  'core-killed': coreDown('warn', programProgramError),
  'core-ended': well('program'),
  'core-lost': coreDown('warn', programProgramError),
  'core-fault': cannotStart(programProgramError),
  'core-input-closed': well('program'),
  'core-line-refused': quiet('error', programVersionsDiffer),
  'core-refused-line': quiet('error', programVersionsDiffer),

  // The shell: its window and page
  'window-shown': well('page'),
  'window-covers': well('page'),
  'window-does-not-cover': quiet('error', row('page', 'screen', 'window-covered', 'close-others', 'restart')),
  'load-kiosk': quiet('warn', pagePageFailed),
  'load-help': quiet('error', pagePageFailed2),
  'end-page-process': quiet('warn', pagePageFailed),
  'page-process-gone': quiet('error', pagePageFailed2),
  'page-strayed': quiet('error', pagePageFailed),
  'page-not-loaded': quiet('error', pagePageFailed2),
  'page-unresponsive': quiet('error', pagePageFailed2),
  'preload-failed': quiet('error', row('page', 'program', 'file-damaged', 'reinstall', 'tell-technician')),
  'call-refused': quiet('warn', programVersionsDiffer),
  'scan-refused': quiet('warn', scannerReadBadly),
  'file-choosers-open': quiet('error', row('page', 'screen', 'page-failed', 'restart', 'tell-technician')),
  'file-chooser-refused': quiet('warn', pagePageTried),
  'request-refused': quiet('warn', pagePageTried),
  'permission-refused': quiet('warn', pagePageTried),
  'download-refused': quiet('warn', pagePageTried),
  'navigation-refused': quiet('warn', pagePageTried),
  'redirect-refused': quiet('warn', pagePageTried),
  'webview-refused': quiet('warn', pagePageTried),
  'window-refused': quiet('warn', pagePageTried),
  'certificate-refused': quiet('warn', pagePageTried),
  'zoom-not-limited': quiet('warn', row('page', 'screen', 'page-failed', 'restart', 'look-repeats')),
} satisfies Record<Named, CatalogueRow> & Record<string, CatalogueRow>;

export type EventKind = keyof typeof EVENT_CATALOGUE;

export const EVENT_KINDS = kindsOf(EVENT_CATALOGUE);

/**
 * All names used in the rows. Each topic, cause and step has a text under `about`, `cause` or `step` in `faults.json` of `config/locales`;
 * each picture name has a picture.
 */
const ROWS = Object.values(EVENT_CATALOGUE);
export const FAULT_TOPICS = [...new Set(ROWS.map(({ about }) => about))];
export const FAULT_PICTURES = [...new Set(ROWS.map(({ picture }) => picture))];
export const FAULT_CAUSES = [...new Set(ROWS.map(({ cause }) => cause))];
export const FAULT_STEPS = [...new Set(ROWS.flatMap(({ steps }): readonly (typeof steps)[number][] => steps))];
export type FaultPicture = (typeof FAULT_PICTURES)[number];
