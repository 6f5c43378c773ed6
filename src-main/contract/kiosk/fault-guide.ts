import type { EventKind } from './event-catalogue.ts';
import type { FaultRow } from './fault-words.ts';

const row = (
  about: FaultRow['about'],
  picture: FaultRow['picture'],
  cause: FaultRow['cause'],
  ...steps: FaultRow['steps']
): FaultRow => ({ about, picture, cause, steps });

const programWell = row('program', 'calm', 'everyday', 'nothing');
const programProgramError = row('program', 'restart', 'program-error', 'by-itself', 'look-repeats', 'send-diagnostics');
const programStartedWrong = row('program', 'restart', 'started-wrong', 'restart', 'tell-technician');
const officeProfileErrors = row('office', 'profile', 'profile-errors', 'mend-profile', 'tell-technician');
const dataWell = row('data', 'calm', 'everyday', 'nothing');
const dataDiskFills = row('data', 'disk', 'disk-fills', 'free-space', 'look-repeats');
const printerWell = row('printer', 'calm', 'everyday', 'nothing');
const devicesWell = row('devices', 'calm', 'everyday', 'nothing');
const devicesFileDamaged = row('devices', 'program', 'file-damaged', 'prove-device', 'look-repeats');
const officeWrongPicture = row('office', 'profile', 'wrong-picture', 'mend-profile');
const printerNoPowerOrCable = row('printer', 'cable', 'no-power-or-cable', 'look-paper', 'print-again', 'check-cable');
const ticketsGaveUp = row('tickets', 'calm', 'gave-up', 'nothing');
const scannerWell = row('scanner', 'calm', 'everyday', 'nothing');
const scannerReaderAway = row('scanner', 'reader-cable', 'reader-away', 'check-cable', 'prove-device', 'look-repeats');
const scannerReadBadly = row('scanner', 'reader', 'read-badly', 'show-again', 'look-repeats');
const scannerReaderTaken = row('scanner', 'reader', 'reader-taken', 'close-others', 'restart', 'tell-technician');
const speechVoiceProgram = row('speech', 'voice', 'voice-program', 'reinstall-voice', 'restart', 'tell-technician');
const ticketsWell = row('tickets', 'calm', 'everyday', 'nothing');
const peopleWell = row('people', 'calm', 'everyday', 'nothing');
const technicianWell = row('technician', 'calm', 'everyday', 'nothing');
const peopleWrongDigits = row('people', 'person', 'wrong-digits', 'watch-kiosk', 'change-code');
const programVersionsDiffer = row('program', 'program', 'versions-differ', 'restart', 'reinstall', 'tell-technician');
const ticketsLateTouch = row('tickets', 'touch', 'late-touch', 'touch-again');
const officeProfileLacks = row('office', 'profile', 'profile-lacks', 'mend-profile');
const dataDiskFails = row('data', 'disk', 'disk-fails', 'check-disk', 'look-repeats', 'send-diagnostics');
const dataDiskFails2 = row('data', 'disk', 'disk-fails', 'by-itself', 'check-disk', 'look-repeats');
const clockClockWrong = row('clock', 'clock', 'clock-wrong', 'check-clock', 'try-network');
const centreWell = row('centre', 'calm', 'everyday', 'nothing');
const centreCentreDecided = row('centre', 'centre', 'centre-decided', 'tell-centre', 'pair');
const centreOtherAnswers = row('centre', 'network', 'other-answers', 'check-network', 'tell-centre');
const programTestVersion = row('program', 'program', 'test-version', 'official-build');
const centreCentreRejects = row('centre', 'centre', 'centre-rejects', 'tell-centre', 'requeue');
const programStartedTwice = row('program', 'calm', 'started-twice', 'nothing');
const pageWell = row('page', 'calm', 'everyday', 'nothing');
const pagePageFailed = row('page', 'screen', 'page-failed', 'by-itself', 'look-repeats');
const pagePageFailed2 = row('page', 'screen', 'page-failed', 'by-itself', 'restart', 'look-repeats');
const pagePageTried = row('page', 'screen', 'page-tried', 'nothing', 'look-repeats');

/**
 * Each tag word of the event catalogue as a person meets it: what it is about, why it comes and what to do. What it means is its own sentence,
 * `operator:<kind>` of `config/locales`.
 */
