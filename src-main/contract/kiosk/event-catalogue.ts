import type { CentreTrouble } from './centre-status.ts';
import type { REFUSALS, START_FAULTS } from './refusals.ts';
import type { TroubleCause } from './screens/ticket.ts';

export interface CatalogueRow {
  /** `info`: nothing to do. `warn`: it works, somebody should look. `error`: something does not work, or was lost. */
  level: 'info' | 'warn' | 'error';
  /**
   * What the citizen sees because of it; `null` when nothing changes for them. Not `ScreenName`: a technician's screen shows kinds of this
   * catalogue itself.
   */
  citizen: 'printer-trouble' | 'out-of-service' | 'core-down' | null;
}

const trouble = (level: CatalogueRow['level']): CatalogueRow => ({ level, citizen: 'printer-trouble' });
const outOfService: CatalogueRow = { level: 'error', citizen: 'out-of-service' };
const cannotStart: CatalogueRow = { level: 'error', citizen: 'core-down' };
const quiet = (level: CatalogueRow['level']): CatalogueRow => ({ level, citizen: null });

/** Unions that have a row for each member. */
type Named = (typeof REFUSALS)[number] | (typeof START_FAULTS)[number] | TroubleCause | CentreTrouble;

/**
 * Every tag word that a log, a screen or the central service may meet, once. The operator's sentence of each is
 * `operator:<kind>` in `config/locales`; a test keeps both sides equal. The log and the technician's page take their level from here.
 */
