import type { CentreTrouble } from './centre-status.ts';
import type { REFUSALS, START_FAULTS } from './kiosk-api.ts';
import type { ScreenName, TroubleCause } from './view-state.ts';

/**
 * Every tag word that a log, a screen or the central service may meet, once. The operator's sentence of each is
 * `operator:<kind>` in `config/locales`; a test keeps both sides equal.
 */
export interface CatalogueRow {
  level: 'info' | 'warning' | 'error';
  /** What the citizen sees because of it; `null` when nothing changes for them. */
  citizen: ScreenName | 'core-down' | null;
}

const trouble = (level: CatalogueRow['level']): CatalogueRow => ({ level, citizen: 'printer-trouble' });
const cannotStart: CatalogueRow = { level: 'error', citizen: 'core-down' };
const quiet = (level: CatalogueRow['level']): CatalogueRow => ({ level, citizen: null });

type Kind =
  | (typeof REFUSALS)[number]
  | (typeof START_FAULTS)[number]
  | TroubleCause
  | CentreTrouble
  | 'paper-low'
  | 'font-unreadable'
  | 'picture-unreadable'
  | 'picture-too-large'
  | 'core-started'
  | 'core-stopped'
  | 'store-new'
  | 'store-clean'
  | 'journal-replayed'
  | 'journal-rebuilt'
  | 'database-restored'
  | 'both-copies-lost'
  | 'store-broken'
  | 'disk-low'
  | 'kiosk-enrolled'
  | 'key-rotated'
  | 'device-key-exposed'
  | 'device-key-unreadable'
  | 'sealing-key-left'
  | 'code-format-weak'
  | 'appointments-in-memory'
  | 'appointments-wiped'
  | 'number-not-hashed'
  | 'clock-in-doubt'
  | 'index-mended'
  | 'upload-rejected'
  | 'profile-applied'
  | 'profile-refused'
  | 'technician-entered'
  | 'technician-refused'
  | 'scanner-not-there'
  | 'scanner-no-permission'
  | 'scanner-in-use'
  | 'scanner-not-a-device'
  | 'scanner-failed'
  | 'certificate-unreadable'
  | 'certificate-out-of-date';

export const EVENT_CATALOGUE: Record<Kind, CatalogueRow> = {
  'core-started': quiet('info'),
  'core-stopped': quiet('info'),
  'paper-low': quiet('warning'),
  'font-unreadable': quiet('error'),
  'picture-unreadable': quiet('error'),
  'picture-too-large': quiet('error'),
  'paper-out': trouble('error'),
  'cover-open': trouble('error'),
  'cutter-error': trouble('error'),
  overheated: trouble('warning'),
  'printer-error': trouble('error'),
  'printer-offline': trouble('error'),
  'printer-unreachable': trouble('error'),
  'unknown-answer': trouble('error'),
  'no-answer': trouble('error'),
  'link-lost': trouble('error'),
  'no-confirmation': trouble('warning'),
  'no-printer': trouble('error'),
  expired: trouble('warning'),
  interrupted: trouble('warning'),
  'bad-message': quiet('error'),
  'unknown-method': quiet('error'),
  'stale-command': quiet('info'),
  'not-possible-here': quiet('info'),
  'unknown-service': quiet('error'),
  'unknown-group': quiet('error'),
  'unknown-language': quiet('error'),
  'unknown-request': quiet('info'),
  'service-closed': quiet('info'),
  'request-reused': quiet('error'),
  'paper-under-way': quiet('info'),
  'no-documents': quiet('info'),
  'core-down': { level: 'error', citizen: 'core-down' },
  'numbers-exhausted': { level: 'error', citizen: 'out-of-service' },
  'no-slot': { level: 'error', citizen: 'out-of-service' },
  'ticket-of-another-day': quiet('info'),
  'slot-already-given': cannotStart,
  'disk-full': cannotStart,
  'store-new': quiet('info'),
  'store-clean': quiet('info'),
  'journal-replayed': quiet('warning'),
  'journal-rebuilt': quiet('error'),
  'database-restored': quiet('error'),
  'both-copies-lost': { level: 'error', citizen: 'out-of-service' },
  'store-broken': { level: 'error', citizen: 'core-down' },
  'disk-low': quiet('warning'),
  'technician-entered': quiet('info'),
  'technician-refused': quiet('warning'),
  'scanner-not-there': quiet('error'),
  'scanner-no-permission': quiet('error'),
  'scanner-in-use': quiet('error'),
  'scanner-not-a-device': quiet('error'),
  'scanner-failed': quiet('error'),
  'appointments-in-memory': quiet('warning'),
  'appointments-wiped': quiet('warning'),
  'number-not-hashed': quiet('error'),
  'certificate-unreadable': quiet('error'),
  'certificate-out-of-date': quiet('error'),
  'store-failed': { level: 'error', citizen: 'out-of-service' },
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
  'wrong-node': cannotStart,
  'ticket-voided': quiet('info'),
  'kiosk-revoked': { level: 'error', citizen: 'out-of-service' },
  'central-unreachable': quiet('warning'),
  'central-certificate': quiet('error'),
  'central-answer': quiet('error'),
  'central-busy': quiet('info'),
  'central-refused': quiet('error'),
  'kiosk-unknown': quiet('error'),
  'pairing-expired': quiet('warning'),
  'pairing-refused': quiet('warning'),
  'pairing-other-centre': quiet('error'),
  'pairing-test-build': quiet('error'),
  'slot-differs': quiet('error'),
  'kiosk-enrolled': quiet('info'),
  'key-rotated': quiet('info'),
  'device-key-exposed': quiet('error'),
  'device-key-unreadable': quiet('error'),
  'sealing-key-left': quiet('error'),
  'code-format-weak': quiet('warning'),
  'clock-in-doubt': quiet('warning'),
  'index-mended': quiet('error'),
  'upload-rejected': quiet('error'),
  'profile-applied': quiet('info'),
  'profile-refused': quiet('error'),
};
