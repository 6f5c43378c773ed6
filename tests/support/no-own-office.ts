import type { OfficeHub } from '../../src-main/calling/ports/hub.ts';
import type { OfficeTravel } from '../../src-main/office/ports/office-travel.ts';
import type { OwnOffice } from '../../src-main/office/ports/own-office.ts';
import type { KioskContext } from '../../src-main/session/steps/kiosk-context.ts';
import type { CentreNotes } from '../../src-main/technician/ports/centre-notes.ts';

export const noOwnOffice: OwnOffice = {
  base: () => {
    throw new Error('nobody looks at the office here');
  },
  now: () => null,
  versions: () => [],
  decided: () => [],
  check: () => ({ ok: false, error: { kind: 'profile-invalid', problems: [] } }),
  offered: () => ({ themes: ['terrassa'], logos: [], unreviewed: [] }),
  keep: () => ({ ok: true, value: null }),
  paper: () => null,
  startAnew: () => undefined,
};

export const noHub: OfficeHub = {
  state: () => null,
  pair: () => ({ ok: false, error: { kind: 'unknown-request' } }),
  unpair: () => ({ ok: false, error: { kind: 'unknown-request' } }),
  pairKiosk: () => ({ ok: false, error: { kind: 'unknown-request' } }),
  unpairKiosk: () => ({ ok: false, error: { kind: 'unknown-request' } }),
  onChange: () => undefined,
};

export const noNotes: CentreNotes = {
  state: () => ({ isLooking: false, trouble: null, read: null }),
  look: () => undefined,
  scanned: () => undefined,
  shown: () => null,
  drop: () => undefined,
  onChange: () => undefined,
};

export const noTravel: OfficeTravel = {
  state: () => ({
    saving: { stage: 'none', file: null, check: null },
    looking: { at: null, isBusy: false, trouble: null },
    found: [],
  }),
  save: () => undefined,
  look: () => undefined,
  take: () => ({ ok: false, error: { kind: 'not-there' } }),
  leave: () => undefined,
  onChange: () => undefined,
};

const nothing = () => ({ ok: true, value: null }) as const;

export const noEditor: Pick<KioskContext, 'editor' | 'ownOffice' | 'travel' | 'hub'> = {
  travel: noTravel,
  hub: noHub,
  ownOffice: noOwnOffice,
  editor: {
    draft: () => null,
    path: () => '',
    part: () => 'fields',
    changes: () => [],
    problems: () => [],
    profile: () => null,
    open: nothing,
    begin: () => undefined,
    look: () => undefined,
    change: nothing,
    add: nothing,
    remove: nothing,
    drop: () => undefined,
    adopt: nothing,
    apply: nothing,
    returnTo: nothing,
    sayAgain: nothing,
  },
};