export const EVENT_CATALOGUE = {
  // The core's start and end
  'core-started': quiet('info'),
  'core-stopped': quiet('info'),
  'program-fault': cannotStart,
  'bad-arguments': cannotStart,
  'profile-missing': cannotStart,
  'profile-invalid': cannotStart,
  'printer-profile-invalid': cannotStart,
  'scanner-profile-invalid': cannotStart,
  'data-folder-not-writable': cannotStart,
  'data-folder-in-use': cannotStart,
  'data-folder-exposed': cannotStart,
  'database-from-the-future': cannotStart,
  'database-damaged': cannotStart,
  'slot-already-given': cannotStart,
  'disk-full': cannotStart,
  'wrong-node': cannotStart,
  'slot-given': quiet('info'),
  'nearby-office-left-out': quiet('warn'),
  'last-good-office': quiet('error'),
  'last-good-office-not-kept': quiet('warn'),

  // Printers
  'printer-ready': quiet('info'),
  'other-printer': quiet('warn'),
  'device-moved': quiet('info'),
  'device-kept': quiet('info'),
  'device-file-invalid': quiet('error'),
  'kiosk-file-invalid': quiet('error'),
  'own-office-invalid': quiet('error'),
  'own-office-refused': quiet('error'),
  'office-changed': quiet('info'),
  'device-file-newer': quiet('error'),
  'printer-condition': quiet('info'),
  'paper-low': quiet('warn'),
  'font-unreadable': quiet('error'),
  'picture-unreadable': quiet('error'),
  'picture-too-large': quiet('error'),
  'paper-out': trouble('error'),
  'cover-open': trouble('error'),
  'cutter-error': trouble('error'),
  overheated: trouble('error'),
  'printer-error': trouble('error'),
  'printer-offline': trouble('error'),
  'printer-unreachable': trouble('error'),
  'unknown-answer': trouble('error'),
  'no-answer': trouble('error'),
  'link-lost': trouble('error'),
  'no-confirmation': trouble('warn'),
  'no-printer': trouble('error'),
  expired: trouble('warn'),
  withdrawn: trouble('info'),
  interrupted: trouble('warn'),
  'job-printed': quiet('info'),
  'job-not-printed': quiet('warn'),

  // Scanner and certificates
  'scanner-ready': quiet('info'),
  'scanner-wedge': quiet('info'),
  'scanner-opening': quiet('warn'),
  'scanner-drop': quiet('info'),
  'scanner-not-there': quiet('error'),
  'scanner-no-permission': quiet('error'),
  'scanner-in-use': quiet('error'),
  'scanner-not-a-device': quiet('error'),
  'scanner-failed': quiet('error'),
  'certificate-unreadable': quiet('error'),
  'certificate-out-of-date': quiet('error'),

  // Speech
  'speech-ready': quiet('info'),
  'speech-not-there': quiet('warn'),
  'speech-failed': quiet('error'),
  'speech-hung': quiet('error'),
  'speech-silent': quiet('error'),

  // What people do
  'ticket-issued': quiet('info'),
  'ticket-reprint': quiet('info'),
  'attendance-proof': quiet('info'),
  'check-in': quiet('info'),
  'help-asked': quiet('info'),
  'staff-acknowledged': quiet('info'),
  'service-paused': quiet('info'),
  'service-resumed': quiet('info'),
  'numbers-served': quiet('info'),
  'served-undone': quiet('info'),
  'order-done': quiet('info'),
  'order-refused': quiet('warn'),
  'technician-entered': quiet('info'),
  'technician-refused': quiet('warn'),
  'staff-entered': quiet('info'),
  'staff-refused': quiet('warn'),
  'staff-code-changed': quiet('info'),
  'roll-changed': quiet('info'),
  'first-run-step': quiet('info'),

  // Commands that are refused
  'bad-message': quiet('error'),
  'unknown-method': quiet('error'),
  'stale-command': quiet('info'),
  'not-possible-here': quiet('info'),
  'unknown-service': quiet('error'),
  'unknown-group': quiet('error'),
  'unknown-language': quiet('error'),
  'unknown-device': quiet('info'),
  'unknown-office': quiet('info'),
  'unknown-request': quiet('info'),
  'service-closed': quiet('info'),
  'pause-not-ahead': quiet('info'),
  'undo-too-late': quiet('info'),
  'request-reused': quiet('error'),
  'paper-under-way': quiet('info'),
  'no-documents': quiet('info'),
  'nothing-asked': quiet('info'),
  'no-speech': quiet('info'),
  'core-down': { level: 'error', citizen: 'core-down' },
  'numbers-exhausted': outOfService,
  'no-slot': outOfService,
  'ticket-of-another-day': quiet('info'),
  'ticket-voided': quiet('info'),
  'ticket-withdrawn': quiet('info'),

  // The store
  'store-new': quiet('info'),
  'store-clean': quiet('info'),
  'journal-replayed': quiet('warn'),
  'journal-rebuilt': quiet('warn'),
  'database-restored': quiet('warn'),
  'both-copies-lost': outOfService,
  'store-broken': { level: 'error', citizen: 'core-down' },
  'store-failed': outOfService,
  'index-mended': quiet('error'),
  'disk-low': quiet('warn'),
  'backup-made': quiet('info'),
  'housekeeping-failed': quiet('error'),
  'retention-done': quiet('info'),
  'retention-failed': quiet('error'),
  'number-not-hashed': quiet('error'),
  'appointments-in-memory': quiet('warn'),
  'appointments-wiped': quiet('warn'),
  'appointments-ended': quiet('info'),
  'sealing-key-left': quiet('error'),
  'clock-in-doubt': quiet('warn'),
  'clock-off': quiet('warn'),
  'disk-slow': quiet('warn'),
  'self-test-passed': quiet('info'),
  'self-test-failed': quiet('warn'),
  'diagnostics-saved': quiet('info'),
  'diagnostics-not-saved': quiet('warn'),
  'office-saved': quiet('info'),
  'office-not-saved': quiet('warn'),
  'office-shared': quiet('info'),
  'office-taken': quiet('info'),
  'calendar-ends': quiet('warn'),

  // The central service
  'kiosk-enrolled': quiet('info'),
  'predecessor-read': quiet('info'),
  'predecessor-not-read': quiet('warn'),
  'kiosk-revoked': outOfService,
  'kiosk-replaced': outOfService,
  'kiosk-unknown': quiet('error'),
  'not-paired': quiet('warn'),
  'central-unreachable': quiet('error'),
  'central-certificate': quiet('error'),
  'central-answer': quiet('error'),
  'central-busy': quiet('warn'),
  'central-refused': quiet('error'),
  'centre-store-epoch': quiet('warn'),
  'pairing-expired': quiet('warn'),
  'pairing-refused': quiet('warn'),
  'pairing-other-centre': quiet('error'),
  'pairing-test-build': quiet('error'),
  'pairing-not-replacing': quiet('error'),
  'slot-differs': quiet('error'),
  'key-rotated': quiet('info'),
  'device-key-exposed': quiet('error'),
  'device-key-unreadable': quiet('error'),
  'code-format-weak': quiet('warn'),
  'upload-rejected': quiet('error'),
  'dead-letters': quiet('warn'),
  'profile-applied': quiet('info'),
  'profile-refused': quiet('error'),

  // The shell: itself and the core it starts
  'shell-started': quiet('info'),
  'shell-stopping': quiet('info'),
  'shell-fault': { level: 'error', citizen: 'core-down' },
  'sandbox-off': quiet('error'),
  'test-build': quiet('warn'),
  'second-instance-ends': quiet('info'),
  'second-instance-refused': quiet('warn'),
  'core-spawned': quiet('info'),
  'core-ready': quiet('info'),
  'core-phase': quiet('info'),
  'core-killed': { level: 'warn', citizen: 'core-down' },
  'core-ended': quiet('info'),
  'core-lost': { level: 'warn', citizen: 'core-down' },
  'core-fault': cannotStart,
  'core-input-closed': quiet('info'),
  'core-line-refused': quiet('error'),
  'core-refused-line': quiet('error'),

  // The shell: its window and page
  'window-shown': quiet('info'),
  'window-covers': quiet('info'),
  'window-does-not-cover': quiet('error'),
  'load-kiosk': quiet('warn'),
  'load-help': quiet('error'),
  'end-page-process': quiet('warn'),
  'page-process-gone': quiet('error'),
  'page-strayed': quiet('error'),
  'page-not-loaded': quiet('error'),
  'page-unresponsive': quiet('error'),
  'preload-failed': quiet('error'),
  'call-refused': quiet('warn'),
  'scan-refused': quiet('warn'),
  'file-choosers-open': quiet('error'),
  'file-chooser-refused': quiet('warn'),
  'request-refused': quiet('warn'),
  'permission-refused': quiet('warn'),
  'download-refused': quiet('warn'),
  'navigation-refused': quiet('warn'),
  'redirect-refused': quiet('warn'),
  'webview-refused': quiet('warn'),
  'window-refused': quiet('warn'),
  'certificate-refused': quiet('warn'),
  'zoom-not-limited': quiet('warn'),
} satisfies Record<Named, CatalogueRow> & Record<string, CatalogueRow>;

export type EventKind = keyof typeof EVENT_CATALOGUE;

const isKind = (name: string): name is EventKind => Object.hasOwn(EVENT_CATALOGUE, name);
export const EVENT_KINDS = Object.keys(EVENT_CATALOGUE).filter(isKind);