export const FAULT_GUIDE: Readonly<Record<EventKind, FaultRow>> = {
  'core-started': programWell,
  'core-stopped': programWell,
  'program-fault': programProgramError,
  'bad-arguments': programStartedWrong,
  'profile-missing': row('office', 'profile', 'not-set-up', 'mend-profile', 'tell-technician'),
  'profile-invalid': officeProfileErrors,
  'printer-profile-invalid': officeProfileErrors,
  'scanner-profile-invalid': officeProfileErrors,
  'data-folder-not-writable': row('data', 'disk', 'disk-fills', 'free-space', 'tell-technician'),
  'data-folder-in-use': row('program', 'restart', 'started-twice', 'restart', 'tell-technician'),
  'data-folder-exposed': row('data', 'key', 'exposed', 'close-folder', 'tell-technician'),
  'database-from-the-future': row('data', 'program', 'newer-version', 'install-newest', 'tell-technician'),
  'database-damaged': row('data', 'disk', 'disk-fails', 'desk-numbers', 'delete-nothing', 'tell-technician'),
  'slot-already-given': row('data', 'calm', 'done-before', 'keep-on'),
  'disk-full': row('data', 'disk', 'disk-fills', 'free-space', 'restart', 'tell-technician'),
  'wrong-node': programStartedWrong,
  'slot-given': dataWell,
  'nearby-office-left-out': officeProfileErrors,
  'last-good-office': officeProfileErrors,
  'last-good-office-not-kept': dataDiskFills,
  'printer-ready': printerWell,
  'other-printer': row('printer', 'cable', 'other-device', 'prove-device'),
  'device-moved': devicesWell,
  'device-kept': devicesWell,
  'device-file-invalid': devicesFileDamaged,
  'kiosk-file-invalid': devicesFileDamaged,
  'own-office-invalid': row('office', 'profile', 'file-damaged', 'mend-profile', 'look-repeats'),
  'own-office-refused': officeProfileLacks,
  'office-changed': technicianWell,
  'order-done': centreWell,
  'order-refused': row('centre', 'centre', 'centre-decided', 'tell-centre'),
  'device-file-newer': row('devices', 'program', 'newer-version', 'install-newest', 'prove-device'),
  'printer-condition': printerWell,
  'paper-low': row('printer', 'roll', 'paper-used', 'roll-ready', 'open-lid', 'put-roll', 'close-lid'),
  'font-unreadable': row('program', 'program', 'file-damaged', 'reinstall', 'tell-technician'),
  'picture-unreadable': officeWrongPicture,
  'picture-too-large': officeWrongPicture,
  'paper-out': row('printer', 'roll', 'paper-used', 'open-lid', 'put-roll', 'close-lid'),
  'cover-open': row('printer', 'lid', 'lid-not-shut', 'close-lid'),
  'cutter-error': row('printer', 'cutter', 'paper-jam', 'switch-off', 'take-piece', 'close-lid', 'switch-on'),
  overheated: row('printer', 'heat', 'many-papers', 'let-cool', 'look-repeats'),
  'printer-error': row('printer', 'power', 'printer-broken', 'switch-off', 'switch-on', 'look-repeats'),
  'printer-offline': row('printer', 'feed', 'printer-paused', 'press-feed', 'switch-off', 'switch-on'),
  'printer-unreachable': row('printer', 'cable', 'no-power-or-cable', 'check-power', 'check-cable', 'look-repeats'),
  'unknown-answer': row('printer', 'cable', 'wrong-model', 'prove-device', 'look-repeats'),
  'no-answer': printerNoPowerOrCable,
  'link-lost': printerNoPowerOrCable,
  'no-confirmation': row('printer', 'paper', 'says-nothing', 'look-paper', 'print-again'),
  'no-printer': row('printer', 'cable', 'not-set-up', 'check-power', 'check-cable', 'prove-device'),
  expired: row('printer', 'paper', 'too-long', 'call-number', 'print-again'),
  withdrawn: ticketsGaveUp,
  interrupted: row('printer', 'paper', 'stopped-midway', 'look-paper', 'print-again'),
  'job-printed': printerWell,
  'job-not-printed': row('printer', 'paper', 'did-not-print', 'look-paper', 'print-again'),
  'scanner-ready': scannerWell,
  'scanner-wedge': scannerWell,
  'scanner-opening': scannerReaderAway,
  'scanner-drop': scannerReadBadly,
  'scanner-not-there': scannerReaderAway,
  'scanner-no-permission': scannerReaderTaken,
  'scanner-in-use': scannerReaderTaken,
  'scanner-not-a-device': row('scanner', 'reader', 'wrong-address', 'prove-device'),
  'scanner-failed': scannerReaderAway,
  'certificate-unreadable': row('scanner', 'key', 'file-damaged', 'reinstall', 'tell-technician'),
  'certificate-out-of-date': row('scanner', 'clock', 'out-of-date', 'check-clock', 'tell-centre'),
  'speech-ready': row('speech', 'calm', 'everyday', 'nothing'),
  'speech-not-there': speechVoiceProgram,
  'speech-failed': speechVoiceProgram,
  'speech-hung': row('speech', 'voice', 'voice-program', 'restart', 'look-repeats'),
  'speech-silent': speechVoiceProgram,
  'ticket-issued': ticketsWell,
  'ticket-reprint': ticketsWell,
  'attendance-proof': ticketsWell,
  'check-in': ticketsWell,
  'help-asked': row('people', 'person', 'asks-help', 'go-there'),
  'staff-acknowledged': peopleWell,
  'service-paused': peopleWell,
  'service-resumed': peopleWell,
  'technician-entered': technicianWell,
  'technician-refused': peopleWrongDigits,
  'staff-entered': peopleWell,
  'staff-refused': peopleWrongDigits,
  'staff-code-changed': peopleWell,
  'roll-changed': printerWell,
  'first-run-step': technicianWell,
  'bad-message': programVersionsDiffer,
  'unknown-method': programVersionsDiffer,
  'stale-command': ticketsLateTouch,
  'not-possible-here': ticketsLateTouch,
  'unknown-service': officeProfileLacks,
  'unknown-group': officeProfileLacks,
  'unknown-language': officeProfileLacks,
  'unknown-device': row('devices', 'cable', 'other-device', 'check-cable', 'prove-device'),
  'unknown-office': officeProfileLacks,
  'unknown-request': ticketsLateTouch,
  'service-closed': ticketsLateTouch,
  'pause-not-ahead': row('people', 'clock', 'end-is-past', 'choose-later', 'check-clock'),
  'request-reused': row('program', 'touch', 'late-touch', 'by-itself', 'look-repeats'),
  'paper-under-way': ticketsLateTouch,
  'no-documents': officeProfileLacks,
  'nothing-asked': ticketsLateTouch,
  'no-speech': row('speech', 'voice', 'voice-program', 'look-repeats'),
  'core-down': row('program', 'restart', 'program-error', 'wait-a-minute', 'restart', 'tell-technician'),
  'numbers-exhausted': row('tickets', 'paper', 'numbers-used', 'desk-numbers', 'tell-technician'),
  'no-slot': row('tickets', 'profile', 'not-set-up', 'desk-numbers', 'give-slot'),
  'ticket-of-another-day': row('tickets', 'clock', 'another-day', 'take-new'),
  'ticket-voided': row('tickets', 'calm', 'voided-there', 'take-new'),
  'ticket-withdrawn': ticketsGaveUp,
  'store-new': dataWell,
  'store-clean': dataWell,
  'journal-replayed': row('data', 'disk', 'stopped-midway', 'nothing', 'look-repeats'),
  'journal-rebuilt': dataDiskFails,
  'database-restored': dataDiskFails,
  'both-copies-lost': row('data', 'disk', 'disk-fails', 'desk-numbers', 'give-slot', 'tell-technician'),
  'store-broken': dataDiskFails2,
  'store-failed': row('data', 'disk', 'disk-fails', 'desk-numbers', 'free-space', 'check-disk'),
  'index-mended': dataDiskFails,
  'disk-low': dataDiskFills,
  'backup-made': dataWell,
  'housekeeping-failed': dataDiskFails2,
  'retention-done': dataWell,
  'retention-failed': dataDiskFails2,
  'number-not-hashed': row('program', 'restart', 'memory-short', 'restart', 'look-repeats'),
  'appointments-in-memory': row('data', 'key', 'keys-place', 'keep-on', 'tell-technician'),
  'appointments-wiped': row('data', 'calm', 'keys-place', 'by-itself'),
  'appointments-ended': dataWell,
  'sealing-key-left': dataDiskFails2,
  'clock-in-doubt': clockClockWrong,
  'clock-off': clockClockWrong,
  'disk-slow': row('data', 'disk', 'disk-fails', 'change-disk', 'tell-technician'),
  'self-test-passed': dataWell,
  'self-test-failed': row('technician', 'restart', 'test-found', 'run-test'),
  'diagnostics-saved': dataWell,
  'diagnostics-not-saved': row('technician', 'disk', 'stick-refuses', 'other-stick'),
  'calendar-ends': row('office', 'profile', 'calendar-old', 'ask-calendar'),
  'kiosk-enrolled': centreWell,
  'kiosk-revoked': row('centre', 'centre', 'centre-decided', 'desk-numbers', 'tell-centre', 'pair'),
  'kiosk-unknown': centreCentreDecided,
  'not-paired': row('centre', 'centre', 'not-set-up', 'pair'),
  'central-unreachable': row('centre', 'network', 'no-network', 'keep-on', 'check-network', 'try-network'),
  'central-certificate': row('centre', 'clock', 'out-of-date', 'check-clock', 'tell-centre'),
  'central-answer': centreOtherAnswers,
  'central-busy': row('centre', 'network', 'centre-busy', 'by-itself'),
  'central-refused': row('centre', 'centre', 'centre-decided', 'by-itself', 'tell-centre'),
  'centre-store-epoch': row('centre', 'centre', 'centre-restored', 'by-itself'),
  'pairing-expired': row('centre', 'clock', 'waited-too-long', 'pair'),
  'pairing-refused': centreCentreDecided,
  'pairing-other-centre': centreOtherAnswers,
  'pairing-test-build': programTestVersion,
  'slot-differs': centreCentreDecided,
  'key-rotated': centreWell,
  'device-key-exposed': row('centre', 'key', 'exposed', 'close-folder', 'pair'),
  'device-key-unreadable': row('centre', 'key', 'file-damaged', 'pair'),
  'code-format-weak': row('centre', 'key', 'weak-codes', 'longer-codes'),
  'upload-rejected': centreCentreRejects,
  'dead-letters': centreCentreRejects,
  'profile-applied': row('office', 'calm', 'everyday', 'nothing'),
  'profile-refused': officeProfileErrors,
  'shell-started': programWell,
  'shell-stopping': programWell,
  'shell-fault': programProgramError,
  'sandbox-off': programTestVersion,
  'test-build': programTestVersion,
  'second-instance-ends': programStartedTwice,
  'second-instance-refused': programStartedTwice,
  'core-spawned': programWell,
  'core-ready': programWell,
  'core-phase': programWell,
  'core-killed': programProgramError,
  'core-ended': programWell,
  'core-lost': programProgramError,
  'core-fault': programProgramError,
  'core-input-closed': programWell,
  'core-line-refused': programVersionsDiffer,
  'core-refused-line': programVersionsDiffer,
  'window-shown': pageWell,
  'window-covers': pageWell,
  'window-does-not-cover': row('page', 'screen', 'window-covered', 'close-others', 'restart'),
  'load-kiosk': pagePageFailed,
  'load-help': pagePageFailed2,
  'end-page-process': pagePageFailed,
  'page-process-gone': pagePageFailed2,
  'page-strayed': pagePageFailed,
  'page-not-loaded': pagePageFailed2,
  'page-unresponsive': pagePageFailed2,
  'preload-failed': row('page', 'program', 'file-damaged', 'reinstall', 'tell-technician'),
  'call-refused': programVersionsDiffer,
  'scan-refused': scannerReadBadly,
  'file-choosers-open': row('page', 'screen', 'page-failed', 'restart', 'tell-technician'),
  'file-chooser-refused': pagePageTried,
  'request-refused': pagePageTried,
  'permission-refused': pagePageTried,
  'download-refused': pagePageTried,
  'navigation-refused': pagePageTried,
  'redirect-refused': pagePageTried,
  'webview-refused': pagePageTried,
  'window-refused': pagePageTried,
  'certificate-refused': pagePageTried,
  'zoom-not-limited': row('page', 'screen', 'page-failed', 'restart', 'look-repeats'),
};
