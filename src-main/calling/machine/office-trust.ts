import type { KioskRevocation } from '../../contract/shared/kiosk-revocation.ts';
import { messageOf } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import { forgetHubKey } from '../../security/hub-certificate.ts';
import type { OfficeKey } from '../../security/office-key.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';

export interface OfficeTrustParts {
  dataDir: string;
  kiosks: OfficeKiosks;
  officeKey: OfficeKey;
  leave: () => void;
  log: Log;
}

export interface OfficeTrust {
  /** Applies revocations that the centre signed and the caller has verified. Returns false if the disk refuses. */
  hear(revocations: readonly KioskRevocation[]): boolean;
  /** Forgets the office's kiosks, because this kiosk was revoked or replaced. */
  forget(): void;
}

export function createOfficeTrust({ dataDir, kiosks, officeKey, leave, log }: OfficeTrustParts): OfficeTrust {
  return {
    hear(revocations) {
      const dropped = kiosks.revoke(revocations);
      if (!dropped.ok) {
        log.event(dropped.error.kind, { detail: dropped.error.detail });
        return false;
      }
      for (const pin of dropped.value) log.event('sibling-revoked', { detail: pin });
      return true;
    },
    forget() {
      leave();
      for (const wipe of [() => forgetHubKey({ folder: dataDir, environment: process.env }), () => officeKey.forget()])
        try {
          wipe();
        } catch (error) {
          log.event('store-failed', { detail: messageOf(error) });
        }
      const forgotten = kiosks.forgetAll();
      if (!forgotten.ok) log.event(forgotten.error.kind, { detail: forgotten.error.detail });
    },
  };
}
